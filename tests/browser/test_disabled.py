"""What the operator has switched off: pages say so, and lead on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


@pytest.mark.parametrize("flow", ["registration", "recovery", "verification"])
def test_flow_is_off(new_person: NewPerson, scripts: bool, flow: str) -> None:
    person = new_person("disabled-flows", scripts=scripts)
    person.open(f"/{flow}")
    person.is_at("/error")
    reason = "not allowed because it was disabled"
    expect(person.page.get_by_test_id("ui/error/message")).to_contain_text(reason)
    person.page.locator("main").get_by_role("link", name="Start again").click()
    person.is_at("/login")


def test_one_who_is_known_still_gets_in(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("disabled-flows", scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_settings_show_what_is_on(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("password-only", scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    sections = person.page.locator("main section")
    assert [each.get_attribute("id") for each in sections.all()] == ["profile", "password"]


NOTHING = {"selfservice": {"methods": {"password": {"enabled": False}, "code": {"enabled": False}}}}


def test_every_way_is_off(new_person: NewPerson, scripts: bool) -> None:
    person = new_person("password-only", extra=NOTHING, scripts=scripts)
    person.open("/login")
    person.is_at("/login")
    expect(person.page.locator("main form")).to_have_count(0)
    expect(person.page.locator("main")).to_contain_text("There is no way to sign in here")
    expect(person.page.get_by_test_id("signup-link")).to_be_visible()
