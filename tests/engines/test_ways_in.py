"""Signing up and in, and what goes wrong there."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.later import flows_are_over
from tests.support.neighbours import HOUSE
from tests.support.oidc_provider import OidcProvider
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


def somebody(person: Person) -> str:
    """An account with a password; its address."""
    return str(person.real.create_identity(password=PASSWORD)["traits"]["email"])


def type_password(person: Person, address: str, password: str = PASSWORD) -> None:
    person.field("identifier").fill(address)
    person.field("password").fill(password)
    person.button("method", "password").click()


def test_password_from_sign_up_to_sign_out(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(*HOUSE, scripts=scripts), new_address()
    person.sign_up(address)
    person.is_at("/verification")
    person.enter_code(address)
    person.message(1080002).wait_for()
    person.is_signed_in(address)
    person.sign_out()
    person.sign_in(address)
    person.is_at("/welcome")


def test_code_at_sign_up_and_sign_in(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(*HOUSE, scripts=scripts), new_address()
    person.sign_up(address, "code")
    person.message(1040005).wait_for()
    person.enter_code(address)
    person.is_at("/welcome")
    person.sign_out()
    person.field("identifier").fill(address)
    person.button("method", "code").click()
    person.message(1010014).wait_for()
    person.page.reload()
    person.type_code("000000")
    person.message(4010008).wait_for()
    person.enter_code(address)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_two_steps_of_sign_up_and_the_way_back(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(*HOUSE, scripts=scripts), new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.button("method", "profile").click()
    person.button("screen", "previous").click()
    person.field("traits.email").wait_for()
    assert person.field("traits.email").input_value() == address
    person.button("method", "profile").click()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")


def test_a_wrong_password_keeps_the_name(new_person: NewPerson, scripts: bool) -> None:
    """Also when the page is asked for once more."""
    person = new_person(*HOUSE, scripts=scripts)
    address = somebody(person)
    person.sign_in(address, "not this one 11")
    person.message(4000006).wait_for()
    person.page.reload()
    person.message(4000006).wait_for()
    assert person.field("identifier").input_value() == address


def test_verification(new_person: NewPerson, scripts: bool) -> None:
    """A wrong code, then another one that was asked for."""
    person = new_person(*HOUSE, scripts=scripts)
    address = somebody(person)
    person.open("/verification")
    person.field("email").fill(address)
    person.button("method", "code").click()
    person.message(1080003).wait_for()
    person.real.mailbox.wait_for(address)
    person.type_code("000000")
    person.message(4070006).wait_for()
    person.button("email", address).click()
    person.enter_code(address)
    person.message(1080002).wait_for()


def test_recovery(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(*HOUSE, scripts=scripts)
    address = somebody(person)
    person.open("/recovery")
    person.field("email").fill(address)
    person.button("method", "code").click()
    person.message(1060003).wait_for()
    person.enter_code(address, "ecover")
    person.is_at("/settings")
    person.message(1060001).wait_for()
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()
    person.message(1050001).wait_for()
    person.sign_out()
    person.sign_in(address, NEW_PASSWORD)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_social_sign_in_allowed_and_denied(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address = new_person(*HOUSE, scripts=scripts), new_address()
    oidc_provider.person(address, asks=True, email=address, email_verified=True)
    for answer in ("deny", "allow"):
        person.open("/login")
        person.button("provider", "corp").click()
        person.button("answer", answer).click()
        person.is_at("/login" if answer == "deny" else "/welcome")
    person.is_signed_in(address)


def test_a_page_that_was_open_for_too_long(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(*HOUSE, scripts=scripts)
    address = somebody(person)
    person.open(f"/login?return_to={person.real.ui_url}/sessions")
    flows_are_over(person.real)
    type_password(person, address)
    person.message(4010001).wait_for()
    type_password(person, address)
    person.is_at("/sessions")


def test_a_browser_that_refuses_cookies(new_person: NewPerson) -> None:
    """Ends on an explanation."""
    person = new_person(*HOUSE, cookies=False)
    person.open("/login")
    person.page.locator("h1", has_text="cookies").wait_for()
