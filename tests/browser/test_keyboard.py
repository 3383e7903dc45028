"""Whole ways by keyboard alone, in Chromium, from left to right and from right to left, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.support.keys import Keyboard
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]
pytestmark = [pytest.mark.in_chromium, pytest.mark.wcag("2.1.1", "2.1.2", "2.4.3", "2.4.7", "2.4.11")]
CODE = "input[name=code]"


def button(method: str) -> str:
    return f"button[name=method][value={method}]"


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def person(new_person: NewPerson, scripts: bool, language: str) -> Person:
    """Somebody before the sign-in page in that language."""
    found = new_person(scripts=scripts, viewport={"width": 1280, "height": 800})
    found.open(f"/login?lang={language}")
    found.is_at("/login")
    return found


def test_password_from_sign_up_to_recovery(person: Person, language: str) -> None:
    keys, address = Keyboard(person.page), new_address()
    sign_up(person, keys, address)
    keys.fill("input[name=password]", PASSWORD)
    keys.press("input[name=password]")
    person.is_at("/verification")
    keys.is_on(CODE)
    keys.fill(CODE, person.real.mailbox.wait_for(address).code)
    keys.press(CODE)
    keys.press('[data-testid="node/anchor/continue"]')
    person.is_at("/welcome")
    sign_out(person, keys)

    sign_in(keys, address, "not this one 11")
    expect(person.message(4000006)).to_be_visible()
    if person.scripts:
        keys.is_on("[data-message-id='4000006']")
    keys.fill("input[name=password]", PASSWORD)
    keys.press(button("password"), "Space")
    person.is_at("/welcome")
    save_a_name(person, keys)
    sign_out(person, keys)

    keys.press('[data-testid="forgot-password-link"]')
    person.is_at("/recovery")
    keys.fill("input[name=email]", address)
    keys.press(button("code"))
    keys.is_on(CODE)
    keys.fill(CODE, person.real.mailbox.wait_for(address, "ecover" if language == "en" else "").code)
    keys.press(CODE)
    person.is_at("/settings")
    keys.fill("input[name=password]", NEW_PASSWORD)
    keys.press("input[name=password]")
    expect(person.message(1050001)).to_be_visible()
    assert person.page.locator("html").get_attribute("lang") == language


def test_code_from_sign_up_to_sign_in(person: Person) -> None:
    keys, address = Keyboard(person.page), new_address()
    sign_up(person, keys, address)
    keys.press(button("code"))
    keys.is_on(CODE)
    keys.fill(CODE, person.real.mailbox.wait_for(address).code)
    keys.press(CODE)
    person.is_at("/welcome")
    sign_out(person, keys)
    keys.fill("input[name=identifier]", address)
    keys.press(button("code"))
    keys.is_on(CODE)
    keys.fill(CODE, "000000")
    keys.press(CODE)
    keys.is_on(CODE)
    if person.scripts:
        expect(person.page.locator(CODE)).to_have_accessible_description(re.compile("."))
    keys.fill(CODE, person.real.mailbox.wait_for(address).code)
    keys.press(CODE)
    person.is_at("/welcome")


def test_another_language(person: Person, language: str) -> None:
    keys = Keyboard(person.page)
    keys.press("a.skip")
    keys.press("footer a.lang")
    person.is_at("/languages")
    keys.fill("input[type=search]", "deut")
    keys.press("input[type=search]")
    keys.press("a[lang=de]")
    person.is_at("/login")
    expect(person.page.locator("html")).to_have_attribute("lang", "de")


def sign_up(person: Person, keys: Keyboard, address: str) -> None:
    keys.press('[data-testid="signup-link"]')
    person.is_at("/registration")
    keys.fill("input[name='traits.email']", address)
    keys.press(button("profile"))
    keys.reach("input[name=password]")


def sign_in(keys: Keyboard, address: str, password: str) -> None:
    keys.fill("input[name=identifier]", address)
    keys.fill("input[name=password]", password)
    keys.press("input[name=password]")


def sign_out(person: Person, keys: Keyboard) -> None:
    keys.press('[data-testid="logout"] a')
    person.is_at("/login")


def save_a_name(person: Person, keys: Keyboard) -> None:
    keys.press(".snav a[href$='/sessions']")  # Settings open in another window from home
    keys.press(".snav a[href$='/settings']")
    person.is_at("/settings")
    keys.fill("input[name='traits.name.first']", "Mara")
    keys.press(button("profile"))
    expect(person.message(1050001)).to_be_visible()
    expect(person.page.locator("input[name='traits.name.first']")).to_have_value("Mara")
