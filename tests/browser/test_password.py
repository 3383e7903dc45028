"""The password: set, changed, typed wrong, refused. Kratos offers no way to remove it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.expected import expect
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


def save(person: Person, password: str) -> None:
    person.field("password").fill(password)
    person.button("method", "password").click()


def test_set_on_an_account_without_one(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address)
    person.sign_in(address)
    expect(person.message(4000006)).to_be_visible()

    person.button("method", "code").click()
    person.enter_code(address)
    person.is_at("/welcome")
    person.open("/settings")
    save(person, PASSWORD)
    expect(person.message(1050001)).to_be_visible()
    expect(person.field("password")).to_have_value("")

    person.sign_out()
    person.sign_in(address)
    person.is_at("/welcome")
    person.is_signed_in(address)


@pytest.mark.wcag("3.3.7")
def test_changed_one_replaces_the_old_one(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    save(person, NEW_PASSWORD)
    expect(person.message(1050001)).to_be_visible()
    save(person, NEW_PASSWORD)  # the same again: Kratos 1.3.1 takes it
    expect(person.message(1050001)).to_be_visible()

    person.sign_out()
    person.sign_in(address)
    expect(person.message(4000006)).to_be_visible()
    expect(person.field("identifier")).to_have_value(address)
    expect(person.field("password")).to_have_value("")
    person.field("password").fill(NEW_PASSWORD)
    person.field("password").press("Enter")
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_refused_in_settings(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    for password, message in {"short": 4000032, address: 4000031}.items():
        save(person, password)
        expect(person.message(message)).to_be_visible()
        expect(person.field("password")).to_have_attribute("aria-invalid", "true")
        expect(person.field("traits.email")).to_have_value(address)
    person.button("method", "password").click()  # nothing typed: the browser itself asks for it
    expect(person.message(1050001)).to_have_count(0)
    save(person, NEW_PASSWORD)
    expect(person.message(1050001)).to_be_visible()


def test_refused_at_sign_up(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()
    for password, message in {"short": 4000032, address: 4000031}.items():
        save(person, password)
        expect(person.message(message)).to_be_visible()
    save(person, PASSWORD)
    person.is_at("/verification")
    person.open("/settings")
    expect(person.field("traits.name.first")).to_have_value("Mara")


def test_unknown_account_looks_like_a_wrong_password(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.sign_in(address)
    expect(person.message(4000006)).to_be_visible()
    expect(person.field("identifier")).to_have_value(address)
