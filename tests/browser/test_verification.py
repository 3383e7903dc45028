"""Confirming an address: after sign-up, by the mail's link in any browser, before signing in; wrong and old codes."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


def ask(person: Person, address: str) -> None:
    person.open("/verification")
    person.field("email").fill(address)
    person.button("method", "code").click()
    expect(person.message(1080003)).to_contain_text(address)


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def test_mail_link_in_another_browser_fills_in_the_code(new_person: NewPerson, scripts: bool) -> None:
    person, phone, address = new_person(scripts=scripts), new_person(scripts=scripts), new_address()
    person.sign_up(address)
    person.is_at("/verification")
    mail = person.real.mailbox.wait_for(address)
    phone.page.goto(mail.link)
    phone.is_at("/verification")
    expect(phone.field("code")).to_have_value(mail.code)
    phone.button("method", "code").click()
    expect(phone.message(1080002)).to_be_visible()
    phone.page.get_by_test_id("node/anchor/continue").click()
    phone.is_at("/welcome")

    person.page.reload()  # the flow has gone to the other browser
    person.is_at("/verification")
    expect(person.field("email")).to_be_visible()
    person.is_signed_in(address)
    expect(person.page.locator("main")).not_to_contain_text("is not confirmed yet")


def test_wrong_code_then_a_new_one(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD, verified=False)
    ask(person, address)
    old = person.real.mailbox.wait_for(address).code
    person.type_code(wrong(old))
    expect(person.message(4070006)).to_be_visible()
    person.button("email", address).click()
    expect(person.message(1080003)).to_contain_text(address)
    person.enter_code(address)
    expect(person.message(1080002)).to_be_visible()


def test_too_many_wrong_codes_start_again(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD, verified=False)
    ask(person, address)
    right = person.real.mailbox.wait_for(address).code
    for _ in range(5):
        person.type_code(wrong(right))
        expect(person.message(4070006)).to_be_visible()
    person.type_code(right)
    expect(person.message(4000001)).to_contain_text("too often")
    expect(person.field("email")).to_be_visible()


def test_used_link_starts_again(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD, verified=False)
    ask(person, address)
    mail = person.real.mailbox.wait_for(address)
    person.type_code(mail.code)
    expect(person.message(1080002)).to_be_visible()
    person.page.goto(mail.link)
    person.is_at("/verification")
    expect(person.message(4070002)).to_contain_text("already confirmed")
    expect(person.page.locator("main a, main button").first).to_be_visible()


def test_address_that_is_none(new_person: NewPerson, scripts: bool) -> None:
    """Kratos tells strangers nothing; the address itself is told, in a mail."""
    person, address = new_person(scripts=scripts), new_address()
    ask(person, address)
    person.type_code("000000")
    expect(person.message(4070006)).to_be_visible()


def test_before_signing_in(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("require-verified", scripts=scripts), new_address()
    person.sign_up(address)
    person.is_at("/verification")
    person.real.mailbox.wait_for(address)
    person.sign_in(address)
    person.is_at("/verification")
    expect(person.message(4000010)).to_be_visible()
    person.field("email").fill(address)
    person.button("method", "code").click()
    person.enter_code(address)
    expect(person.message(1080002)).to_be_visible()
    person.sign_in(address)
    person.is_at("/welcome")
    person.is_signed_in(address)
