"""A one-time code by mail as second step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


def half_signed_in(person: Person) -> str:
    """Signs in with the password, to the choice of the address."""
    address = new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/login")
    expect(person.message(1010004)).to_be_visible()
    expect(person.button("address", address)).to_be_visible()
    return address


def test_second_step(new_person: NewPerson, scripts: bool) -> None:
    person = new_person("code-mfa", scripts=scripts)
    address = half_signed_in(person)
    person.button("address", address).click()
    expect(person.message(1010014)).to_have_text(f"We sent a 6-digit code to {address}.")
    first = person.real.mailbox.wait_for(address).code
    person.page.reload()
    person.type_code("000000" if first != "000000" else "111111")
    expect(person.message(4010008)).to_be_visible()
    person.type_code(first)
    person.is_at("/welcome")
    person.is_signed_in(address)
    expect(person.page.locator("main")).to_contain_text("Two steps")


def test_sent_again(new_person: NewPerson, scripts: bool) -> None:
    person = new_person("code-mfa", scripts=scripts)
    address = half_signed_in(person)
    person.button("address", address).click()
    expect(person.message(1010014)).to_be_visible()
    old = person.real.mailbox.wait_for(address).code
    person.button("resend", "code").click()
    new = person.real.mailbox.wait_for(address).code
    expect(person.message(1010014)).to_be_visible()
    if old != new:
        person.type_code(old)
        expect(person.message(4010008)).to_be_visible()
    person.type_code(new)
    person.is_at("/welcome")


def test_too_many_wrong_codes(new_person: NewPerson, scripts: bool) -> None:
    person = new_person("code-mfa", scripts=scripts)
    address = half_signed_in(person)
    person.button("address", address).click()
    right = person.real.mailbox.wait_for(address).code
    for _ in range(6):
        expect(person.field("code")).to_have_value("")
        person.type_code("000000" if right != "000000" else "111111")
        person.page.wait_for_load_state()
    expect(person.page.locator("main")).to_contain_text("too often")
    person.page.get_by_test_id("logout-link").click()
    person.is_at("/login")
    expect(person.field("password")).to_be_visible()


@pytest.mark.in_chromium
def test_an_address_that_is_none_of_mine(new_person: NewPerson, scripts: bool) -> None:
    """Kratos then remembers it in a hidden identifier, which must not win over the button that is pressed next."""
    person = new_person("code-mfa", scripts=scripts)
    address = half_signed_in(person)
    person.button("address", address).evaluate("button => { button.value = 'nobody@example.org'; }")
    person.button("address", "nobody@example.org").click()
    expect(person.message(4000035)).to_be_visible()
    person.button("address", address).click()
    expect(person.message(1010014)).to_be_visible()
    person.enter_code(address)
    person.is_at("/welcome")
