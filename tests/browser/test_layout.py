"""What only a browser can say of the recorded pages: nothing sticks out, covers another control or leaves a hole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.config import Config
from tests.browser.conftest import unfold
from tests.support.accessible import violations
from tests.support.ports import free_port
from tests.support.servers import serving

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
  const seen = each => each.checkVisibility() && each.getBoundingClientRect().width > 1 && each.getBoundingClientRect().height > 1
  const name = each => each.name || each.textContent.trim() || each.className
  const all = selector => [...document.querySelectorAll(selector)].filter(seen)
  const faults = [], width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > width) faults.push("the page scrolls sideways")
  for (const each of all("body *:not(.skip, .vh, .provider__verb, pre *)"))
    if (each.getBoundingClientRect().right > width + 1) faults.push("sticks out: " + name(each))
  const controls = all("a:not(.skip), button:not(.reveal), input, select, summary")
  controls.forEach((one, index) => controls.slice(index + 1).forEach(other => {
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect()
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left)
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
    if (across > 1 && down > 1) faults.push(name(one) + " is covered by " + name(other))
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
        if complaints := violations(page):
            found[name] = complaints
    assert found == {}
