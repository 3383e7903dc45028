"""Where Kratos leaves people without a word or a way: each page says what happened, and leads on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.support.expected import expect
from tests.support.later import sessions_are_old
from tests.support.oidc_provider import OidcProvider
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person, without_checks
from tests.support.real_kratos import new_address
from tests.support.second_factors import protected
from tests.support.trials import settings, trial

NewPerson = Callable[..., Person]
NOTHING = "Your account has nothing yet to confirm it’s you with."
NO_CODES = {"selfservice.methods.code.passwordless_enabled": False}


def recover(person: Person, address: str) -> None:
    person.field("email").fill(address)
    person.button("method", "code").click()
    expect(person.message(1060003)).to_be_visible()
    person.enter_code(address)


def without_credentials(
    new_person: NewPerson, scripts: bool, config: Mapping[str, object]
) -> tuple[Person, str]:
    """Somebody who has only ever come in by a recovery code, and is asked to confirm a change."""
    found = trial("refresh-without-credentials-is-a-dead-end")
    made = settings(found["schema"], config)
    person, address = new_person(scripts=scripts, extra=made), new_address()
    person.real.create_identity(address)
    person.open("/recovery")
    recover(person, address)
    person.is_at("/settings")
    return person, address


def ask_for_confirmation(person: Person) -> None:
    sessions_are_old(person.real)
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()
    person.is_at("/login")
    expect(person.message(1010003)).to_be_visible()


def test_nothing_to_confirm_with(new_person: NewPerson, scripts: bool) -> None:
    person, address = without_credentials(new_person, scripts, NO_CODES)
    ask_for_confirmation(person)
    expect(person.message(1010003)).to_contain_text(NOTHING)
    main = person.page.locator("main")
    expect(main).to_contain_text(address)
    expect(main).not_to_contain_text("There is no way to sign in here")
    main.get_by_role("link", name="Recover your account").click()
    person.is_at("/recovery")
    recover(person, address)
    person.is_at("/settings")
    person.field("password").fill("a third lantern 23")
    person.button("method", "password").click()
    expect(person.message(1050001)).to_be_visible()
    person.sign_out()
    person.sign_in(address, "a third lantern 23")  # not what was typed before
    person.is_at("/welcome")


def test_nothing_to_confirm_with_as_tried(new_person: NewPerson, scripts: bool) -> None:
    """The input itself; its Kratos can send a code, too."""
    found = trial("refresh-without-credentials-is-a-dead-end")
    person, address = without_credentials(new_person, scripts, {**found["config"], **NO_CODES})
    ask_for_confirmation(person)
    expect(person.message(1010003)).to_contain_text(NOTHING)
    expect(person.page.locator('main a[href*="recovery"]')).to_be_visible()


def test_a_code_confirms_it(new_person: NewPerson, scripts: bool) -> None:
    person, address = without_credentials(new_person, scripts, {})
    ask_for_confirmation(person)
    expect(person.page.locator("main")).not_to_contain_text(NOTHING)
    person.button("method", "code").click()
    person.enter_code(address)
    person.is_at("/settings")
    expect(person.message(1050001)).to_be_visible()


def test_leads_to_where_the_person_was_going(new_person: NewPerson, scripts: bool) -> None:
    person, address = without_credentials(new_person, scripts, NO_CODES)
    person.open(f"/login?refresh=true&return_to={person.real.ui_url}/sessions")
    person.page.locator("main").get_by_role("link", name="Recover your account").click()
    person.is_at("/recovery")
    recover(person, address)
    person.is_at("/settings")
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()
    person.is_at("/sessions")


def test_whose_password_and_a_way_if_it_is_forgotten(new_person: NewPerson, scripts: bool) -> None:
    found = trial("refresh-does-not-say-who")
    person, address = new_person(scripts=scripts, extra=settings(found["schema"])), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/login?refresh=true")
    main = person.page.locator("main")
    expect(main.locator(".who")).to_contain_text(address)
    person.page.get_by_test_id("forgot-password-link").click()
    person.is_at("/recovery")
    expect(main).to_contain_text(f"You are signed in as {address}")
    main.get_by_role("link", name="Sign out and recover").click()
    person.is_at("/recovery")
    recover(person, address)
    person.is_at("/settings")


def test_recovery_while_signed_in(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.open("/recovery")
    early = person.page.url
    person.sign_in(address)
    person.is_at("/welcome")
    for path in (
        f"/recovery?return_to={person.real.ui_url}/sessions",
        early.removeprefix(person.real.ui_url),
    ):
        person.open(path)
        person.is_at("/recovery")
        expect(person.page.locator("main h1")).to_have_text("You are already signed in")
        expect(person.page.locator("main")).to_contain_text(address)
    person.open(f"/recovery?return_to={person.real.ui_url}/sessions")
    person.page.locator("main").get_by_role("link", name="Go to Settings").click()
    person.is_at("/settings")
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()
    person.is_at("/sessions")


def test_recovery_while_half_signed_in(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real)
    person.sign_in(account.address)
    expect(person.field("totp_code")).to_be_visible()
    person.open("/recovery")
    expect(person.page.locator("main h1")).to_have_text("You are already signed in")
    person.page.locator("main").get_by_role("link", name="Sign out and recover").click()
    person.is_at("/recovery")
    expect(person.field("email")).to_be_visible()


@pytest.mark.parametrize("typed", ["nobody@example.org", ""])
def test_providers_after_an_unknown_account(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool, typed: str
) -> None:
    person = new_person("identifier-first", "oidc", scripts=scripts)
    person.open("/login")
    expect(person.button("provider", "corp")).to_be_visible()
    person.field("identifier").fill(typed)
    without_checks(person.page.locator("form", has=person.field("identifier")))
    person.button("method", "identifier_first").click()
    expect(person.message(4000037)).to_be_visible()
    person.page.locator("main").get_by_role("link", name="Start over").click()
    person.is_at("/login")
    expect(person.button("provider", "corp")).to_be_visible()


def test_one_press_is_left_after_the_link_of_a_mail(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD, verified=False)
    person.open("/verification")
    person.field("email").fill(address)
    person.button("method", "code").click()
    expect(person.message(1080003)).to_contain_text(address)
    mail = person.real.mailbox.wait_for(address)
    person.page.goto(mail.link)
    main = person.page.locator("main")
    left = "Your code is already filled in. One press is left: “Continue”."
    expect(person.message(1080003)).to_have_text(left)
    person.type_code("000000" if mail.code != "000000" else "111111")
    expect(person.message(4070006)).to_be_visible()
    expect(main).not_to_contain_text(left)
    person.type_code(mail.code)
    expect(person.message(1080002)).to_be_visible()
