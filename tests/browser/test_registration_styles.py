"""Signing up in two steps and in one, back to the first, twice with one address, and by code."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person, without_checks
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


def first_step(person: Person, address: str, path: str = "/registration") -> None:
    person.open(path)
    person.field("traits.email").fill(address)
    person.button("method", "profile").click()
    expect(person.message(1040009)).to_be_visible()


def test_back_to_the_first_step_and_on(new_person: NewPerson, scripts: bool) -> None:
    person, mistyped, address = new_person(scripts=scripts), new_address(), new_address()
    person.open("/registration")
    person.field("traits.name.first").fill("Mara")
    person.field("traits.email").fill(mistyped)
    person.button("method", "profile").click()
    person.button("screen", "previous").click()
    expect(person.field("traits.email")).to_have_value(mistyped)
    expect(person.field("traits.name.first")).to_have_value("Mara")
    person.field("traits.email").fill(address)
    person.field("traits.email").press("Enter")
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    person.is_signed_in(address)
    person.open("/settings")
    expect(person.field("traits.name.first")).to_have_value("Mara")


def test_first_step_says_what_is_wrong(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    person.open("/registration")
    without_checks(person.page.locator("form"))
    person.button("method", "profile").click()
    expect(person.message(4000002)).to_have_text("Enter your email.")
    person.field("traits.email").fill("nobody")
    without_checks(person.page.locator("form"))
    person.button("method", "profile").click()
    expect(person.field("traits.email")).to_have_attribute("aria-invalid", "true")
    expect(person.field("traits.email")).to_have_value("nobody")


def test_one_step(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("one-step", scripts=scripts), new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.field("traits.name.last").fill("Vos")
    person.field("password").fill("short")
    person.button("method", "password").click()
    expect(person.message(4000032)).to_be_visible()
    expect(person.field("traits.email")).to_have_value(address)
    expect(person.field("traits.name.last")).to_have_value("Vos")
    person.field("password").fill(PASSWORD)
    person.field("password").press("Enter")
    person.is_at("/verification")
    person.is_signed_in(address)


def test_one_step_by_code(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("one-step", scripts=scripts), new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.button("method", "code").click()  # the empty password must not stop it
    expect(person.message(1040005)).to_be_visible()
    person.enter_code(address)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_password_alone(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("password-only", "one-step", scripts=scripts), new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    person.sign_out()
    person.sign_in(address)
    person.is_signed_in(address)


def test_code_typed_wrong_sent_again_and_left(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.sign_up(address, "code")
    old = person.real.mailbox.wait_for(address).code
    person.type_code("000000" if old != "000000" else "111111")
    expect(person.message(4040003)).to_be_visible()
    person.button("resend", "code").click()
    expect(person.message(1040005)).to_be_visible()
    new = person.real.mailbox.wait_for(address).code

    person.button("screen", "credential-selection").click()
    expect(person.field("password")).to_be_visible()
    person.button("method", "code").click()
    expect(person.message(1040005)).to_be_visible()
    newest = person.real.mailbox.wait_for(address).code
    if new != newest:
        person.type_code(new)
        expect(person.message(4040003)).to_be_visible()
    person.type_code(newest)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_twice_with_one_address(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_up(address)
    expect(person.message(4000028)).to_contain_text(address)
    person.page.get_by_test_id("cta-link").click()
    person.is_at("/login")


def test_unknown_parameters_change_nothing(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    query = "organization=acme&identity_schema=default&no_org_ui=true&colour=red"
    for path in ("login", "registration"):
        person.open(f"/{path}?{query}")
        person.is_at(f"/{path}")
        expect(person.page.locator("main form").first).to_be_visible()
    first_step(person, address, f"/registration?{query}")
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    person.is_signed_in(address)


def test_signed_in_already(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    for path in ("/registration", "/login"):
        person.open(path)
        person.is_at("/welcome")
    person.open("/recovery")  # says so, and what helps: tests/browser/test_dead_ends.py
    person.is_at("/recovery")
    expect(person.page.locator("h1")).to_have_text("You are already signed in")
