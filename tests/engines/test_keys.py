"""Passkeys and security keys: Firefox on Linux has no authenticator of its own, WebKitGTK no keys at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.engines.firefox import Firefox
from tests.support.neighbours import HOUSE
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]
KEY = {
    "protocol": "ctap2_1",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserConsenting": True,
    "isUserVerified": True,
}


@pytest.fixture
def key(the_firefox: Firefox) -> Iterator[None]:
    """A key in a socket: the device itself is no authenticator."""
    made = the_firefox.key("Add", **KEY)
    yield
    the_firefox.key("Remove", authenticatorId=made)


def trigger(person: Person, name: str) -> Any:
    return person.page.locator(f"button[name={name}]:visible")


@pytest.mark.parametrize("engine", ["firefox"], indirect=True)
def test_a_key_where_the_device_is_no_authenticator(new_person: NewPerson, key: None) -> None:
    """Kratos asks for a platform's; any will do where there is none."""
    person, address = new_person(*HOUSE), new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.button("method", "profile").click()
    trigger(person, "passkey_register_trigger").click()
    person.is_at("/verification")
    person.sign_out()
    trigger(person, "passkey_login_trigger").click()
    person.is_at("/welcome")
    person.is_signed_in(address)
    person.open("/settings")
    trigger(person, "passkey_register_trigger").click()
    person.message(1050001).wait_for()


@pytest.mark.parametrize("engine", ["firefox"], indirect=True)
def test_a_refusal_at_once_is_not_called_a_cancel(new_person: NewPerson, the_firefox: Firefox) -> None:
    """Without any authenticator."""
    person = new_person(*HOUSE)
    signed_in(person)
    person.open("/settings")
    person.page.evaluate(
        "navigator.credentials.create = async () => { throw new DOMException('', 'NotAllowedError'); }"
    )
    trigger(person, "passkey_register_trigger").click()
    person.page.locator("[data-trigger-error]", has_text="That didn’t work").wait_for()


def signed_in(person: Person) -> None:
    person.sign_in(person.real.create_identity(password=PASSWORD)["traits"]["email"])
    person.is_at("/welcome")
