"""Several second factors side by side."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.authenticator import Authenticator
from tests.support.expected import expect
from tests.support.pages import Person
from tests.support.second_factors import protected

NewPerson = Callable[..., Person]


def test_app_or_recovery_code(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real, lookup=True)
    person.sign_in(account.address)
    expect(person.message(1010004)).to_be_visible()
    expect(person.field("totp_code")).to_be_visible()
    expect(person.page.locator("main .btn--primary:visible")).to_have_count(1)
    person.field("lookup_secret").fill("abcd1234")
    person.field("lookup_secret").press("Enter")
    expect(person.message(4000016)).to_be_visible()
    expect(person.field("totp_code")).to_be_visible()
    person.field("lookup_secret").fill(account.codes[0])
    person.field("lookup_secret").press("Enter")
    person.is_at("/welcome")

    person.sign_out()
    person.sign_in(account.address)
    person.type_code(account.totp, "totp_code", "totp")
    person.is_at("/welcome")
    person.is_signed_in(account.address)


def test_security_key_beside_the_others(new_person: NewPerson) -> None:
    person = new_person()
    account = protected(person.real, lookup=True)
    authenticator = Authenticator(person.page)
    person.sign_in(account.address)
    person.type_code(account.totp, "totp_code", "totp")
    person.is_at("/welcome")
    person.open("/settings")
    person.field("webauthn_register_displayname").fill("Blue key")
    person.page.locator("button[name=webauthn_register_trigger]:visible").click()
    expect(person.message(1050001)).to_be_visible()
    person.sign_out()

    authenticator.presence(False)
    person.sign_in(account.address)
    key = person.page.locator("button[name=webauthn_login_trigger]:visible")
    expect(key).to_have_count(1)
    expect(person.field("totp_code")).to_be_visible()
    expect(person.field("lookup_secret")).to_be_visible()
    authenticator.presence(True)
    key.click()
    person.is_at("/welcome")
    person.is_signed_in(account.address)

    still = new_person(scripts=False)
    still.sign_in(account.address)
    expect(still.page.locator("button[name=webauthn_login_trigger]:visible")).to_have_count(0)
    expect(still.field("lookup_secret")).to_be_visible()
    still.type_code(account.totp, "totp_code", "totp")
    still.is_at("/welcome")


def test_way_out(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real, lookup=True)
    person.sign_in(account.address)
    expect(person.message(1010004)).to_be_visible()
    person.page.get_by_test_id("logout-link").click()
    person.is_at("/login")
    expect(person.field("password")).to_be_visible()
    person.open("/settings")
    person.is_at("/login")
    expect(person.field("password")).to_be_visible()
