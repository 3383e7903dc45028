"""Saving one trait changes no other, in a browser that runs scripts; without: tests/kratos/test_profile_kept.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.pages import PASSWORD, Person
from tests.support.profile import SCHEMA, TYPED, put, somebody, stored
from tests.support.trials import settings

pytestmark = pytest.mark.long

NewPerson = Callable[..., Person]


def fill(page: Page, name: str, text: str) -> None:
    """Types `text` into the field `name`, or its first row; ticks, unticks or chooses."""
    field = page.locator(f'[name="{name}"]:visible').first
    kind = field.evaluate("field => field.type")
    if kind == "checkbox":
        field.set_checked(text == "tick")
    elif kind == "radio":
        page.locator(f'[name="{name}"][value="{text}"]').check()
    elif kind == "select-one":
        field.select_option(text)
    elif kind == "datetime-local":
        field.fill(text.removesuffix(":00Z"))
    else:
        field.fill(text)


def save(person: Person) -> None:
    with person.page.expect_navigation():  # the page before may say the same
        person.button("method", "profile").click()
    expect(person.message(1050001)).to_be_visible()


def test_each_alone_and_then_all(new_person: NewPerson) -> None:
    person = new_person(extra=settings(SCHEMA), timezone_id="UTC")
    identity, made = somebody(person.real, PASSWORD)
    person.sign_in(made["email"])
    person.is_at("/welcome")
    assert len(TYPED) >= 40
    person.open("/settings")
    before = made
    for name, text in TYPED.items():
        fill(person.page, name, text)
        save(person)
        wanted = put(before, name)
        assert wanted != before, name
        assert stored(person.real, identity) == wanted, name
        before = wanted
    whole = {"schema_id": "default", "traits": made, "state": "active"}
    person.real.admin("PUT", f"/identities/{identity}", whole)
    person.open("/settings")
    for name, text in TYPED.items():
        fill(person.page, name, text)
    save(person)
    assert stored(person.real, identity) == before
