"""Magic links by mail: recovery and verification, used twice, opened in another browser."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.expected import expect
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]
USED = "That link was already used or isn’t valid any more. Send a new one."


def asked_for(person: Person, flow: str, address: str, message: int) -> str:
    """The link that Kratos sends for `address`."""
    person.open(f"/{flow}")
    person.field("email").fill(address)
    person.button("method", "link").click()
    expect(person.message(message)).to_contain_text(address)
    return person.real.mailbox.wait_for(address).link


def test_recovery_in_another_browser_once(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("link", scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    link = asked_for(person, "recovery", address, 1060002)

    phone = new_person("link", scripts=scripts)
    phone.page.goto(link)
    phone.is_at("/settings")
    expect(phone.message(1060001)).to_be_visible()
    phone.field("password").fill(NEW_PASSWORD)
    phone.button("method", "password").click()
    expect(phone.message(1050001)).to_be_visible()
    phone.is_signed_in(address)

    person.page.goto(link)
    person.is_at("/recovery")
    expect(person.message(4060004)).to_have_text(USED)
    expect(person.field("email")).to_be_visible()
    person.sign_in(address, NEW_PASSWORD)
    person.is_at("/welcome")


def test_recovery_sent_again_and_for_nobody(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("link", scripts=scripts), new_address()
    asked_for_nobody = new_address()
    person.real.create_identity(address, PASSWORD)
    person.open("/recovery")
    for to in (asked_for_nobody, address):
        person.field("email").fill(to)
        person.button("method", "link").click()
        expect(person.message(1060002)).to_contain_text(to)
        expect(person.field("email")).to_have_value(to)
        expect(person.button("method", "link")).to_have_text("Send a new link")
    person.page.goto(person.real.mailbox.wait_for(address).link)
    person.is_at("/settings")
    expect(person.message(1060001)).to_be_visible()


def test_verification_in_another_browser_once(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("link", scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD, verified=False)
    link = asked_for(person, "verification", address, 1080001)

    phone = new_person("link", scripts=scripts)
    phone.page.goto(link)
    phone.is_at("/verification")
    expect(phone.message(1080002)).to_be_visible()
    phone.page.get_by_test_id("node/anchor/continue").click()
    phone.is_at("/welcome")

    person.page.goto(link)
    person.is_at("/verification")
    expect(person.message(4070001)).to_have_text(USED)
    expect(person.field("email")).to_be_visible()
