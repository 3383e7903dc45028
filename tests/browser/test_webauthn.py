"""Security keys on a real Kratos: as a second factor, and as the way to sign in; and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.authenticator import Authenticator
from tests.support.pages import PASSWORD, Person
from tests.support.processes import serve_ui
from tests.support.real_kratos import KratosFactory, new_address

NewPerson = Callable[..., Person]


def trigger(person: Person, name: str) -> Locator:
    return person.page.locator(f"button[name={name}]:visible")


def error(person: Person) -> Locator:
    return person.page.locator("[data-trigger-error]:visible")


def with_password(person: Person) -> str:
    """Somebody with a password, signed in; their address."""
    address = new_address()
    person.real.create_identity(address, password=PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    return address


def add_key(person: Person, name: str) -> None:
    person.field("webauthn_register_displayname").fill(name)
    trigger(person, "webauthn_register_trigger").click()
    expect(person.message(1050001)).to_be_visible()


def keys(person: Person) -> Locator:
    return person.page.locator("button[name=webauthn_remove]")


def test_two_keys_as_second_factor(new_person: NewPerson) -> None:
    person = new_person()
    key = Authenticator(person.page, "usb")
    address = with_password(person)
    person.open("/settings")
    add_key(person, "Blue key")
    add_key(person, "Spare key")
    expect(keys(person)).to_have_count(2)
    expect(person.page.locator("main")).to_contain_text("Blue key")
    expect(person.page.locator("main")).to_contain_text("Spare key")
    assert len(key.credentials()) == 2

    person.sign_out()
    person.sign_in(address)
    expect(person.message(1010004)).to_be_visible()
    expect(person.page.locator("main button:visible")).to_have_count(1)
    trigger(person, "webauthn_login_trigger").click()
    person.is_at("/welcome")
    person.is_signed_in(address)

    person.open("/settings")  # asks for the second factor, which was given
    person.is_at("/settings")
    for left in (1, 0):
        keys(person).first.click()
        expect(person.message(1050001)).to_be_visible()
        expect(keys(person)).to_have_count(left)
    person.sign_out()
    person.sign_in(address)
    person.is_at("/welcome")


def test_key_without_a_name(new_person: NewPerson) -> None:
    person = new_person()
    key = Authenticator(person.page, "usb")
    with_password(person)
    person.open("/settings")
    trigger(person, "webauthn_register_trigger").click()
    expect(error(person)).to_have_text("Enter a name for the key first.")
    expect(person.field("webauthn_register_displayname")).to_be_focused()
    assert key.credentials() == []
    person.page.keyboard.type("Blue key")
    person.page.keyboard.press("Enter")  # removes nothing, and sends no form without a method
    expect(person.message(1050001)).to_be_visible()
    expect(keys(person)).to_have_count(1)


def test_refused_second_factor_can_be_tried_again(new_person: NewPerson) -> None:
    person = new_person()
    key = Authenticator(person.page, "usb")
    address = with_password(person)
    person.open("/settings")
    add_key(person, "Blue key")
    held = key.credentials()
    person.sign_out()
    key.clear()
    person.sign_in(address)
    button = trigger(person, "webauthn_login_trigger")
    for _ in range(2):  # another key: it does not know this account
        button.click()
        expect(error(person)).to_have_text("That didn’t work. Try again, or choose another way.")
        expect(button).to_be_focused()
    key.put(held[0])
    button.click()
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_answer_that_kratos_refuses(new_person: NewPerson) -> None:
    person = new_person()
    key = Authenticator(person.page, "usb")
    address = with_password(person)
    person.open("/settings")
    add_key(person, "Blue key")
    person.sign_out()
    person.sign_in(address)
    button = trigger(person, "webauthn_login_trigger")
    other = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    script = (
        "(b, c) => { const o = JSON.parse(b.value); o.publicKey.challenge = c; b.value = JSON.stringify(o) }"
    )
    button.evaluate(script, other)
    button.click()
    expect(person.page.locator("main [data-testid^='ui/message/40']")).to_be_visible()
    assert key.credentials()
    button.click()  # the page has a new challenge
    person.is_at("/welcome")


@pytest.fixture
def passwordless(real_kratos: KratosFactory, new_page: Callable[..., Page]) -> Iterator[Person]:
    """Somebody before a Kratos in which a key is a way to sign in."""
    settings = {"methods": {"webauthn": {"config": {"passwordless": True}}, "passkey": {"enabled": False}}}
    real = real_kratos(extra={"selfservice": settings})
    with serve_ui(real):
        yield Person(new_page(), real)


def test_key_instead_of_a_password(passwordless: Person) -> None:
    person, address = passwordless, new_address()
    Authenticator(person.page, "usb")
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.button("method", "profile").click()
    person.field("webauthn_register_displayname").fill("Blue key")
    trigger(person, "webauthn_register_trigger").click()
    person.is_at("/verification")
    person.is_signed_in(address)
    person.sign_out()

    person.open("/login")
    person.field("identifier").fill(address)
    person.button("method", "webauthn").click()
    expect(person.message(1010012)).to_be_visible()
    trigger(person, "webauthn_login_trigger").click()
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_account_without_a_key(passwordless: Person) -> None:
    person, address = passwordless, new_address()
    person.real.create_identity(address, password=PASSWORD)
    person.open("/login")
    person.field("identifier").fill(address)
    person.button("method", "webauthn").click()
    expect(person.message(4000015)).to_be_visible()
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/welcome")
