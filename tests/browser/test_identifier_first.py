"""Sign-in that asks who it is first, and pages that don't tell whether an account exists."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.expected import expect
from tests.support.oidc_provider import OidcProvider
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


def name(person: Person, address: str) -> None:
    person.field("identifier").fill(address)
    person.button("method", "identifier_first").click()


def test_password_after_the_name(new_person: NewPerson, scripts: bool) -> None:
    person, other, address = new_person("identifier-first", scripts=scripts), new_address(), new_address()
    person.real.create_identity(other, PASSWORD)
    person.real.create_identity(address, PASSWORD)
    person.open("/login")
    expect(person.page.locator('input[name="password"]')).to_have_count(0)
    name(person, other)
    chip = person.page.locator(".who")
    expect(chip).to_contain_text(other)
    chip.get_by_role("link", name="Change").click()
    expect(person.field("identifier")).to_have_value("")
    name(person, address)
    expect(chip).to_contain_text(address)
    person.field("password").fill("not this one 11")
    person.button("method", "password").click()
    expect(person.message(4000006)).to_be_visible()
    expect(chip).to_contain_text(address)
    person.field("password").fill(PASSWORD)
    person.field("password").press("Enter")
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_code_after_the_name(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("identifier-first", scripts=scripts), new_address()
    person.real.create_identity(address)
    person.open("/login")
    name(person, address)
    person.button("method", "code").click()
    expect(person.message(1010014)).to_contain_text(address)
    code = person.real.mailbox.wait_for(address).code
    person.type_code("000000" if code != "000000" else "111111")
    expect(person.message(4010008)).to_be_visible()
    person.type_code(code)
    person.is_at("/welcome")
    person.is_signed_in(address)


def test_nobody_of_that_name(new_person: NewPerson, scripts: bool) -> None:
    person, address, known = new_person("identifier-first", scripts=scripts), new_address(), new_address()
    person.real.create_identity(known, PASSWORD)
    person.open("/login")
    name(person, address)
    expect(person.message(4000037)).to_contain_text("Check what you typed")
    expect(person.field("identifier")).to_have_value(address)
    expect(person.page.get_by_test_id("signup-link")).to_be_visible()
    name(person, known)
    expect(person.field("password")).to_be_visible()


def test_provider_beside_the_name_and_after_it(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address = new_person("identifier-first", "oidc", scripts=scripts), new_address()
    oidc_provider.person(address, email=address, email_verified=True)
    person.open("/login")
    person.button("provider", "corp").click()
    person.is_at("/welcome")
    person.sign_out()
    person.open("/login")
    name(person, address)
    expect(person.page.locator(".who")).to_contain_text(address)
    person.button("provider", "corp").click()
    person.is_at("/welcome")
    person.is_signed_in(address)
    assert [request.get("login_hint") for request in oidc_provider.requests] == [None, address]


def test_second_step_and_confirmation_ask_no_name(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person("identifier-first", scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.open("/login")
    name(person, address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/welcome")
    person.open("/login?refresh=true")
    expect(person.message(1010003)).to_be_visible()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/welcome")


def test_mitigation_shows_the_same_steps_for_strangers(new_person: NewPerson, scripts: bool) -> None:
    person = new_person("identifier-first", "mitigate", scripts=scripts)
    address, unknown = new_address(), new_address()
    person.real.create_identity(address, PASSWORD)
    controls = []
    for who in (address, unknown):
        person.open("/login")
        name(person, who)
        expect(person.page.locator(".who")).to_contain_text(who)
        buttons = person.page.locator("main button:visible[name]")
        controls.append([(each.get_attribute("name"), each.get_attribute("value")) for each in buttons.all()])
        person.field("password").fill("not this one 11")
        person.button("method", "password").click()
        expect(person.message(4000006)).to_be_visible()
    assert controls[0] == controls[1]


def test_mitigation_at_sign_up(new_person: NewPerson, scripts: bool) -> None:
    """The one who signs up is told no more than that there may be an account."""
    person, address = new_person("mitigate", scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_up(address)
    expect(person.message(4000007)).to_be_visible()
    expect(person.page.get_by_test_id("cta-link")).to_be_visible()
