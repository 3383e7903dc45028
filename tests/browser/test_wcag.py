"""WCAG 2.2, criterion by criterion, on the recorded pages: what axe-core and the other tests leave open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from app import create_app
from app.config import Config
from tests.browser.test_languages import CUT_OFF
from tests.browser.test_layout import FAULTS, PAGES, gallery  # noqa: F401  # a fixture
from tests.support.accessible import complaints
from tests.support.pages import unfold
from tests.support.ports import free_port
from tests.support.servers import serving

pytestmark = pytest.mark.long

NewPage = Callable[..., Page]
Faults = dict[str, Any]


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, preview_enabled=True)


@pytest.fixture
def on_all_pages(new_page: NewPage, gallery: str) -> Callable[..., Faults]:  # noqa: F811
    """`on_all_pages(check, **options of new_context)`: what `check(page)` finds, by the names of pages."""

    def run(check: Callable[[Page], list[str]], css: str = "", **options: Any) -> Faults:
        page = new_page(bypass_csp=True, **{"viewport": {"width": 1280, "height": 800}, **options})
        found = {}
        for name in PAGES:
            page.goto(gallery + name)
            unfold(page)
            if css:
                page.add_style_tag(content=css)
            if faults := check(page):
                found[name] = faults
        return found

    return run


def fits(page: Page) -> list[str]:
    """What sticks out, is covered or is cut off."""
    return [*page.evaluate(FAULTS), *page.evaluate(CUT_OFF)]


SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""


@pytest.mark.wcag("1.4.12")
@pytest.mark.parametrize("width", [320, 1280])
def test_text_may_be_spaced(on_all_pages: Callable[..., Faults], width: int) -> None:
    # a code's slots are its letters' own spacing
    css = SPACED.replace("* {", "*:not(.otp) {")
    assert on_all_pages(fits, css, viewport={"width": width, "height": 800}) == {}


@pytest.mark.wcag("1.4.4")
@pytest.mark.parametrize("width", [360, 1280])
def test_text_may_be_twice_as_large(on_all_pages: Callable[..., Faults], width: int) -> None:
    css = "html { font-size: 200% }"
    assert on_all_pages(fits, css, viewport={"width": width, "height": 800}) == {}


@pytest.mark.wcag("1.4.10", "2.4.11")
def test_four_hundred_per_cent(on_all_pages: Callable[..., Faults]) -> None:
    """A window of 1280 × 1024 pixels at 400 %; and nothing stays in the way while one scrolls."""

    def check(page: Page) -> list[str]:
        stays = """() => [...document.querySelectorAll("body *")]
          .filter(each => /fixed|sticky/.test(getComputedStyle(each).position) && each.checkVisibility())
          .map(each => "stays: " + each.className)"""
        return [*fits(page), *page.evaluate(stays)]

    assert on_all_pages(check, viewport={"width": 320, "height": 256}) == {}


TOO_SMALL = """() => {
  const inLine = each => [...each.parentElement.childNodes].some(one => one.nodeType === 3 && one.data.trim())
  const sized = each => each.checkVisibility() && each.getBoundingClientRect().width > 1
  const label = each => /checkbox|radio/.test(each.type) && each.labels[0]
  const faults = []
  for (const each of document.querySelectorAll("a:not(.skip), button, input, select, textarea, summary")) {
    if (!sized(each) || each.matches("a") && inLine(each)) continue
    const {width, height} = (label(each) || each).getBoundingClientRect()
    const size = `${Math.round(width)} × ${Math.round(height)}`
    if (width < 43.5 || height < 43.5) faults.push(`${size}: ${each.outerHTML.slice(0, 90)}`)
  }
  return faults
}"""


@pytest.mark.wcag("2.5.8")
@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_pressed_is_large(on_all_pages: Callable[..., Faults], width: int) -> None:
    """44 pixels each way, but for links within a sentence."""
    found = on_all_pages(lambda page: page.evaluate(TOO_SMALL), viewport={"width": width, "height": 800})
    assert found == {}


MOVES = """() => [...document.querySelectorAll("*")].filter(each => {
  const {transitionDuration, animationName} = getComputedStyle(each)
  return transitionDuration.split(", ").some(time => parseFloat(time)) || animationName !== "none"
}).map(each => each.tagName)"""


@pytest.mark.wcag("2.2.2", "2.3.3")
def test_nothing_moves_for_those_who_asked(on_all_pages: Callable[..., Faults]) -> None:
    assert on_all_pages(lambda page: page.evaluate(MOVES), reduced_motion="reduce") == {}
    assert on_all_pages(lambda page: page.evaluate(MOVES), reduced_motion="no-preference") != {}


EDGELESS = """() => {
  const edged = each => {
    const {borderStyle, borderWidth, outlineStyle} = getComputedStyle(each)
    return borderStyle !== "none" && parseFloat(borderWidth) >= 1 || outlineStyle !== "none"
  }
  const wanted = `.card, .section, .btn:not(.btn--plain, .btn--plain-danger), .method, .input, .alert, .who,
    .snav [aria-current]`
  const wrong = [...document.querySelectorAll(".input[aria-invalid=true]")]
    .filter(each => parseFloat(getComputedStyle(each).borderWidth) < 2)
  return [...document.querySelectorAll(wanted)].filter(each => each.checkVisibility() && !edged(each)).concat(wrong)
    .map(each => each.outerHTML.slice(0, 90))
}"""


@pytest.mark.wcag("1.4.11")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_stay_where_the_system_has_the_colours(
    on_all_pages: Callable[..., Faults], scheme: str
) -> None:
    found = on_all_pages(lambda page: page.evaluate(EDGELESS), forced_colors="active", color_scheme=scheme)
    assert found == {}


@pytest.mark.wcag("1.4.3", "1.4.6")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_more(on_all_pages: Callable[..., Faults], scheme: str) -> None:
    """Seven to one, for those whose system asks for it."""
    found = on_all_pages(
        lambda page: complaints(page, ["color-contrast-enhanced"]), contrast="more", color_scheme=scheme
    )
    assert found == {}


REFUSED = """() => [...document.querySelectorAll("input, textarea")].filter(each => {
  const paste = new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: new DataTransfer()})
  return !each.dispatchEvent(paste) || each.hasAttribute("onpaste")
}).map(each => each.name)"""


@pytest.mark.wcag("3.3.8")
def test_anything_can_be_pasted_anywhere(on_all_pages: Callable[..., Faults]) -> None:
    assert on_all_pages(lambda page: page.evaluate(REFUSED)) == {}


TWICE = """() => {
  const live = "[role=alert], [role=status], [aria-live]"
  const nested = [...document.querySelectorAll(live)].filter(each => each.parentElement.closest(live))
  const said = [...document.querySelectorAll(live)].map(each => each.textContent.trim()).filter(Boolean)
  const again = said.filter((text, index) => said.indexOf(text) !== index)
  const at = document.activeElement
  const ways = each => [
    each.matches(live),
    each.contains(at),
    each.id !== "" && at.getAttribute("aria-describedby") === each.id,
  ].filter(Boolean).length
  const boxes = [...document.querySelectorAll("[data-message-id], .alert:has([data-error-summary])")]
  const wrong = boxes.filter(each => ways(each.querySelector("#wrong") || each) !== 1 && ways(each) !== 1)
  return [...nested, ...wrong].map(each => each.outerHTML.slice(0, 90)).concat(again)
}"""


@pytest.mark.wcag("4.1.3")
def test_each_message_is_announced_once(on_all_pages: Callable[..., Faults]) -> None:
    """By the focus, by the description of what has it, or as a live region: Orca says it for each of them."""
    assert on_all_pages(lambda page: page.evaluate(TWICE)) == {}


NAMELESS = """() => {
  const [title, heading] = [document.title, document.querySelector("h1").textContent.trim()]
  const wrong = document.querySelector("[aria-invalid=true], .alert--error[data-message-id]") !== null
  const faults = title.includes(heading) ? [] : [title]
  return wrong === title.startsWith("Error: ") ? faults : [...faults, `${title}, wrong: ${wrong}`]
}"""


@pytest.mark.wcag("2.4.2", "3.3.1")
def test_titles_say_the_page_and_that_something_is_wrong(on_all_pages: Callable[..., Faults]) -> None:
    assert on_all_pages(lambda page: page.evaluate(NAMELESS)) == {}


@pytest.mark.wcag("1.4.10")
@pytest.mark.parametrize("place", ["logout.signed_out", "session_end.one", "welcome.aal2"])
def test_a_menu_of_languages_is_whole_at_four_hundred_per_cent(new_page: NewPage, place: str) -> None:
    """What is above the top of a page can't be scrolled to."""
    app = create_app(
        Config(
            kratos_public_url="http://localhost:1",
            cookie_secret="t" * 32,
            preview_enabled=True,
            locales=("ar", "he", "en", "de", "fr", "es", "it", "nl", "sv", "da", "fi", "pl"),
        )
    )
    port = free_port()
    with serving(app, port):
        page = new_page(viewport={"width": 320, "height": 256})
        page.goto(f"http://localhost:{port}/preview/pages/{place}")
        page.locator(".lang summary").click()
        top = page.locator(".lang ul").evaluate("each => each.getBoundingClientRect().top + scrollY")
    assert top >= 0
