"""One-time codes by SMS: sign-up, sign-in, second step."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.sms_sink import SmsSink

NewPerson = Callable[..., Person]


def new_number() -> str:
    """A valid telephone number that no other test has."""
    return f"+491511{random.randrange(2 * 10**6, 10**7)}"


def test_sign_up_with_a_number_and_sign_in_with_it(
    new_person: NewPerson, sms_sink: SmsSink, scripts: bool
) -> None:
    person, address, number = new_person("sms", scripts=scripts), new_address(), new_number()
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.field("traits.phone").fill(number)
    person.button("method", "profile").click()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/verification")
    sms_sink.code_for(number)  # a mail comes too; Kratos shows the page of either, and does not say of which

    person.sign_out()
    person.open("/login")
    person.field("identifier").fill(number)
    person.button("method", "code").click()
    expect(person.message(1010014)).to_contain_text(number)
    expect(person.page.locator("h1")).to_have_text("Check your phone")
    code = sms_sink.code_for(number)
    person.type_code("000000" if code != "000000" else "111111")
    expect(person.message(4010008)).to_be_visible()
    person.type_code(code)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_sign_up_by_sms_is_more_than_kratos_can(
    new_person: NewPerson, sms_sink: SmsSink, scripts: bool
) -> None:
    """Kratos 1.3.1 has no text message for it ("Expected sms template"); newer ones have."""
    person = new_person("sms", scripts=scripts)
    person.open("/registration")
    person.field("traits.email").fill(new_address())
    person.field("traits.phone").fill(new_number())
    person.button("method", "profile").click()
    person.button("method", "code").click()
    person.is_at("/error")
    expect(person.page.locator("main")).to_contain_text("The fault is on our side.")


def test_number_that_is_none(new_person: NewPerson, sms_sink: SmsSink, scripts: bool) -> None:
    person = new_person("sms", scripts=scripts)
    person.open("/registration")
    person.field("traits.email").fill(new_address())
    person.field("traits.phone").fill("12")
    person.button("method", "profile").click()
    expect(person.field("traits.phone")).to_have_attribute("aria-invalid", "true")
    expect(person.field("traits.phone")).to_have_value("12")


def test_second_step_with_a_choice_of_addresses(
    new_person: NewPerson, sms_sink: SmsSink, scripts: bool
) -> None:
    person, address, number = new_person("sms", "code-mfa", scripts=scripts), new_address(), new_number()
    person.real.create_identity(address, PASSWORD, schema="phone", phone=number)
    person.sign_in(address)
    person.is_at("/login")
    expect(person.button("address", address)).to_be_visible()
    person.button("address", number).click()
    expect(person.message(1010014)).to_have_text(f"We sent a 6-digit code to {number}.")
    expect(person.page.locator("h1")).to_have_text("Check your phone")
    person.type_code("000000")
    expect(person.message(4010008)).to_be_visible()
    person.type_code(sms_sink.code_for(number))
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_second_step_sent_again_to_the_same_address(
    new_person: NewPerson, sms_sink: SmsSink, scripts: bool
) -> None:
    """Of several identifiers Kratos puts the chosen one first, and takes the first."""
    person, address, number = new_person("sms", "code-mfa", scripts=scripts), new_address(), new_number()
    person.real.create_identity(address, PASSWORD, schema="phone", phone=number)
    person.sign_in(address)
    for chosen, title in ((number, "Check your phone"), (address, "Check your email")):
        person.button("address", chosen).click()
        expect(person.message(1010014)).to_have_text(f"We sent a 6-digit code to {chosen}.")
        code = code_for(chosen, person, sms_sink)
        person.type_code("000000" if code != "000000" else "111111")
        expect(person.message(4010008)).to_be_visible()
        person.button("resend", "code").click()
        expect(person.message(1010014)).to_have_text(f"We sent a 6-digit code to {chosen}.")
        expect(person.page.locator("h1")).to_have_text(title)
        code = code_for(chosen, person, sms_sink)
        if chosen == number:
            person.page.get_by_role("link", name="Use another address").click()
    person.type_code(code)
    person.is_at("/welcome")
    person.is_signed_in(address)


def code_for(address: str, person: Person, sms_sink: SmsSink) -> str:
    """The code of the next message to an address or a number."""
    return person.real.mailbox.wait_for(address).code if "@" in address else sms_sink.code_for(address)
