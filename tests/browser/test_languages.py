"""Every language on a phone: nothing overflows, overlaps, is cut off or broken; and how one is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect

from app import create_app
from app.config import Config
from app.current import ui
from app.preview.exhibits import exhibits
from tests.browser.test_layout import FAULTS, gallery  # noqa: F401  # a fixture
from tests.support import pseudo
from tests.support.ports import free_port
from tests.support.servers import serving

pytestmark = pytest.mark.long

NewPage = Callable[..., Page]
STATES = (
    "v1.3.1/login.choose_method.missing_fields", "v1.3.1/registration.profile.error_traits",
    "v1.3.1/login.sent_email.code", "v1.3.1/settings.show_form.all_methods",
)  # fmt: skip
FEW = 20
"""Points of a picture."""
CUT_OFF = """() => [...document.querySelectorAll("button, a, label, p, h1, h2, li, summary, td, dd, dt, span")]
  .filter(each => each.checkVisibility() && !each.closest(".vh, .provider__verb, pre, .skip") && each.clientWidth > 1)
  .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible")
  .map(each => "cut off: " + each.textContent.trim())"""
BROKEN = r"""() => {
  if (/^(ja|th|zh)/.test(document.documentElement.lang)) return [] // they have no spaces
  const found = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const {data, parentElement} = texts.currentNode
    if (!parentElement.checkVisibility() || parentElement.closest(".vh, pre, bdi, option, .skip")) continue
    for (const word of data.matchAll(/[\p{L}\p{M}\u200c\u200d]{3,}/gu)) {
      const range = document.createRange()
      range.setStart(texts.currentNode, word.index)
      range.setEnd(texts.currentNode, word.index + word[0].length)
      if (new Set([...range.getClientRects()].map(each => Math.round(each.top))).size > 1) found.push("broken: " + word)
    }
  }
  return found
}"""
LEAVES = """() => [...document.querySelectorAll(".card")].flatMap(card => {
  const edge = card.getBoundingClientRect()
  return [...card.querySelectorAll("*:not(.vh, .vh *, .provider__verb, pre *, option)")].filter(each => {
    const {left, right, top, bottom, width, height} = each.getBoundingClientRect()
    const out = left < edge.left - 1 || right > edge.right + 1 || top < edge.top - 1 || bottom > edge.bottom + 1
    return out && width > 1 && height > 1 && each.checkVisibility()
  }).map(each => "leaves its card: " + (each.name || each.textContent.trim() || each.className))
})"""


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, preview_enabled=True)


@pytest.mark.parametrize(("state", "width"), [*((state, 360) for state in STATES), (STATES[-1], 1280)])
def test_every_language_fits(
    new_page: NewPage,
    app: Flask,
    gallery: str,  # noqa: F811
    state: str,
    width: int,
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    found, titles = {}, set()
    for language in ui(app).locales:
        page.goto(f"{gallery}{state}?lang={language}")
        titles.add(page.locator("h1").inner_text())
        if faults := page.evaluate(FAULTS) + page.evaluate(CUT_OFF) + page.evaluate(BROKEN):
            found[language] = faults
    assert found == {}
    assert len(titles) > 30


@pytest.mark.parametrize("width", [320, 1280])
def test_no_translation_can_break_a_page(
    new_page: NewPage, config: Config, tmp_path: Path, width: int
) -> None:
    """Every twelfth state with texts half as long again, and others from right to left: nothing leaves its card."""
    theme = pseudo.theme(tmp_path)
    app, port = (
        create_app(replace(config, theme_dir=theme, locales=("en", pseudo.LONG, pseudo.TURNED))),
        free_port(),
    )
    page = new_page(viewport={"width": width, "height": 800})
    with app.test_request_context():
        names = list(exhibits())
    found, cards = {}, 0
    with serving(app, port):
        for shift, language in enumerate((pseudo.LONG, pseudo.TURNED)):
            for name in names[shift * 3 + (width > 320) * 6 :: 12]:
                page.goto(f"http://localhost:{port}/preview/{name}?lang={language}")
                assert page.locator("html").get_attribute("lang") == language
                cards += page.locator(".card").count()
                if faults := page.evaluate(FAULTS) + page.evaluate(CUT_OFF) + page.evaluate(LEAVES):
                    found[name, language] = faults
    assert found == {}
    assert cards > 50


@pytest.mark.parametrize("scripts", [True, False])
def test_a_language_is_searched_chosen_and_stays(new_page: NewPage, gallery: str, scripts: bool) -> None:  # noqa: F811
    page = new_page(java_script_enabled=scripts)
    page.goto(gallery + "v1.3.1/login.choose_method.all_methods")
    page.get_by_role("link", name="Language: English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose your language")
    assert page.locator(".langs a").count() >= 49
    page.get_by_role("searchbox", name="Find a language").fill("germ")
    page.keyboard.press("Enter")
    expect(page.locator(".langs a")).to_have_text(["Deutsch"])
    page.get_by_role("link", name="Deutsch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
    assert page.url.split("?")[0] == gallery + "v1.3.1/login.choose_method.all_methods"
    page.goto(gallery + "v1.3.1/registration.profile.all_methods")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_a_phone_number_reads_from_its_plus_in_arabic(new_page: NewPage, gallery: str) -> None:  # noqa: F811
    """Without an element of its own, `+49 30 …` would stand there as `… 30 49+`."""
    page = new_page()
    page.goto(gallery + "v1.3.1/login.sent_email.code?lang=ar")
    page.locator(".subtitle bdi").first.evaluate("each => each.textContent = '+49 30 123456'")
    plus, digit = page.locator(".subtitle bdi").first.evaluate(
        """each => [0, 4].map(at => {
          const range = document.createRange()
          range.setStart(each.firstChild, at)
          range.setEnd(each.firstChild, at + 1)
          return range.getBoundingClientRect().left
        })"""
    )
    assert plus < digit


def test_what_is_typed_reads_from_the_left_in_arabic(new_page: NewPage, gallery: str) -> None:  # noqa: F811
    """Numbers, and passwords that are shown, as they would stand in a field from left to right."""
    page = new_page(reduced_motion="reduce")  # no colour on its way
    page.goto(gallery + "v1.3.1/login.choose_method.all_methods?lang=ar")
    page.locator("[data-reveal]").click()
    for name, text in (("identifier", "+49 30 123456"), ("password", "12-34-56 abc!")):
        field = page.locator(f"input[name={name}]:visible")
        field.fill(text)
        field.blur()
        shown = field.screenshot()
        field.evaluate("each => { each.style.padding = getComputedStyle(each).padding; each.dir = 'ltr' }")
        assert _unlike(field.screenshot(), shown) < FEW
        field.evaluate("each => (each.style.unicodeBidi = 'normal', each.dir = 'rtl')")
        assert _unlike(field.screenshot(), shown) > 10 * FEW


def _unlike(picture: bytes, other: bytes) -> int:
    """How many points differ by more than the edge of a letter drawn twice."""
    difference = ImageChops.difference(*(Image.open(BytesIO(each)).convert("L") for each in (picture, other)))
    return sum(difference.histogram()[64:])


def test_back_points_to_where_one_came_from_in_arabic(new_page: NewPage, gallery: str) -> None:  # noqa: F811
    page = new_page()
    for language, mirrored in (("ar", "matrix(-1, 0, 0, 1, 0, 0)"), ("en", "none")):
        page.goto(f"{gallery}v1.3.1/registration.choose_credentials.all_methods?lang={language}")
        arrow = page.locator("button[value=previous] svg")
        assert arrow.evaluate("each => getComputedStyle(each).transform") == mirrored


def test_a_name_that_wraps_stands_in_line_with_the_others_in_persian(new_page: NewPage, gallery: str) -> None:  # noqa: F811
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(gallery + "pages/languages?lang=fa")
    lines, right = page.locator(".langs a[hreflang=es-419] bdi").evaluate("""each => {
      const range = document.createRange()
      range.selectNodeContents(each)
      return [[...range.getClientRects()].map(line => line.right), each.getBoundingClientRect().right]
    }""")
    assert len(lines) == 2
    assert lines == pytest.approx([right, right], abs=1)


@pytest.mark.parametrize("language", ["fa", "bn", "ar"])
def test_times_have_the_digits_of_all_other_texts(new_page: NewPage, gallery: str, language: str) -> None:  # noqa: F811
    page = new_page()
    page.goto(f"{gallery}pages/sessions?lang={language}")
    times = page.locator("time").all_text_contents()
    assert times
    for text in times:
        assert re.search(r"20\d\d", text, re.ASCII), text
        assert not [each for each in text if each.isdigit() and each not in "0123456789"], text
