"""A one-time code by mail as the only step of signing in: wrong, sent again, too often, for nobody, used."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.expected import expect
from tests.support.pages import Person, without_checks
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


def ask(person: Person, address: str) -> None:
    person.field("identifier").fill(address)
    person.button("method", "code").click()


def asked(person: Person) -> str:
    """The address of a new account without a password, whose code is on its way."""
    address = new_address()
    person.real.create_identity(address)
    person.open("/login")
    ask(person, address)
    expect(person.message(1010014)).to_contain_text(address)
    return address


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def test_sent_again(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    address = asked(person)
    old = person.real.mailbox.wait_for(address).code
    person.type_code(wrong(old))
    expect(person.message(4010008)).to_be_visible()
    expect(person.page.locator("main")).to_contain_text(address)
    person.button("resend", "code").click()
    expect(person.message(1010014)).to_be_visible()
    new = person.real.mailbox.wait_for(address).code
    if old != new:
        person.type_code(old)
        expect(person.message(4010008)).to_be_visible()
    person.type_code(new)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_too_many_wrong_codes(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    address = asked(person)
    right = person.real.mailbox.wait_for(address).code
    for _ in range(5):
        person.type_code(wrong(right))
        expect(person.message(4010008)).to_be_visible()
    person.type_code(right)
    expect(person.message(4000001)).to_contain_text("too often")
    person.page.locator("main").get_by_role("link", name="Use another address").click()
    expect(person.field("identifier")).to_have_value("")
    ask(person, address)
    person.enter_code(address)
    person.is_at("/welcome")


def test_nobody_of_that_name(new_person: NewPerson, scripts: bool) -> None:
    """Kratos then hides the name: the page shows it, with a way to another one and to an account."""
    person, unknown, address = new_person(scripts=scripts), new_address(), new_address()
    person.real.create_identity(address)
    person.open("/login")
    ask(person, unknown)
    expect(person.message(4000035)).to_contain_text("Check what you typed")
    expect(person.page.locator(".who")).to_contain_text(unknown)
    expect(person.page.get_by_test_id("signup-link")).to_be_visible()
    person.page.locator(".who").get_by_role("link", name="Change").click()
    ask(person, address)
    person.enter_code(address)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_used_code_is_worth_nothing(new_person: NewPerson, scripts: bool) -> None:
    person, other = new_person(scripts=scripts), new_person(scripts=scripts)
    address = asked(person)
    code = person.real.mailbox.wait_for(address).code
    person.type_code(code)
    person.is_at("/welcome")
    other.open("/login")
    ask(other, address)
    own = other.real.mailbox.wait_for(address).code
    if own != code:
        other.type_code(code)
        expect(other.message(4010008)).to_be_visible()
    person.sign_out()


def test_nothing_typed(new_person: NewPerson, scripts: bool) -> None:
    """Kratos puts the message on the hidden name: it must be seen all the same."""
    person = new_person(scripts=scripts)
    person.open("/login")
    without_checks(person.page.locator("form", has=person.field("identifier")))
    person.button("method", "code").click()
    expect(person.message(4000002)).to_be_visible()
    expect(person.button("method", "code")).to_be_visible()


def test_asked_for_without_an_address(new_person: NewPerson, scripts: bool) -> None:
    """Kratos then hides the empty field, which would leave no way on."""
    person = new_person(scripts=scripts)
    address = new_address()
    person.real.create_identity(address)
    person.open("/login")
    ask(person, "")
    expect(person.message(4000002)).to_have_text("Enter your email.")
    ask(person, address)
    expect(person.message(1010014)).to_contain_text(address)
    person.enter_code(address)
    person.is_at("/welcome")
