"""Passkeys on a real Kratos: sign-up, sign-in by button and by autofill, settings, and what goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.authenticator import Authenticator
from tests.support.later import sessions_are_old
from tests.support.pages import Person
from tests.support.processes import serve_ui
from tests.support.real_kratos import KratosFactory, new_address

NewPerson = Callable[..., Person]


def trigger(person: Person, name: str) -> Locator:
    return person.page.locator(f"button[name={name}]:visible")


@pytest.fixture
def configured(real_kratos: KratosFactory, new_page: Callable[..., Page]) -> Iterator[NewPerson]:
    """`configured({"methods": …})`: somebody before a Kratos with these settings below `selfservice`."""
    with ExitStack() as running:

        def make(settings: Mapping[str, object]) -> Person:
            real = real_kratos(extra={"selfservice": settings})
            running.enter_context(serve_ui(real))
            return Person(new_page(), real)

        yield make


def choose_credentials(person: Person, address: str) -> None:
    """The first step of signing up."""
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.button("method", "profile").click()


def sign_up(person: Person, address: str) -> Authenticator:
    """An account whose only way in is a passkey; its page, signed in, is the one for the address."""
    authenticator = Authenticator(person.page)
    choose_credentials(person, address)
    trigger(person, "passkey_register_trigger").click()
    person.is_at("/verification")
    return authenticator


def without_autofill(person: Person) -> None:
    """Makes this a browser that has none: the virtual authenticator answers it at once, as no person does."""
    person.page.add_init_script("delete PublicKeyCredential.isConditionalMediationAvailable")


def sign_out(person: Person, authenticator: Authenticator) -> None:
    """Sign out with the passkey out of reach, else autofill signs in again at once."""
    authenticator.presence(False)
    person.sign_out()
    authenticator.presence(True)


def test_sign_up_and_sign_in_by_button(new_person: NewPerson) -> None:
    person, address = new_person(), new_address()
    without_autofill(person)
    (passkey,) = sign_up(person, address).credentials()
    assert (passkey["rpId"], passkey["userName"], passkey["userDisplayName"]) == (
        "localhost",
        address,
        address,
    )
    person.is_signed_in(address)
    person.sign_out()
    trigger(person, "passkey_login_trigger").click()
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_sign_in_by_autofill(new_person: NewPerson) -> None:
    person, address = new_person(), new_address()
    authenticator = sign_up(person, address)
    sign_out(person, authenticator)
    person.page.goto(
        f"{person.real.ui_url}/login", wait_until="commit"
    )  # the authenticator picks the only passkey
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_autofill_on_the_first_step_of_identifier_first(new_person: NewPerson) -> None:
    person, address = new_person("identifier-first"), new_address()
    authenticator = sign_up(person, address)
    authenticator.presence(False)
    person.sign_out()
    expect(person.field("identifier")).to_have_attribute("autocomplete", "username webauthn")
    authenticator.presence(True)
    person.page.goto(f"{person.real.ui_url}/login", wait_until="commit")
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_sign_up_on_one_page(new_person: NewPerson) -> None:
    person, address = new_person("one-step"), new_address()
    authenticator = Authenticator(person.page)
    person.open("/registration")
    button = trigger(person, "passkey_register_trigger")
    button.click()
    expect(person.field("traits.email")).to_be_focused()  # it is missing
    assert authenticator.credentials() == []
    person.field("traits.email").fill(address)
    button.click()
    person.is_at("/verification")
    assert authenticator.credentials()[0]["userName"] == address
    person.is_signed_in(address)


def test_refused_ceremony_says_so_and_can_be_tried_again(new_person: NewPerson) -> None:
    person, address = new_person(), new_address()
    authenticator = Authenticator(person.page)
    choose_credentials(person, address)
    authenticator.verified(False)
    button = trigger(person, "passkey_register_trigger")
    button.click()
    error = person.page.locator("[data-trigger-error]:visible")
    expect(error).to_have_text("That didn’t work. Try again, or choose another way.")
    expect(button).to_be_focused()
    assert button.get_attribute("aria-disabled") is None
    authenticator.verified(True)
    button.click()
    person.is_at("/verification")
    person.is_signed_in(address)


def test_passkey_that_kratos_does_not_know(new_person: NewPerson) -> None:
    person = new_person()
    without_autofill(person)
    authenticator = Authenticator(person.page)
    authenticator.add(b"a credential of nobody", b"nobody")
    person.open("/login")
    trigger(person, "passkey_login_trigger").click()
    expect(person.message(4000015)).to_be_visible()
    expect(trigger(person, "passkey_login_trigger")).to_be_visible()


def test_add_and_remove_in_settings(new_person: NewPerson) -> None:
    person, address = new_person(), new_address()
    person.real.create_identity(address, password="some other 99 secret")
    person.sign_in(address, "some other 99 secret")
    person.is_at("/welcome")
    authenticator = Authenticator(person.page)
    person.open("/settings")
    trigger(person, "passkey_register_trigger").click()
    expect(person.message(1050001)).to_be_visible()
    remove = person.page.locator("button[name=passkey_remove]")
    expect(remove).to_have_count(1)
    expect(remove).to_be_enabled()  # there is a password too
    assert len(authenticator.credentials()) == 1
    remove.click()
    expect(person.message(1050001)).to_be_visible()
    expect(remove).to_have_count(0)


def test_the_last_way_in_cannot_be_removed(configured: NewPerson) -> None:
    person, address = configured({"methods": {"code": {"passwordless_enabled": False}}}), new_address()
    sign_up(person, address)
    person.open("/settings")
    remove = person.page.locator("button[name=passkey_remove]")
    expect(remove).to_be_disabled()
    trigger(person, "passkey_register_trigger").click()
    expect(person.message(1050001)).to_be_visible()
    expect(remove).to_have_count(2)
    expect(remove.first).to_be_enabled()
    remove.first.click()
    expect(remove).to_have_count(1)
    expect(remove).to_be_disabled()


def test_old_session_confirms_with_its_passkey(new_person: NewPerson) -> None:
    """Kratos asks who is there, and then finishes the change that it was asked for before."""
    person, address = new_person(), new_address()
    authenticator = sign_up(person, address)
    person.open("/settings")
    sessions_are_old(person.real)
    authenticator.presence(False)
    person.field("password").fill("some other 99 secret")
    person.button("method", "password").click()
    person.is_at("/login")
    expect(person.message(1010003)).to_be_visible()
    authenticator.presence(True)
    trigger(person, "passkey_login_trigger").click()
    person.is_at("/settings")
    expect(person.message(1050001)).to_be_visible()
