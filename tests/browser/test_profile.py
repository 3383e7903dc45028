"""Traits of every kind on the profile form: typed, saved, shown, refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person, without_checks
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]

VALUES = {
    "traits.nickname": "mara",
    "traits.phone": "+4915112345678",
    "traits.website": "https://example.org/mara",
    "traits.birthday": "1990-02-28",
    "traits.appointment": "2026-11-21T10:30:00Z",
    "traits.age": "36",
    "traits.height": "1.75",
    "traits.address.city": "Ghent",
    "traits.address.geo.country": "Belgium",
}
TYPES = {
    "traits.email": "email",
    "traits.phone": "tel",
    "traits.website": "url",
    "traits.birthday": "date",
    "traits.age": "number",
    "traits.height": "number",
    "traits.newsletter": "checkbox",
    "traits.terms": "checkbox",
}


@pytest.fixture
def person(new_person: NewPerson, scripts: bool) -> Person:
    """Somebody with every trait, signed in."""
    person, address = new_person("all-traits", scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD, schema="all-traits", terms=True)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    return person


def save(person: Person) -> None:
    person.button("method", "profile").click()


def colour(person: Person, value: str) -> Locator:
    """The radio button of a colour; "" for none."""
    return person.page.locator(f'input[type=radio][name="traits.color"][value="{value}"]')


def typed(person: Person, values: dict[str, str]) -> dict[str, str]:
    """What is typed for these values: with scripts, a browser's control of date and time takes them without a zone."""
    return {
        name: value.removesuffix(":00Z") if person.scripts and name == "traits.appointment" else value
        for name, value in values.items()
    }


def expect_values(person: Person, values: dict[str, str]) -> None:
    for name, value in typed(person, values).items():
        expect(person.field(name)).to_have_value(value)


def test_saved_values_are_shown(person: Person) -> None:
    for name, type_ in TYPES.items():
        expect(person.field(name)).to_have_attribute("type", type_)
    for name, value in typed(person, VALUES).items():
        person.field(name).fill(value)
    colour(person, "green").check()
    person.field("traits.newsletter").check()
    save(person)
    expect(person.message(1050001)).to_be_visible()
    person.open("/settings")
    expect_values(person, VALUES)
    expect(colour(person, "green")).to_be_checked()
    expect(person.field("traits.newsletter")).to_be_checked()
    expect(person.field("traits.terms")).to_be_checked()

    save(person)  # as it stands
    expect(person.message(1050001)).to_be_visible()
    expect_values(person, VALUES)


def test_checkbox_off_and_emptied_fields(person: Person) -> None:
    for name, value in typed(person, VALUES).items():
        person.field(name).fill(value)
    colour(person, "red").check()
    person.page.get_by_text("Send me the newsletter").click()  # the label
    expect(person.field("traits.newsletter")).to_be_checked()
    save(person)
    expect(person.message(1050001)).to_be_visible()
    for name in VALUES:
        person.field(name).fill("")
    colour(person, "").check()
    person.field("traits.newsletter").uncheck()
    save(person)
    expect(person.message(1050001)).to_be_visible()
    person.open("/settings")
    expect_values(person, dict.fromkeys(VALUES, ""))
    expect(colour(person, "")).to_be_checked()
    expect(person.field("traits.newsletter")).not_to_be_checked()


@pytest.mark.wcag("3.3.7")
def test_errors_keep_what_was_typed(person: Person) -> None:
    wrong = {
        "traits.nickname": "M!",
        "traits.website": "nowhere",
        "traits.age": "12",
    }
    for name, value in {**typed(person, VALUES), **wrong}.items():
        person.field(name).fill(value)
    person.field("traits.newsletter").check()
    form = person.page.locator("form", has=person.field("traits.email"))
    without_checks(form)  # as a browser that checks nothing
    save(person)
    expect(person.page.locator("[data-error-summary]")).to_be_visible()
    for name in wrong:
        expect(person.field(name)).to_have_attribute("aria-invalid", "true")
    expect_values(person, {**VALUES, **wrong})
    expect(person.field("traits.newsletter")).to_be_checked()
    expect(person.message(1050001)).to_have_count(0)

    for name in wrong:
        person.field(name).fill(VALUES[name])
    save(person)
    expect(person.message(1050001)).to_be_visible()
    expect_values(person, VALUES)


def test_what_must_be_ticked(person: Person) -> None:
    person.field("traits.terms").uncheck()
    without_checks(person.page.locator("form", has=person.field("traits.email")))
    save(person)
    expect(person.message(1050001)).to_have_count(0)
    expect(person.field("traits.terms")).to_have_attribute("aria-invalid", "true")


def test_another_address_is_saved_and_unconfirmed(person: Person) -> None:
    address = new_address()
    person.field("traits.email").fill(address)
    save(person)
    expect(person.message(1050001)).to_be_visible()
    person.is_signed_in(address)
    expect(person.page.locator("main")).to_contain_text(f"{address} is not confirmed yet")


def test_all_kinds_at_sign_up(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("all-traits", scripts=scripts), new_address()
    person.open("/registration")
    for name, value in {**typed(person, VALUES), "traits.email": address}.items():
        person.field(name).fill(value)
    person.field("traits.terms").check()
    person.button("method", "profile").click()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    person.open("/settings")
    expect_values(person, {**VALUES, "traits.email": address})
    expect(person.field("traits.terms")).to_be_checked()
    expect(person.field("traits.newsletter")).not_to_be_checked()
