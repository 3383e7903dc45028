"""What only a browser can say of the recorded pages: nothing sticks out, covers another control or leaves a hole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.config import Config
from app.kratos.flow import parse_flow
from tests.support.accessible import violations
from tests.support.many import login_with
from tests.support.pages import FOLDED, unfold
from tests.support.ports import free_port
from tests.support.recordings import recording
from tests.support.servers import serving
from tests.support.soup import page_from

pytestmark = pytest.mark.long

NewPage = Callable[..., Page]

PAGES = (
    "v1.3.1/login.aal2.all_methods", "v1.3.1/login.aal2.code_choose_address",
    "v1.3.1/login.account_link.choose_method", "v1.3.1/login.choose_method.all_methods",
    "v1.3.1/login.choose_method.missing_fields", "v1.3.1/login.identifier_first.step2.mitigated",
    "v1.3.1/login.sent_email.code", "v1.3.1/registration.choose_credentials.webauthn_passwordless",
    "v1.3.1/registration.profile.error_traits", "v1.3.1/settings.show_form.all_methods",
    "v1.3.1/settings.show_form.everything_enabled", "v1.3.1/settings.show_form.lookup_revealed_one_used",
    "v26.2.0/login.identifier_first.unknown_account.mitigated", "v26.2.0/recovery.choose_address.pick",
    "v26.2.0/recovery.choose_address.sent_email", "pages/welcome.aal2", "pages/sessions", "pages/consent",
    "pages/session_end.one", "pages/error.bad_return_to", "pages/status.unavailable",
)  # fmt: skip

FAULTS = """() => {
  const sized = ({width, height}) => width > 1 && height > 1
  const seen = each => each.checkVisibility() && sized(each.getBoundingClientRect())
  const name = each => each.name || each.textContent.trim() || each.className
  const all = selector => [...document.querySelectorAll(selector)].filter(seen)
  const faults = [], width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > width) faults.push("the page scrolls sideways")
  for (const each of all("body *:not(.skip, .vh, .provider__verb, pre *)")) {
    const {left, right} = each.getBoundingClientRect()
    if (left < -1 || right > width + 1) faults.push("sticks out: " + name(each))
  }
  const controls = all("a:not(.skip), button:not(.reveal), input, select, summary")
  controls.forEach((one, index) => controls.slice(index + 1).forEach(other => {
    const across = ([a, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left)
    const down = ([a, b]) => Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
    // a link in a sentence has a box for each of its lines
    const pairs = [...one.getClientRects()].flatMap(a => [...other.getClientRects()].map(b => [a, b]))
    if (pairs.some(pair => across(pair) > 1 && down(pair) > 1)) faults.push(name(one) + " is covered by " + name(other))
  }))
  for (const form of all(".form--providers")) {
    const ends = {}
    for (const each of [...form.querySelectorAll("button")].filter(seen)) {
      const place = each.getBoundingClientRect()
      ends[place.top] = Math.max(ends[place.top] || 0, place.right)
    }
    if (Object.values(ends).some(end => end < form.getBoundingClientRect().right - 1))
      faults.push("a row of providers has a hole")
  }
  return faults
}"""


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, preview_enabled=True)


@pytest.fixture
def gallery(app: Flask) -> Iterator[str]:
    """Address of a UI that shows the recordings."""
    port = free_port()
    with serving(app, port):
        yield f"http://localhost:{port}/preview/"


@pytest.mark.wcag("1.4.10")
@pytest.mark.parametrize("width", [320, 480, 768, 1280])
def test_nothing_sticks_out_covers_or_leaves_a_hole(new_page: NewPage, gallery: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    found = {}
    for name in PAGES:
        page.goto(gallery + name)
        if faults := page.evaluate(FAULTS):
            found[name] = faults
    assert found == {}


def box(page: Page, selector: str) -> dict[str, Any]:
    return dict(page.locator(selector).first.bounding_box() or {})


def edges(page: Page, selector: str) -> tuple[int, int]:
    place = box(page, selector)
    return round(place["x"]), round(place["x"] + place["width"])


@pytest.mark.parametrize("width", [400, 1280])
def test_a_failed_ceremony_in_settings_is_said_in_line_with_the_section(
    new_page: NewPage, gallery: str, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    page.goto(gallery + "v1.3.1/settings.show_form.everything_enabled")
    unfold(page)
    page.evaluate("for (const each of document.querySelectorAll('[data-trigger-error]')) each.hidden = false")
    for group in ("passkey", "webauthn"):
        assert edges(page, f"#{group} [data-trigger-error]") == edges(page, f"#{group} .row")
        alert, foot = box(page, f"#{group} [data-trigger-error]"), box(page, f"#{group} .section__foot")
        assert foot["y"] - alert["y"] - alert["height"] >= 20


def test_the_name_of_a_key_follows_the_keys_at_the_distance_of_one_field(
    new_page: NewPage, gallery: str
) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto(gallery + "v1.3.1/settings.show_form.all_methods")
    none, name = box(page, "#webauthn .empty"), box(page, "#webauthn .field")
    assert name["y"] - none["y"] - none["height"] <= 28


def test_a_long_word_in_an_error_stays_below_its_field(new_page: NewPage, gallery: str) -> None:
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(gallery + "v1.3.1/registration.profile.error_traits")
    page.locator(".field__error p").first.evaluate("each => each.textContent = 'unbroken_'.repeat(20)")
    assert page.evaluate(FAULTS) == []


def test_a_long_address_stays_in_its_alert(new_page: NewPage, gallery: str) -> None:
    page = new_page(viewport={"width": 320, "height": 800})
    page.goto(gallery + "pages/welcome.aal2")
    page.locator(".alert p").last.evaluate("each => each.textContent = 'address'.repeat(14) + '@example.com'")
    assert page.evaluate(FAULTS) == []


LONG = {
    "german": "Datenschutzgrundverordnungskonformitätsprüfungsbescheinigung",
    "capitals": "W" * 60,
    "japanese": "企業向けシングルサインオン認証基盤サービス" * 3,
    "arabic": "تسجيلالدخولالموحدللمؤسسةالتعليميةالكبرى" * 2,
}
WORDS = """([word, direction]) => {
  const OTHERS = "pre, script, style, .skip, .vh, .provider__verb, .tile, .avatar, .reveal, .secret, .codes"
  document.documentElement.dir = direction
  for (const each of document.querySelectorAll("details:not(.lang)")) each.open = true
  const words = document.createTreeWalker(document.querySelector("body"), NodeFilter.SHOW_TEXT)
  while (words.nextNode()) {
    const seen = words.currentNode.textContent.trim().length > 1
    if (seen && !words.currentNode.parentElement.closest(OTHERS)) words.currentNode.textContent = word
  }
}"""


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("language", LONG)
def test_a_word_without_a_blank_stays_in_its_card(
    new_page: NewPage, gallery: str, language: str, width: int
) -> None:
    """Whatever the text: headings, buttons of all sorts, rows, badges, labels."""
    page = new_page(viewport={"width": width, "height": 800})
    found = {}
    for name in PAGES:
        page.goto(gallery + name)
        page.evaluate(WORDS, [LONG[language], "rtl" if language == "arabic" else "ltr"])
        if faults := page.evaluate(FAULTS):
            found[name] = faults
    assert found == {}


def show(page: Page, gallery: str, html: str) -> None:
    """`html` at an address of the UI, so that its stylesheet is found."""
    page.route("**/made", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{gallery}made")


@pytest.mark.parametrize("label", ["Company", "Example Corporation", "Datenschutzgrundverordnung"])
def test_the_password_is_on_the_first_screen_below_many_providers(
    new_page: NewPage, app: Flask, gallery: str, label: str
) -> None:
    page = new_page(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    show(page, gallery, page_from(app, login_with(*[label] * 9)).html)
    password = box(page, "input[name=password]")
    assert password["y"] + password["height"] <= 640
    assert page.evaluate(FAULTS) == []
    last = page.locator("button[name=provider]").last
    expect(last).to_be_hidden()
    page.get_by_text("More ways").click()
    expect(last).to_be_visible()
    assert page.evaluate(FAULTS) == []


def test_a_folded_section_opens_for_its_link_without_scripts(new_page: NewPage, gallery: str) -> None:
    page = new_page(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page.goto(gallery + "v1.3.1/settings.show_form.everything_enabled")
    for group in ("totp", "oidc"):
        button = page.locator(f"#{group} button").first
        expect(button).to_be_hidden()
        page.locator(f'.snav a[href="#{group}"]').click()
        expect(button).to_be_visible()
        assert box(page, f"#h-{group}")["y"] >= 0, "the head is seen, too"
    page.locator("#h-totp").click()
    expect(page.locator("#totp button").first).to_be_hidden()


def test_the_key_of_an_authenticator_app_copies_as_one_word(new_page: NewPage, gallery: str) -> None:
    page = new_page(viewport={"width": 360, "height": 800})
    page.goto(gallery + "v1.3.1/settings.show_form.all_methods")
    key = page.locator(".secret code")
    copied = key.evaluate(
        "each => { getSelection().selectAllChildren(each); return getSelection().toString() }"
    )
    assert copied == key.text_content()
    assert re.fullmatch("[A-Z2-7]{32}", copied)
    parts = key.locator("span")
    assert {len(part) for part in parts.all_text_contents()} == {4}
    first, second = (parts.nth(number).bounding_box() for number in (0, 1))
    assert first
    assert second
    assert second["x"] - first["x"] - first["width"] >= 4


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("address", ["nobody@example.org", "firstname.lastname@department.example.org"])
def test_who_signs_in_is_not_broken_within_a_word(
    new_page: NewPage, app: Flask, gallery: str, address: str, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    flow = parse_flow("login", recording("v1.3.1", "login.identifier_first.step2").body)
    nodes = tuple(replace(node, value=address) if node.name == "identifier" else node for node in flow.nodes)
    show(page, gallery, page_from(app, replace(flow, nodes=nodes)).html)
    assert page.locator(".who__id").text_content() == address
    lines = page.locator(".who__id").evaluate(
        """each => {
          const range = document.createRange(), lines = {}
          for (const text of [...each.childNodes].filter(node => node.nodeType === 3))
            for (let i = 0; i < text.length; i++) {
              range.setStart(text, i), range.setEnd(text, i + 1)
              const top = Math.round(range.getBoundingClientRect().top)
              lines[top] = (lines[top] || "") + range.toString()
            }
          return Object.values(lines)
        }"""
    )
    assert lines in ([address], [address.partition("@")[0] + "@", address.partition("@")[2]])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["checkbox", "radio"])
def test_a_wrong_box_has_an_edge(new_page: NewPage, gallery: str, kind: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme)
    page.goto(gallery + "v1.3.1/registration.profile.error_traits")
    wrong = page.locator(".check input[type=checkbox]").first
    outline = wrong.evaluate("each => getComputedStyle(each).outlineStyle")
    assert outline == "none"
    edge = wrong.evaluate(
        """(each, kind) => {
          each.type = kind
          each.setAttribute("aria-invalid", "true")
          const danger = getComputedStyle(document.querySelector(".field__error")).color
          const {outlineStyle, outlineColor} = getComputedStyle(each)
          return outlineStyle === "solid" && outlineColor === danger
        }""",
        kind,
    )
    assert edge


@pytest.mark.parametrize("scripts", [True, False])
def test_no_or_before_ways_that_need_a_script(new_page: NewPage, gallery: str, scripts: bool) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto(gallery + "v26.2.0/login.refresh.webauthn_passwordless")
    expect(page.locator("button:visible").last).to_contain_text(
        "security key" if scripts else "Send me a code"
    )
    assert page.locator(".divider").is_visible() is scripts
    page.goto(gallery + "v26.2.0/login.aal2.all_methods")
    assert page.locator(".divider").is_visible()


def test_icons_grow_with_the_text(new_page: NewPage, gallery: str) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto(gallery + "v1.3.1/login.choose_method.missing_fields")
    usual = box(page, ".alert .icon")["width"]
    page.evaluate(
        "new CSSStyleSheet().replace('html { font-size: 200% }').then(sheet => document.adoptedStyleSheets = [sheet])"
    )
    assert (usual, box(page, ".alert .icon")["width"]) == (20, 40)


def test_what_is_confirmed_stands_on_the_line_of_its_name(new_page: NewPage, gallery: str) -> None:
    page = new_page(viewport={"width": 1280, "height": 800})
    page.goto(gallery + "pages/welcome.password")
    lines = page.evaluate(
        """() => ["dt", "dd"].map(name => {
          const text = document.createRange()
          text.selectNodeContents(document.querySelector(".dl " + name).firstChild)
          return Math.round(text.getBoundingClientRect().bottom)
        })"""
    )
    assert lines[0] == lines[1]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(new_page: NewPage, gallery: str, scheme: str, width: int) -> None:
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    found = {}
    for name in PAGES:
        page.goto(gallery + name)
        complaints = violations(page)
        if page.locator(FOLDED).count():
            unfold(page)
            complaints += violations(page)
        if complaints:
            found[name] = complaints
    assert found == {}
