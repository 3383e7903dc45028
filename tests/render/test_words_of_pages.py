"""What pages say and offer, where one state differs from the next by a word or a button."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.kratos.flow import parse_flow
from app.preview.exhibits import exhibits
from app.theme.render import render
from tests.support.recordings import recording
from tests.support.soup import page_from, page_of, soup


def shown(app: Flask, name: str) -> BeautifulSoup:
    version, _, state = name.rpartition("/")
    return page_of(app, recording(version, state)).soup


def exhibit(app: Flask, name: str) -> BeautifulSoup:
    with app.test_request_context("/"):
        found = exhibits()[name]
        return soup(render(found.template, found.context()))


@pytest.mark.parametrize("kind", ["recovery", "verification"])
@pytest.mark.parametrize("method", ["code", "link"])
def test_a_page_names_what_it_sends(stock: Flask, kind: str, method: str) -> None:
    lead = shown(stock, f"v1.3.1/{kind}.choose_method.{method}").select_one(".subtitle")
    assert lead
    assert f"send you a {method}" in lead.get_text() or f"send a {method}" in lead.get_text()


def test_one_way_to_another_address(stock: Flask) -> None:
    without = shown(stock, "v1.3.1/recovery.sent_email.code")
    assert "Use another address" in without.get_text()
    back = shown(stock, "v26.2.0/recovery.choose_address.sent_email")
    assert back.select('button[name="screen"]')
    assert "Use another address" not in back.get_text()


def test_a_new_code_where_kratos_has_no_button_for_it(stock: Flask) -> None:
    """v1.3.1 after sign-up, also once a wrong code was typed."""
    for state in ("after_registration", "wrong_code"):
        page = shown(stock, f"v1.3.1/verification.sent_email.{state}")
        assert [link.get_text() for link in page.select(".card__foot a")] == ["Get a new code"]
        page = shown(stock, f"v26.2.0/verification.sent_email.{state}")
        assert page.select('button[name="email"]')
        assert [link.get_text() for link in page.select(".card__foot a")] == ["Use another address"]


@pytest.mark.parametrize("version", ["v1.3.1", "v26.2.0"])
def test_back_is_no_way_in_for_those_without_scripts(stock: Flask, version: str) -> None:
    page = shown(stock, f"{version}/registration.choose_credentials.passkey_only")
    assert "needs JavaScript" in str(page.select_one("noscript"))
    others = shown(stock, f"{version}/registration.choose_credentials.error_password_short")
    assert not others.select("noscript")


def test_buttons_say_what_they_turn_off(stock: Flask) -> None:
    page = shown(stock, "v1.3.1/settings.show_form.everything_enabled")
    names = [button.get_text().strip() for button in page.select(".btn--danger-quiet")]
    assert names == ["Turn off authenticator app", "Turn off recovery codes"]


@pytest.mark.parametrize("kind", ["expired", "answered", "other_account"])
def test_one_filled_button(stock: Flask, kind: str) -> None:
    page = exhibit(stock, f"pages/oauth2_problem.{kind}")
    assert len(page.select(".btn--primary")) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("v1.3.1/login.aal2.code_one_address_init", "We’ll send you a code."),
        ("v1.3.1/login.aal2.code_choose_address", "Choose where we send you a code."),
        ("v26.2.0/login.aal2.code_choose_address", "Choose where we send you a code."),
        ("v1.3.1/registration.choose_credentials.error_password_missing", "you want to sign in from now on."),
        ("v1.3.1/registration.profile.all_methods", "It takes less than a minute."),
    ],
)  # fmt: skip
def test_the_help_text_fits_the_step(stock: Flask, name: str, words: str) -> None:
    lead = shown(stock, name).select_one(".subtitle")
    assert lead
    assert lead.get_text(" ", strip=True).endswith(words)


@pytest.mark.parametrize(
    ("group", "heading"),
    [("deviceauthn", "Devices"), ("some_newer_way", "Some newer way"), ("code", "One-time codes")],
)
def test_a_newer_group_has_a_heading(stock: Flask, group: str, heading: str) -> None:
    button = {"name": "method", "type": "submit", "value": group, "node_type": "input"}
    node = {"type": "input", "group": group, "attributes": button, "messages": [], "meta": {}}
    ui: dict[str, Any] = {
        "action": "http://localhost:4433/self-service/settings?flow=f",
        "method": "POST",
        "nodes": [node],
    }
    flow = parse_flow("settings", {"id": "f", "state": "show_form", "ui": ui})
    (section,) = page_from(stock, flow).soup.select("section")
    assert section["id"] == group
    assert section.select_one("h2").get_text(strip=True) == heading  # type: ignore[union-attr]
