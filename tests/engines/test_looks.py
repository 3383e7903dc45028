"""What engines draw or refuse in their own way, on recorded pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.config import Config
from app.kratos.flow import parse_flow
from tests.support.neighbours import HOUSE
from tests.support.pages import Person
from tests.support.ports import free_port
from tests.support.recordings import recording
from tests.support.servers import serving
from tests.support.soup import page_from

NewTab = Callable[..., Any]
NewPerson = Callable[..., Person]
TWO_LANGUAGES = Path(__file__).parents[1] / "themes/words"
PAGES = (
    "v1.3.1/login.choose_method.all_methods", "v1.3.1/settings.show_form.all_methods", "pages/welcome.aal2",
    "pages/sessions", "pages/consent", "pages/error.bad_return_to", "v1.3.1/registration.profile.error_traits",
)  # fmt: skip
BAD_LENGTHS = """[...document.querySelectorAll('svg')].flatMap((svg) => ['width', 'height'].map((name) =>
  svg.getAttribute(name))).filter((length) => length && !/^\\d+(\\.\\d+)?$/.test(length))"""
LONELY = """(() => {
  const seen = (each) => each.getBoundingClientRect().height > 1;
  const buttons = [...document.querySelectorAll('main button')].filter(seen);
  const beside = (divider, side) => buttons.some((button) => divider.compareDocumentPosition(button) & side);
  return [...document.querySelectorAll('.divider')].filter(seen).filter((divider) =>
    !beside(divider, Node.DOCUMENT_POSITION_PRECEDING) || !beside(divider, Node.DOCUMENT_POSITION_FOLLOWING)).length;
})()"""
UNCENTRED = """(() => {
  const foot = document.querySelector('.card__foot');
  foot.style.inlineSize = '13rem';
  const place = (each) => each.getBoundingClientRect(), middle = (left, right) => (left + right) / 2, lines = {};
  for (const each of foot.children) (lines[Math.round(place(each).top)] ??= []).push(place(each));
  const centre = middle(place(foot).left, place(foot).right);
  const off = (row) => middle(Math.min(...row.map((r) => r.left)), Math.max(...row.map((r) => r.right))) - centre;
  return Object.values(lines).map(off);
})()"""


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, preview_enabled=True)


@pytest.fixture
def gallery(app: Flask) -> Iterator[str]:
    """Address of a UI that shows the recordings, and below `made/` second steps of some ways only."""
    flow = parse_flow("login", recording("v1.3.1", "login.aal2.all_methods").body)

    @app.get("/preview/made/<groups>")
    def made(groups: str) -> str:
        kept = {"default", *groups.split("-")}
        return page_from(
            app, replace(flow, nodes=tuple(node for node in flow.nodes if node.group in kept))
        ).html

    port = free_port()
    with serving(app, port):
        yield f"http://localhost:{port}/preview/"


def test_pictures_have_lengths_that_every_engine_reads(new_tab: NewTab, gallery: str) -> None:
    """WebKit logs an error for each `rem` in an attribute; the style sheet gives the size."""
    tab = new_tab()
    for page in PAGES:
        tab.goto(gallery + page)
        assert tab.evaluate(BAD_LENGTHS) == [], page
        sizes = tab.evaluate(
            "[...document.querySelectorAll('svg.icon')].map((svg) => getComputedStyle(svg).width)"
        )
        assert set(sizes) <= {"14px", "18px", "20px", "26px", "auto"}, page


@pytest.mark.wcag("2.4.7")
def test_fields_of_several_parts_show_the_focus(new_tab: NewTab, gallery: str) -> None:
    """A date has its focus inside."""
    tab = new_tab()
    tab.goto(gallery + "v1.3.1/login.choose_method.all_methods")
    for kind in ("text", "date", "time", "datetime-local", "month", "week"):
        tab.evaluate(f"document.querySelector('.input').type = {kind!r}")
        tab.evaluate("document.querySelector('.input').focus()")
        assert tab.evaluate("getComputedStyle(document.querySelector('.input')).outlineStyle") == "solid", (
            kind
        )
        tab.evaluate("document.activeElement.blur()")


def test_links_in_the_foot_stay_centred_where_they_wrap(new_tab: NewTab, gallery: str) -> None:
    tab = new_tab()
    tab.goto(gallery + "v1.3.1/login.aal2.code_sent")
    pixels = tab.evaluate(UNCENTRED)
    assert len(pixels) == 2
    assert max(map(abs, pixels)) < 1.5


def test_boxes_are_dark_in_the_dark(new_tab: NewTab, gallery: str) -> None:
    """GTK's own stay white: ours are drawn by the style sheet."""
    tab = new_tab()
    tab.goto(gallery + "pages/consent")
    tab.evaluate("document.documentElement.dataset.scheme = 'dark'")
    box = tab.evaluate("(({ appearance, backgroundColor }) => [appearance, backgroundColor])"
                       "(getComputedStyle(document.querySelector('.check input:not(:checked)')))")  # fmt: skip
    assert box == ["none", "rgb(20, 23, 29)"]


def test_escape_closes_the_menu_of_languages(new_person: NewPerson) -> None:
    person = new_person(*HOUSE, theme_dir=TWO_LANGUAGES, locales=("en", "pt_BR"))
    person.open("/welcome")  # a page without a form
    person.page.locator(".lang summary").click()
    person.page.locator(".lang li a").first.wait_for()
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Escape")
    person.page.locator(".lang li a").first.wait_for(state="hidden")
    assert person.page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_way_that_cannot_be_taken_leaves_nothing_behind(
    new_tab: NewTab, gallery: str, scripts: bool
) -> None:
    """No field that nothing sends, and no "or" with nothing before or after it: without keys, without scripts."""
    tab = new_tab(scripts=scripts)
    tab.goto(gallery + "v1.3.1/settings.show_form.all_methods")
    able = tab.evaluate("'PublicKeyCredential' in window") and scripts
    tab.locator("[name=webauthn_register_displayname]").wait_for(state="visible" if able else "hidden")
    for groups in ("webauthn-lookup_secret", "webauthn-totp", "webauthn-totp-lookup_secret", "webauthn"):
        tab.goto(f"{gallery}made/{groups}")
        assert tab.evaluate(LONELY) == 0, groups
