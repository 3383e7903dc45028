"""The authenticator app: set up, second step, turned off; wrong and old codes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pyotp
import pytest

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.second_factors import protected

NewPerson = Callable[..., Person]


def secret_of(person: Person) -> str:
    """The key of the page, selected and read as a person does who can't scan it."""
    shown = person.page.get_by_test_id("node/text/totp_secret_key/text").locator("code")
    shown.click(click_count=3)
    selected = str(person.page.evaluate("getSelection().toString()")).strip()
    assert selected == shown.text_content()
    return selected


def is_at_second_step(person: Person) -> None:
    person.is_at("/login")
    expect(person.message(1010004)).to_be_visible()
    expect(person.page.get_by_test_id("logout-link")).to_be_visible()


@pytest.mark.in_chromium
def test_set_up(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    picture = person.page.get_by_test_id("node/image/totp_qr")
    expect(picture).to_be_visible()
    assert picture.evaluate("picture => picture.naturalWidth") > 100
    app = pyotp.TOTP(secret_of(person))

    person.type_code(app.at(int(time.time()) - 600), "totp_code", "totp")
    expect(person.message(4000008)).to_be_visible()
    assert secret_of(person) == app.secret, "the app has this one already"
    person.type_code(app.now(), "totp_code", "totp")
    expect(person.message(1050001)).to_be_visible()
    expect(person.page.get_by_test_id("node/image/totp_qr")).to_have_count(0)

    person.sign_out()
    person.sign_in(address)
    is_at_second_step(person)
    person.type_code(app.now(), "totp_code", "totp")
    person.is_at("/welcome")
    person.is_signed_in(address)
    expect(person.page.locator("main")).to_contain_text("Two steps")


@pytest.mark.in_chromium
def test_second_step_with_wrong_codes_then_turned_off(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real)
    person.sign_in(account.address)
    is_at_second_step(person)
    old = pyotp.TOTP(account.secret).at(int(time.time()) - 600)
    for code in (old, old):
        person.type_code(code, "totp_code", "totp")
        expect(person.message(4000008)).to_be_visible()
        expect(person.field("totp_code")).to_have_value("")
    person.type_code("12345", "totp_code", "totp")
    expect(person.message(4000003)).to_be_visible()
    expect(person.field("totp_code")).to_have_attribute("aria-invalid", "true")
    person.type_code(account.totp, "totp_code", "totp")
    person.is_at("/welcome")

    person.open("/settings")
    person.button("totp_unlink", "true").click()
    expect(person.message(1050001)).to_be_visible()
    expect(person.page.get_by_test_id("node/image/totp_qr")).to_be_visible()
    assert secret_of(person) != account.secret

    person.sign_out()
    person.sign_in(account.address)
    person.is_at("/welcome")
    person.is_signed_in(account.address)
