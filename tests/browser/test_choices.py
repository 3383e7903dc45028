"""Boxes, radio buttons and selects: nobody agrees to, or sends, what nobody chose."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.test_lists import at_settings, save, schema, traits
from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person, without_checks
from tests.support.real_kratos import new_address
from tests.support.trials import settings, trial

NewPerson = Callable[..., Person]


def test_who_said_no_can_save_and_sign_up(new_person: NewPerson, scripts: bool) -> None:
    given = trial("required-boolean-cannot-be-false")
    person = new_person("one-step", scripts=scripts, extra=settings(given["schema"]))
    address = new_address()
    person.open("/registration")
    box = person.page.locator('input[type=checkbox][name="traits.marketing"]')
    expect(box).not_to_have_attribute("required", "")
    person.field("traits.email").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    assert traits(person, address) == {"email": address, "marketing": False}

    person.open("/settings")
    expect(box).not_to_be_checked()
    save(person)
    assert traits(person, address) == {"email": address, "marketing": False}
    box.check()
    save(person)
    assert traits(person, address) == {"email": address, "marketing": True}
    box.uncheck()
    save(person)
    assert traits(person, address) == {"email": address, "marketing": False}


def test_an_optional_box_that_nobody_touched_says_nothing(new_person: NewPerson, scripts: bool) -> None:
    of_news = schema(news={"type": "boolean"}, nick={"type": "string"})
    person, address = new_person(scripts=scripts, extra=settings(of_news)), new_address()
    at_settings(person, address)
    person.field("traits.nick").fill("mara")
    save(person)
    assert traits(person, address) == {"email": address, "nick": "mara"}


CHOICES: dict[str, Any] = {
    "plan": {"type": "string", "enum": ["free", "pro"], "title": "Plan"},
    "country": {
        "type": "string",
        "enum": ["AT", "BE", "CH", "DE", "FR", "IT", "NL", "PL"],
        "title": "Country",
    },
    "size": {"type": "string", "enum": ["S", "M", "L"], "title": "Size"},
    "town": {"type": "string", "enum": ["Bern", "Bonn", "Brno", "Brugge", "Basel"], "title": "Town"},
}


@pytest.mark.in_chromium
def test_choices_at_sign_up_and_after(new_person: NewPerson, scripts: bool) -> None:
    person = new_person("one-step", scripts=scripts, extra=settings(schema(("plan", "country"), **CHOICES)))
    page, address = person.page, new_address()
    person.open("/registration")
    country, town = page.locator('select[name="traits.country"]'), page.locator('select[name="traits.town"]')
    expect(country).to_have_value("")
    expect(country.locator("option").first).to_have_text("Choose …")
    assert page.locator('input[name="traits.plan"]:checked').count() == 0
    expect(page.locator('input[name="traits.size"][value=""]')).to_be_checked()

    person.field("traits.email").fill(address)
    person.field("password").fill(PASSWORD)
    form = page.locator("form", has=person.field("password"))
    without_checks(form)  # as a browser that checks nothing
    person.button("method", "password").click()
    for name in ("plan", "country"):
        expect(
            page.get_by_test_id(f"node/input/traits.{name}").get_by_test_id("ui/message/4000002")
        ).to_be_visible()

    page.get_by_label("pro").check()
    country.select_option("CH")
    page.get_by_label("M", exact=True).check()
    town.select_option("Bonn")
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    chosen = {"email": address, "plan": "pro", "country": "CH"}
    assert traits(person, address) == {**chosen, "size": "M", "town": "Bonn"}

    person.open("/settings")
    save(person)
    assert traits(person, address) == {**chosen, "size": "M", "town": "Bonn"}
    page.locator('input[name="traits.size"][value=""]').check()
    town.select_option("")
    save(person)
    assert traits(person, address) == chosen


NAMED: dict[str, Any] = {
    "plan": {"type": "string", "oneOf": [{"const": "f", "title": "Free"}, {"const": "p", "title": "For teams"}]},
    "level": {"type": "integer", "title": "How often", "oneOf": [
        {"const": 1, "title": "Never"}, {"const": 2, "title": "Weekly"}, {"const": 3}]},
    "tags": {"type": "array", "title": "Tags", "items": {"type": "string", "anyOf": [
        {"const": "a", "title": "Alpine"}, {"const": "b", "title": "Baltic"}]}},
}  # fmt: skip


def test_choices_with_names_of_their_own(new_person: NewPerson, scripts: bool) -> None:
    """Kratos makes a text field of them, and calls it by the last of the names."""
    extra = settings(schema(("plan",), **NAMED))
    person, address = new_person("one-step", scripts=scripts, extra=extra), new_address()
    page = person.page
    person.open("/registration")
    for name, title in (("plan", "Plan"), ("level", "How often (optional)")):
        expect(page.get_by_test_id(f"node/input/traits.{name}").locator("legend")).to_have_text(title)
    expect(page.get_by_label("Never")).not_to_be_checked()
    person.field("traits.email").fill(address)
    person.field("password").fill(PASSWORD)
    page.get_by_label("For teams").check()
    page.get_by_label("Weekly").check()
    person.button("method", "password").click()
    person.is_at("/verification")
    assert traits(person, address) == {"email": address, "plan": "p", "level": 2}

    person.open("/settings")
    expect(page.get_by_label("Weekly")).to_be_checked()
    page.get_by_label("3", exact=True).check()
    page.locator('select[name="traits.tags"]').last.select_option("b")
    save(person)
    assert traits(person, address) == {"email": address, "plan": "p", "level": 3, "tags": ["b"]}


@pytest.mark.parametrize("value", ["gone", "AT"])
def test_a_stored_value_stays_even_if_it_is_no_choice(
    new_person: NewPerson, scripts: bool, value: str
) -> None:
    """Kratos refuses it then: the person is told, and nothing is changed behind their back."""
    loose = {"anyOf": [{"type": "string", "enum": CHOICES["country"]["enum"]}, {"type": "string"}]}
    person, address = new_person(scripts=scripts, extra=settings(schema(country=loose))), new_address()
    at_settings(person, address, country=value)
    save(person)
    assert traits(person, address) == {"email": address, "country": value}
