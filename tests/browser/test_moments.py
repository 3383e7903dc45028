"""A trait of date and time, before a real Kratos: in the visitor's zone with scripts, as Kratos has it without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.test_profile_kept import fill
from tests.support.pages import PASSWORD, Person
from tests.support.profile import SCHEMA, put, somebody
from tests.support.trials import settings

NewPerson = Callable[..., Person]
ELSEWHERE = "2026-11-21T10:30:00+02:00"
PRECISE = "2026-11-21T10:30:00.123456Z"


@pytest.fixture
def settled(new_person: NewPerson) -> Callable[..., tuple[Person, Callable[[], dict[str, object]]]]:
    """`settled(**context)`: somebody before Settings, and what Kratos knows of them."""

    def settle(meeting: str = "", **context: object) -> tuple[Person, Callable[[], dict[str, object]]]:
        person = new_person(extra=settings(SCHEMA), **context)
        identity, made = somebody(person.real, PASSWORD)
        assert (made["meeting"], made["precise"]) == (ELSEWHERE, PRECISE)
        if meeting:
            change = {"op": "replace", "path": "/traits/meeting", "value": meeting}
            person.real.admin("PATCH", f"/identities/{identity}", [change])
        person.sign_in(made["email"])
        person.is_at("/welcome")
        person.open("/settings")
        return person, lambda: dict(person.real.admin("GET", f"/identities/{identity}")["traits"])

    return settle


def moment(person: Person, name: str) -> Locator:
    return person.page.locator(f'input[name="traits.{name}"]')


def save(person: Person) -> None:
    person.button("method", "profile").click()
    expect(person.message(1050001)).to_be_visible()


Settled = Callable[..., tuple[Person, Callable[[], dict[str, object]]]]


def test_untouched_ones_stay_byte_for_byte(settled: Settled) -> None:
    person, traits = settled(timezone_id="Asia/Kathmandu")
    before = traits()
    expect(moment(person, "meeting")).to_have_attribute("type", "datetime-local")
    expect(moment(person, "meeting")).to_have_value("2026-11-21T14:15")
    expect(moment(person, "precise")).to_have_value("2026-11-21T16:15")
    expect(moment(person, "meeting")).to_have_accessible_description("Nepal Time")
    fill(person.page, "traits.nick", "anna")
    moment(person, "meeting").fill("2030-01-01T00:00")
    moment(person, "meeting").fill("2026-11-21T14:15")
    save(person)
    assert traits() == put(before, "traits.nick")


@pytest.mark.parametrize(
    ("kept", "zone", "kind"),
    [
        ("9999-12-31T23:59:59Z", "Europe/Berlin", "text"), ("0001-01-01T00:00:00Z", "America/New_York", "text"),
        ("9999-12-31T23:59:59Z", "America/New_York", "datetime-local"),
        ("0001-01-01T00:00:00Z", "Europe/Berlin", "datetime-local"),
    ],
)  # fmt: skip
def test_the_first_and_the_last_day_of_all(settled: Settled, kept: str, zone: str, kind: str) -> None:
    """Programs write them for “never”; in the visitor's own year 10000, or 0, the control was empty, and sent so."""
    person, traits = settled(meeting=kept, timezone_id=zone)
    before = traits()
    assert before["meeting"] == kept
    expect(moment(person, "meeting")).to_have_attribute("type", kind)
    fill(person.page, "traits.nick", "anna")
    save(person)
    assert traits() == put(before, "traits.nick")


def test_one_that_is_typed_has_the_zone_of_its_day(settled: Settled) -> None:
    person, traits = settled(timezone_id="America/New_York")
    for typed, kept in (
        ("2027-01-15T08:00", "2027-01-15T08:00:00-05:00"),
        ("2027-07-15T08:00", "2027-07-15T08:00:00-04:00"),
        ("2027-03-14T02:30", "2027-03-14T03:30:00-04:00"),  # of an hour that there is not
        ("", None),
    ):
        moment(person, "meeting").fill(typed)
        save(person)
        assert traits().get("meeting") == kept
        assert traits()["precise"] == PRECISE
        expect(moment(person, "meeting")).to_have_value(kept[:16] if kept else "")


def test_what_kratos_refuses_stays_to_be_seen(settled: Settled) -> None:
    person, _ = settled(timezone_id="UTC")
    moment(person, "meeting").evaluate("each => { each.type = 'text'; each.value = 'tomorrow' }")
    person.button("method", "profile").click()
    expect(moment(person, "meeting")).to_have_attribute("type", "text")
    expect(moment(person, "meeting")).to_have_value(re.compile("^tomorrow"))


@pytest.mark.in_chromium
def test_without_scripts_it_is_text_with_its_zone(settled: Settled) -> None:
    person, traits = settled(scripts=False)
    expect(moment(person, "meeting")).to_have_attribute("type", "text")
    expect(moment(person, "meeting")).to_have_value(ELSEWHERE)
    moment(person, "meeting").fill("2026-11-22T10:30:00Z")
    save(person)
    assert traits()["meeting"] == "2026-11-22T10:30:00Z"
