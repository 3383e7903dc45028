"""What Kratos' own end-to-end suite looks for, page by page."""

from __future__ import annotations

import copy
import re

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.kratos.flow import parse_flow
from app.preview.exhibits import exhibits
from app.preview.samples import STATUSES
from app.theme.render import render
from tests.support.recordings import recording
from tests.support.soup import Page, page_from, page_of, soup

VERSIONS = ("v1.3.1", "v26.2.0")


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    """Each recorded version of Kratos."""
    return str(request.param)


def shown(app: Flask, version: str, name: str) -> Page:
    return page_of(app, recording(version, name))


def exhibit(app: Flask, name: str) -> BeautifulSoup:
    with app.test_request_context("/"):
        found = exhibits()[name]
        return soup(render(found.template, found.context()))


def test_login_links(stock: Flask, version: str) -> None:
    page = shown(stock, version, "login.choose_method.all_methods")
    there = "?return_to=http%3A%2F%2F127.0.0.1%3A4455%2Fafter"
    assert page.testid("signup-link")[0]["href"] == f"/registration{there}"
    assert page.testid("forgot-password-link")[0]["href"] == f"/recovery{there}"
    assert len(page.soup.select('[name="method"][value="password"]')) == 1
    assert len(page.soup.select('[name="password"]')) == 1


def test_registration_leads_to_login(stock: Flask, version: str) -> None:
    page = shown(stock, version, "registration.one_step.all_methods")
    assert page.testid("cta-link")[0]["href"] == "/login"
    assert page.testid("registration-flow")[0].select('[name="traits.email"]')
    assert page.testid("passkey-flow")[0].select('[name="traits.email"]')


def test_linking_keeps_the_way_to_recovery(stock: Flask, version: str) -> None:
    page = shown(stock, version, "login.account_link.choose_method")
    assert page.testid("forgot-password-link")
    assert not page.testid("signup-link")
    assert page.soup.select_one("h1").get_text() == "Link Corp SSO to your account"  # type: ignore[union-attr]


def test_the_second_step_can_be_left(stock: Flask, version: str) -> None:
    page = shown(stock, version, "login.aal2.all_methods")
    assert page.testid("logout-link")[0]["href"] == "/logout"
    code = page.soup.select_one('[name="totp_code"]')
    assert code is not None
    assert code["autocomplete"] == "one-time-code"
    assert code["inputmode"] == "numeric"
    recovery_code = page.soup.select_one('[name="lookup_secret"]')
    assert recovery_code is not None
    assert recovery_code["autocomplete"] == "off"
    assert not recovery_code.has_attr("inputmode")


def test_a_code_can_be_sent_again(stock: Flask, version: str) -> None:
    page = shown(stock, version, "login.sent_email.code")
    again = page.soup.select('button[name="resend"][value="code"]')
    assert len(again) == 1
    assert again[0].has_attr("data-countdown")
    form = again[0].find_parent("form")
    assert form is not None
    assert not form.select('[name="code"]')
    assert page.soup.select_one("h1").get_text() == "Check your email"  # type: ignore[union-attr]
    assert "If dan@example.com has an account" in page.soup.get_text(" ", strip=True).replace("  ", " ")


def test_the_recovery_codes(stock: Flask, version: str) -> None:
    page = shown(stock, version, "settings.show_form.lookup_revealed_one_used")
    (box,) = page.testid("text-lookup_secret_codes-content")
    codes = [code.get_text() for code in box.select("code")]
    assert len(codes) == 12
    assert codes.count("Used") == 1
    assert page.testid("node/text/lookup_secret_codes/text")[0].select("code")
    kept = [code for code in codes if re.fullmatch(r"[a-z0-9]{8}", code)]
    assert len(kept) == 11
    (printed,) = page.soup.select(".print-only")  # each part reads in its own direction
    assert "".join(printed.find_all(string=True, recursive=False)).split() == ["·", "·"]
    assert len(printed.select("bdi")) == 3


@pytest.mark.parametrize("wrong", [False, True])
def test_recovery_codes_are_shown_first_unless_something_is_wrong(
    stock: Flask, version: str, *, wrong: bool
) -> None:
    body = copy.deepcopy(recording(version, "settings.show_form.lookup_revealed").body)
    if wrong:
        fields = (each for each in body["ui"]["nodes"] if each["attributes"].get("name") == "traits.email")
        next(fields)["messages"] = [{"id": 4000001, "text": "No.", "type": "error", "context": {}}]
    page = page_from(stock, parse_flow("settings", body))
    (heading,) = page.soup.select("#h-lookup_secret")
    assert heading.has_attr("autofocus") is not wrong
    assert heading["tabindex"] == "-1"


def test_signing_in_again_for_a_client_changes_nothing_important(stock: Flask, version: str) -> None:
    own = shown(stock, version, "login.refresh.from_settings").soup.get_text(" ", strip=True)
    assert "You’re about to change something important. Sign in again to go on." in own
    client = shown(stock, version, "login.refresh.oauth2_with_session").soup.get_text(" ", strip=True)
    assert "Sign in again to go on." in client
    assert "important" not in client


def test_hidden_recovery_codes_are_not_there(stock: Flask, version: str) -> None:
    page = shown(stock, version, "settings.show_form.lookup_enabled")
    assert not page.testid("text-lookup_secret_codes-content")


def test_the_secret_of_an_authenticator_app(stock: Flask, version: str) -> None:
    page = shown(stock, version, "settings.show_form.all_methods")
    (secret,) = page.testid("node/text/totp_secret_key/text")
    assert len(secret.select("code")) == 1
    assert re.fullmatch(r"[A-Z2-7]{32}", secret.get_text())
    assert page.testid("node/text/totp_secret_key/label")
    (image,) = page.testid("node/image/totp_qr")
    assert str(image["src"]).startswith("data:image/png;base64,")
    assert image["alt"]


def test_keys_are_rows_with_name_and_day(stock: Flask, version: str) -> None:
    page = shown(stock, version, "settings.show_form.everything_enabled")
    (remove,) = page.soup.select('[name="webauthn_remove"]')
    assert remove.get_text() == "Remove “My key”"
    row = remove.find_parent(class_="row")
    assert row is not None
    assert row.select(".row__name")[0].get_text() == "My key"
    assert row.select(".row__meta")[0].get_text() == "Added November 21, 2026"


def test_settings_sections_have_the_names_of_their_groups(stock: Flask, version: str) -> None:
    page = shown(stock, version, "settings.show_form.all_methods")
    order = ["profile", "password", "passkey", "webauthn", "totp", "lookup_secret", "oidc"]
    assert [tag["id"] for tag in page.soup.select("section[id], .fold > [id]")] == order
    ways = [str(tag["href"]) for tag in page.soup.select(".snav a")]
    assert ways == ["/welcome", *(f"#{name}" for name in order), "/sessions"]
    assert not page.soup.select('input[name="traits"]')


def test_a_new_password_comes_first_after_a_recovery(stock: Flask, version: str) -> None:
    page = shown(stock, version, "settings.show_form.after_recovery")
    assert page.soup.select_one("h1").get_text() == "Set a new password"  # type: ignore[union-attr]
    assert page.soup.select("section")[0]["id"] == "password"


def test_a_finished_verification_is_a_link(stock: Flask, version: str) -> None:
    page = shown(stock, version, "verification.passed_challenge.code")
    (link,) = page.testid("node/anchor/continue")
    assert link["id"] == "continue"
    assert str(link["href"]).startswith("http")
    assert not page.soup.select("form")
    assert page.testid("ui/message/1080002")


def test_a_flow_without_methods_says_so(stock: Flask, version: str) -> None:
    page = shown(stock, version, "login.choose_method.no_methods")
    assert "There is no way to sign in here" in page.soup.get_text()
    second = shown(stock, version, "login.aal2.no_second_factor")
    assert "your account has none yet" in second.soup.get_text()
    assert second.testid("logout-link")


def test_home(stock: Flask) -> None:
    page = exhibit(stock, "pages/welcome.aal2")
    (settings,) = page.select('a[href*="settings"]')
    assert settings["target"] == "_blank"
    assert settings["rel"] == ["noopener"]
    (out,) = page.select('[data-testid="logout"] a')
    assert "disabled" not in (out.get("class") or [])
    assert len(page.select('a[href*="logout"]')) == 1


def test_home_of_a_visitor(stock: Flask) -> None:
    page = exhibit(stock, "pages/welcome.signed_out")
    assert [a["href"] for a in page.select(".btn")] == ["/login", "/registration"]
    assert not page.select('a[href*="logout"]')


def test_an_error(stock: Flask) -> None:
    page = exhibit(stock, "pages/error.stub_500")
    assert "This is a stub error." in page.select('[data-testid="ui/error/message"]')[0].get_text()
    (box,) = page.select('div[data-testid="code-box"]')
    assert "This is a stub error." in box.get_text()


def test_an_error_from_the_address_bar_is_a_quote(stock: Flask) -> None:
    page = exhibit(stock, "pages/error.oauth2")
    assert page.select('[data-testid="ui/error/message"] q')


@pytest.mark.parametrize("kind", STATUSES)
def test_statuses(stock: Flask, kind: str) -> None:
    page = exhibit(stock, f"pages/status.{kind}")
    assert page.select("h1")[0].get_text()
    assert page.select(".subtitle")[0].get_text()
    assert page.select("main a.btn")


def test_logout(stock: Flask) -> None:
    page = exhibit(stock, "pages/logout")
    assert "sam@example.com" in page.select(".subtitle")[0].get_text()
    assert [a.get_text() for a in page.select(".btn")] == ["Sign out", "Stay signed in"]


def test_the_gallery_lists_every_page(stock: Flask) -> None:
    with stock.test_request_context("/"):
        assert len(exhibits()) > 400


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("login.choose_method.all_methods", "identifier"),
        ("recovery.choose_method.code", "email"),
        ("registration.profile.all_methods", "traits.email"),
    ],
)
def test_a_phone_leaves_names_to_sign_in_by_as_they_are_typed(
    stock: Flask, version: str, name: str, field: str
) -> None:
    page = shown(stock, version, name)
    (found,) = page.soup.select(f'input[name="{field}"]:not([type=hidden])')
    assert (found["autocapitalize"], found["spellcheck"]) == ("none", "false")


def test_the_address_to_recover_too(stock: Flask) -> None:
    page = page_of(stock, recording("v26.2.0", "recovery.choose_address.start"))
    (found,) = page.soup.select('input[name="recovery_address"]')
    assert (found["autocapitalize"], found["spellcheck"]) == ("none", "false")
