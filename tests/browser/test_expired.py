"""Pages and codes that were left alone for too long: a fresh form with a calm sentence, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.expected import expect
from tests.support.later import codes_are_over, flows_are_over
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]
AGAIN = "This page was open for too long. We started it again for you."


@pytest.mark.parametrize(
    ("flow", "field", "method", "message"),
    [
        ("login", "identifier", "password", 4010001),
        ("registration", "traits.email", "profile", 4040001),
        ("recovery", "email", "code", 4060005),
        ("verification", "email", "code", 4070005),
    ],
)
def test_late_submit(
    new_person: NewPerson, scripts: bool, flow: str, field: str, method: str, message: int
) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.open(f"/{flow}?return_to={person.real.ui_url}/sessions")
    first = person.page.url
    flows_are_over(person.real)
    person.field(field).fill(address)
    if flow == "login":
        person.field("password").fill(PASSWORD)
    person.button("method", method).click()
    person.is_at(f"/{flow}")
    expect(person.message(message)).to_have_text(AGAIN)
    assert person.page.url != first
    if flow == "login":
        person.field(field).fill(address)
        person.field("password").fill(PASSWORD)
        person.button("method", method).click()
        person.is_at("/sessions")


def test_late_change_in_settings(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    flows_are_over(person.real)
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()
    person.is_at("/settings")
    expect(person.message(4050001)).to_have_text(AGAIN)
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()
    expect(person.message(1050001)).to_be_visible()


@pytest.mark.parametrize("flow", ["login", "registration", "recovery", "verification"])
def test_late_reload(new_person: NewPerson, scripts: bool, flow: str) -> None:
    person = new_person(scripts=scripts)
    person.open(f"/{flow}")
    first = person.page.url
    flows_are_over(person.real)
    person.page.reload()
    person.is_at(f"/{flow}")
    expect(person.page.locator("main")).to_contain_text(AGAIN)
    expect(person.page.locator("main form").first).to_be_visible()
    assert person.page.url != first


def test_late_codes(new_person: NewPerson, scripts: bool) -> None:
    person, address, newcomer = new_person(scripts=scripts), new_address(), new_address()
    person.real.create_identity(address, verified=False)
    person.open("/login")
    person.field("identifier").fill(address)
    person.button("method", "code").click()
    too_late(person, address, 4010001)
    person.sign_up(newcomer, "code")
    too_late(person, newcomer, 4040001)
    person.open("/verification")
    person.field("email").fill(address)
    person.button("method", "code").click()
    too_late(person, address, 4070005)


def too_late(person: Person, address: str, message: int) -> None:
    code = person.real.mailbox.wait_for(address).code
    codes_are_over(person.real)
    person.type_code(code)
    expect(person.message(message)).to_have_text(AGAIN)


def test_late_link(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("link", scripts=scripts), new_address()
    person.real.create_identity(address)
    person.open("/recovery")
    person.field("email").fill(address)
    person.button("method", "link").click()
    link = person.real.mailbox.wait_for(address).link
    codes_are_over(person.real)
    person.page.goto(link)
    person.is_at("/recovery")
    expect(person.page.locator("main .alert--error")).to_be_visible()
    expect(person.field("email")).to_be_visible()
