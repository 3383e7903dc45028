"""Tiny themes, one change each: what they change changes, the rest is stock."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import Tag
from flask import Flask

from app import create_app
from app.config import Config
from app.kratos.flow import parse_flow
from tests.support.recordings import recording
from tests.support.soup import Page, page_from, page_of, soup

THEMES = Path(__file__).parent
LOGIN = recording("v1.3.1", "login.choose_method.all_methods")


def themed(name: str, **more: bool) -> Flask:
    theme = THEMES / name if name else None
    return create_app(
        Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=theme, **more)  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def stock() -> Page:
    """The sign-in page without a theme."""
    return page_of(themed(""), LOGIN)


def one(page: Page, selector: str) -> Tag:
    found = page.soup.select(selector)
    assert len(found) == 1, f"{len(found)} times {selector}"
    return found[0]


def form_texts(page: Page) -> list[str]:
    return [form.get_text(" ", strip=True) for form in page.soup.select("form")]


def test_a_page_replaces_a_block(stock: Page) -> None:
    page = page_of(themed("page"), LOGIN)
    assert one(page, "h1").get_text() == "Good to see you"
    assert one(page, "title").get_text() == "Good to see you · Tiny"
    assert form_texts(page) == form_texts(stock)


def test_a_node_replaces_one_providers_button(stock: Page) -> None:
    page = page_of(themed("node"), LOGIN)
    assert [b["value"] for b in page.soup.select(".fancy button")] == ["google"]
    assert [b["value"] for b in page.soup.select('[name="provider"]')] == ["corp", "github", "google"]
    assert form_texts(page) == form_texts(stock)


@pytest.mark.parametrize("version", ["v1.3.1", "v26.2.0"])
def test_providers_in_another_order(version: str) -> None:
    app = themed("order")
    page = page_of(app, recording(version, "login.choose_method.all_methods"))
    assert [b["value"] for b in page.soup.select('[name="provider"]')] == ["google", "github", "corp"]
    linked = page_of(app, recording(version, "settings.show_form.everything_enabled"))
    order = [str(b["value"]) for b in linked.soup.select("#oidc button")]
    assert order.index("google") < order.index("corp")


def test_an_element_is_replaced_wherever_it_stands(stock: Page) -> None:
    page = page_of(themed("element"), LOGIN)
    assert one(page, "hr.mine")
    assert not page.soup.select(".divider")
    assert stock.soup.select(".divider")


@pytest.mark.parametrize(
    ("name", "button", "links"),
    [
        ("consent", ("Deny", "Allow"), ()),
        ("oauth2_logout", ("Stay signed in", "Sign out"), ()),
        ("oauth2_problem.other_account", ("Go back to Atlas Notes",), ("Go to the start page",)),
        ("session_end.others", ("Sign out all",), ("Cancel",)),
        (
            "sessions",
            (),
            (
                "Sign out",
                "Sign out device Safari on iPhone",
                "Sign out device Chrome on Windows",
                "Sign out all other devices",
            ),
        ),
    ],
)
def test_buttons_of_our_own_forms_follow_the_element(
    name: str, button: tuple[str, ...], links: tuple[str, ...]
) -> None:
    app = themed("button", preview_enabled=True)
    page = soup(app.test_client().get(f"/preview/pages/{name}").text)
    shown = [each.get_text(" ", strip=True) for each in page.select("harbor-button > button")]
    assert (*shown,) == button
    assert {" ".join(a.get_text(" ", strip=True).split()) for a in page.select("harbor-link > a")} == set(
        links
    )
    assert not page.select(":not(harbor-button) > button[type=submit], :not(harbor-link) > a.btn")


def test_every_button_of_a_flow_follows_the_element() -> None:
    page = page_of(themed("button"), recording("v1.3.1", "settings.show_form.all_methods"))
    assert one(page, ".topbar harbor-link > a").get_text() == "Sign out"
    assert [b["value"] for b in page.soup.select("#password harbor-button > button")] == ["password"]


def test_a_stylesheet_comes_last_and_settings_are_used() -> None:
    page = page_of(themed("style"), LOGIN)
    sheets = [str(link["href"]) for link in page.soup.select('link[rel="stylesheet"]')]
    assert [sheet.rsplit("/", 1)[1] for sheet in sheets] == ["ui.css", "theme.css"]
    assert sheets[1].startswith("/theme/")
    assert one(page, "html")["data-scheme"] == "dark"
    assert str(one(page, "img.logo__mark")["src"]).endswith("/logo.svg")
    assert one(page, "img.logo__mark")["alt"] == ""
    assert [(a.get_text(), a["href"]) for a in page.soup.select(".foot > a:not(.lang)")] == [
        ("Help", "https://help.example.org"), ("Terms", "/terms"), ("Accessibility", "/accessibility"),
    ]  # fmt: skip


def test_a_catalog_says_it_in_its_own_words() -> None:
    app = themed("words")
    page = page_of(app, LOGIN)
    assert one(page, "h1").get_text() == "Come in"
    assert one(page, 'label[for="f1-identifier"]').get_text() == "Work email"
    assert one(page, '[name="method"][value="password"]').get_text() == "Enter"
    assert one(page, ".divider").get_text() == "or"


def test_a_language_of_the_theme_is_offered() -> None:
    flow = parse_flow("login", LOGIN.body)
    page = page_from(themed("words"), flow, query="lang=pt-BR")
    assert one(page, "html")["lang"] == "pt-BR"
    assert one(page, "h1").get_text() == "Entrar"
    assert "Português" in one(page, ".lang").get_text()


def test_the_headings_of_kratos_reference_ui() -> None:
    app = themed("kratos-e2e")
    second = page_of(app, recording("v1.3.1", "login.aal2.all_methods"))
    assert one(second, "h2").get_text() == "Two-Factor Authentication"
    settings = page_of(app, recording("v1.3.1", "settings.show_form.all_methods"))
    assert {
        "Profile Settings", "Change Password", "Manage 2FA Backup Recovery Codes",
        "Manage 2FA TOTP Authenticator App", "Manage Hardware Tokens",
    } <= {h3.get_text() for h3 in settings.soup.select("h3")}  # fmt: skip
    login = page_of(app, LOGIN)
    assert one(login, '[name="method"][value="password"]').get_text() == "Sign in with password"
    assert not login.soup.select("h2")
