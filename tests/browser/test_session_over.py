"""A session that ended, and one that was signed out: Kratos says neither, the sign-in page does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.trials import settings, trial

NewPerson = Callable[..., Person]
ENDED = "Your session ended. Sign in again to go on."
OUT = "You are signed out."
SESSION = "ory_kratos_session"


def signed_in(new_person: NewPerson, scripts: bool, **more: object) -> tuple[Person, str]:
    found = trial("session-over-in-settings-is-not-explained")
    person, address = new_person(scripts=scripts, extra=settings(found["schema"]), **more), new_address()
    identity = person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    return person, identity["id"]


def revoke(person: Person, identity: str) -> None:
    """By an administrator: the browser still sends its cookie."""
    person.real.admin("DELETE", f"/identities/{identity}/sessions")


def run_out(person: Person) -> None:
    """In time: browsers drop the cookie with it."""
    person.page.context.clear_cookies(name=SESSION)


def type_password(person: Person, address: str) -> None:
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()


@pytest.mark.parametrize("how", ["revoked", "run out"])
def test_over_while_settings_were_open(new_person: NewPerson, scripts: bool, how: str) -> None:
    person, identity = signed_in(new_person, scripts)
    person.open("/settings")
    address = person.field("traits.email").input_value()
    revoke(person, identity) if how == "revoked" else run_out(person)
    person.field("traits.nick").fill("Mara")
    person.button("method", "profile").click()
    person.is_at("/login")
    main = person.page.locator("main")
    expect(main).to_contain_text(ENDED)
    person.field("identifier").fill(address)
    person.field("password").fill("not this one 11")
    person.button("method", "password").click()
    expect(person.message(4000006)).to_be_visible()
    expect(main).not_to_contain_text(ENDED)
    type_password(person, address)
    person.is_at("/settings")
    expect(main).not_to_contain_text("ended")


@pytest.mark.parametrize("how", ["revoked", "run out"])
@pytest.mark.parametrize("path", ["/settings", "/sessions"])
def test_over_before_a_page_of_the_account_is_opened(
    new_person: NewPerson, scripts: bool, path: str, how: str
) -> None:
    person, identity = signed_in(new_person, scripts)
    address = person.page.locator(".topbar__id").text_content() or ""
    revoke(person, identity) if how == "revoked" else run_out(person)
    person.open(path)
    person.is_at("/login")
    expect(person.page.locator("main")).to_contain_text(ENDED)
    type_password(person, address)
    person.is_at(path)


def test_reloaded_settings(new_person: NewPerson, scripts: bool) -> None:
    person, identity = signed_in(new_person, scripts)
    person.open("/settings")
    revoke(person, identity)
    person.page.reload()
    person.is_at("/login")
    expect(person.page.locator("main")).to_contain_text(ENDED)


def test_who_goes_to_the_sign_in_page_is_led_nowhere_else(new_person: NewPerson, scripts: bool) -> None:
    person, identity = signed_in(new_person, scripts)
    person.open("/settings")
    address = person.field("traits.email").input_value()
    revoke(person, identity)
    person.open("/login")
    person.is_at("/login")
    type_password(person, address)
    person.is_at("/welcome")


def test_a_stranger_hears_of_no_session(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    for path in ("/login", "/settings", "/welcome", "/recovery"):
        person.open(path)
        expect(person.page.locator("main h1")).to_be_visible()
        expect(person.page.locator("main [role=status]")).to_have_count(0)


def test_signed_out(new_person: NewPerson, scripts: bool) -> None:
    person, _ = signed_in(new_person, scripts)
    address = person.page.locator(".topbar__id").text_content() or ""
    person.page.locator('[data-testid="logout"] a').click()
    person.is_at("/login")
    main = person.page.locator("main")
    expect(main.get_by_role("status")).to_have_text(OUT)
    person.open("/login")
    expect(person.field("identifier")).to_be_visible()
    expect(main).not_to_contain_text(OUT)
    type_password(person, address)
    person.is_at("/welcome")
    expect(main).not_to_contain_text(OUT)


def test_signed_out_from_the_page_that_asks(new_person: NewPerson, scripts: bool) -> None:
    person, _ = signed_in(new_person, scripts)
    person.open("/logout")
    person.page.locator("main").get_by_role("link", name="Sign out").click()
    person.is_at("/login")
    expect(person.page.locator("main")).to_contain_text(OUT)


def test_signed_out_to_the_home_page(new_person: NewPerson, scripts: bool) -> None:
    """Where Kratos sends people home after a sign-out."""
    person, _ = signed_in(new_person, scripts)
    person.open(f"/settings?return_to={person.real.ui_url}/welcome")
    person.page.locator('[data-testid="logout"] a').click()
    person.is_at("/welcome")
    expect(person.page.locator("main")).to_contain_text(OUT)
    person.page.reload()
    expect(person.page.locator("main")).not_to_contain_text(OUT)


def test_signed_out_and_back(new_person: NewPerson, scripts: bool) -> None:
    """Going back asks to sign in; nothing has ended by itself."""
    person, _ = signed_in(new_person, scripts)
    person.open("/settings")
    person.page.locator('[data-testid="logout"] a').click()
    person.is_at("/login")
    person.open("/settings")
    person.is_at("/login")
    expect(person.field("identifier")).to_be_visible()
    expect(person.page.locator("main [role=status]")).to_have_count(0)


def test_second_step_of_a_session_that_is_over(new_person: NewPerson, scripts: bool) -> None:
    """Kratos has an error page for it; signing in asks for that step anyway."""
    person, identity = signed_in(new_person, scripts)
    revoke(person, identity)
    person.open(f"/login?aal=aal2&return_to={person.real.ui_url}/sessions")
    person.is_at("/login")
    expect(person.page.locator("main")).to_contain_text(ENDED)
    expect(person.field("password")).to_be_visible()
