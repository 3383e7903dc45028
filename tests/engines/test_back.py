"""Back, reload and a double click: no dead end, and nothing private after a sign-out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.neighbours import HOUSE
from tests.support.pages import PASSWORD, Person

NewPerson = Callable[..., Person]


def signed_in(person: Person) -> str:
    """Somebody with a password is signed in; the address."""
    address = str(person.real.create_identity(password=PASSWORD)["traits"]["email"])
    person.sign_in(address)
    person.is_at("/welcome")
    return address


def test_back_after_sign_in_leads_on(new_person: NewPerson) -> None:
    """Through our page, which Kratos' origin redirects from, and to an end."""
    person = new_person(*HOUSE)
    address = signed_in(person)
    person.page.go_back()
    person.page.locator("main", has_text=address).wait_for()
    person.is_at("/welcome")
    assert person.page.evaluate("document.readyState") == "complete"


@pytest.mark.parametrize("path", ["/welcome", "/settings", "/sessions"])
def test_back_after_sign_out_shows_nobody(new_person: NewPerson, path: str) -> None:
    person = new_person(*HOUSE)
    address = signed_in(person)
    person.open(path)
    person.page.locator('[data-testid="logout"] a').click()
    person.is_at("/login")
    person.field("password").wait_for()
    person.page.go_back()
    person.page.locator("body[data-state=signed_out], body[data-flow=login]").wait_for()
    assert address not in person.page.locator("body").inner_text()
    assert person.page.evaluate("document.readyState") == "complete"


@pytest.mark.parametrize("engine", ["webkit"], indirect=True)
def test_back_keeps_what_was_typed_and_sent_by_nobody(new_person: NewPerson) -> None:
    """WebKit has pages of plain http whole: each is asked for anew, and secrets are not kept."""
    person, address = new_person(*HOUSE), "mara@example.com"
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.page.get_by_test_id("cta-link").click()
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.page.get_by_test_id("forgot-password-link").click()
    person.is_at("/recovery")
    for path, name in (("/login", "identifier"), ("/registration", "traits.email")):
        person.page.go_back()
        person.is_at(path)
        person.page.locator(f'body:not([hidden]) [name="{name}"]:valid').wait_for()  # filled in
        assert person.field(name).input_value() == address
        assert person.page.evaluate(
            "[...document.querySelectorAll('[type=password]')].every((each) => !each.value)"
        )


@pytest.mark.parametrize("engine", ["webkit"], indirect=True)
def test_back_gives_nobody_what_another_typed(new_person: NewPerson) -> None:
    """In a page of somebody signed in, who left it; the next one sees theirs."""
    person = new_person(*HOUSE)
    signed_in(person)
    person.open("/settings")
    person.field("traits.name.first").fill("Mara")
    person.page.locator('[data-testid="logout"] a').click()
    address = str(person.real.create_identity(password=PASSWORD)["traits"]["email"])
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/welcome")
    person.page.evaluate("history.go(-2)")
    person.is_at("/settings")
    person.page.locator("body:not([hidden])", has_text=address).wait_for()
    assert person.field("traits.name.first").input_value() == ""


def test_a_double_click_sends_once(new_person: NewPerson) -> None:
    person = new_person(*HOUSE)
    address = str(person.real.create_identity(password=PASSWORD)["traits"]["email"])
    person.open("/login")
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").dblclick()
    person.is_at("/welcome")
    person.is_signed_in(address)
