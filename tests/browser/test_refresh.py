"""Asked again: an old session before a change, and the second step before settings, each with a way out."""

from __future__ import annotations

from collections.abc import Callable

import pyotp

from tests.support.expected import expect
from tests.support.later import sessions_are_old
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.second_factors import protected

NewPerson = Callable[..., Person]


def half_done(new_person: NewPerson, scripts: bool) -> tuple[Person, str]:
    """Somebody whose new password waits until they have confirmed who they are."""
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    sessions_are_old(person.real)
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()
    person.is_at("/login")
    expect(person.message(1010003)).to_be_visible()
    return person, address


def test_change_is_done_after_the_confirmation(new_person: NewPerson, scripts: bool) -> None:
    person, address = half_done(new_person, scripts)
    expect(person.field("identifier")).to_have_value(address)
    person.field("password").fill("not this one 11")
    person.button("method", "password").click()
    expect(person.message(4000006)).to_be_visible()
    expect(person.field("identifier")).to_have_value(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/settings")
    expect(person.message(1050001)).to_be_visible()

    person.sign_out()
    person.sign_in(address, NEW_PASSWORD)
    person.is_at("/welcome")


def test_confirmed_by_code(new_person: NewPerson, scripts: bool) -> None:
    person, address = half_done(new_person, scripts)
    person.button("method", "code").click()
    expect(person.message(1010014)).to_contain_text(address)
    person.enter_code(address)
    person.is_at("/settings")
    expect(person.message(1050001)).to_be_visible()


def test_way_out_of_the_confirmation(new_person: NewPerson, scripts: bool) -> None:
    person, address = half_done(new_person, scripts)
    person.page.get_by_test_id("logout-link").click()
    person.is_at("/logout")
    person.page.locator("main").get_by_role("link", name="Sign out").click()
    person.is_at("/login")
    person.sign_in(address)  # the new password was never saved
    person.is_at("/welcome")


def old_session_changes_a_name(new_person: NewPerson, scripts: bool, verified: bool) -> Person:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD, verified=verified)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    sessions_are_old(person.real)
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()
    return person


def test_harmless_change_asks_nothing(new_person: NewPerson, scripts: bool) -> None:
    person = old_session_changes_a_name(new_person, scripts, verified=False)
    person.is_at("/settings")
    expect(person.message(1050001)).to_be_visible()


def test_kratos_asks_even_for_a_name_when_an_address_is_verified(
    new_person: NewPerson, scripts: bool
) -> None:
    """Kratos 1.3.1 takes the verified address for changed. What was typed is saved after the confirmation."""
    person = old_session_changes_a_name(new_person, scripts, verified=True)
    person.is_at("/login")
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/settings")
    expect(person.message(1050001)).to_be_visible()
    expect(person.field("traits.name.first")).to_have_value("Mara")


def test_second_step_before_settings_leads_back_there(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real)
    person.sign_in(account.address)
    expect(person.field("totp_code")).to_be_visible()
    person.open("/settings")  # half signed in
    person.is_at("/login")
    person.type_code(account.totp, "totp_code", "totp")
    person.is_at("/settings")
    expect(person.button("totp_unlink", "true")).to_be_visible()


def test_half_signed_in_elsewhere(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real)
    person.sign_in(account.address)
    expect(person.field("totp_code")).to_be_visible()
    person.open("/welcome")
    person.page.locator("main").get_by_role("link", name="Go on").click()
    person.is_at("/login")
    expect(person.field("totp_code")).to_be_visible()
    person.page.get_by_test_id("logout-link").click()
    person.is_at("/login")
    expect(person.field("password")).to_be_visible()


def test_second_step_on_demand_only(new_person: NewPerson, scripts: bool) -> None:
    person = new_person("aal1", scripts=scripts)
    account = protected(person.real)
    person.sign_in(account.address)
    person.is_at("/welcome")
    expect(person.page.locator("main")).to_contain_text("One step")
    person.open(f"/login?aal=aal2&return_to={person.real.ui_url}/welcome")
    expect(person.message(1010004)).to_be_visible()
    person.type_code(account.totp, "totp_code", "totp")
    person.is_at("/welcome")
    expect(person.page.locator("main")).to_contain_text("Two steps")


def test_second_step_without_a_second_factor(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open(f"/login?aal=aal2&return_to={person.real.ui_url}/sessions")
    person.is_at("/login")
    expect(person.message(1010004)).to_contain_text("your account has none yet")
    expect(person.page.get_by_test_id("logout-link")).to_be_visible()
    person.page.get_by_role("link", name="Set up a second step").click()
    person.is_at("/settings")
    secret = person.page.get_by_test_id("node/text/totp_secret_key/text").locator("code").text_content()
    person.type_code(pyotp.TOTP(secret or "").now(), "totp_code", "totp")
    person.is_at("/sessions")
    person.open("/welcome")
    expect(person.page.locator("main")).to_contain_text("Two steps")
