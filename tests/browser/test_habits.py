"""What people do with pages: press twice, go back, open two tabs, reload. No dead end, no lost message."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


def somebody(person: Person) -> str:
    """An account with a password; its address."""
    return str(person.real.create_identity(password=PASSWORD)["traits"]["email"])


def posts(person: Person) -> list[str]:
    """Addresses that this page posts to, from now on."""
    sent: list[str] = []
    person.page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    return sent


@pytest.mark.in_chromium
def test_a_double_click_sends_once(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    address = somebody(person)
    sent = posts(person)
    person.open("/login")
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").dblclick()
    person.is_at("/welcome")
    person.is_signed_in(address)
    if scripts:
        assert len(sent) == 1


@pytest.mark.in_chromium
def test_a_double_click_on_sign_up_makes_one_account(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.button("method", "profile").dblclick()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").dblclick()
    person.page.wait_for_url(lambda url: "/registration" not in url)
    person.is_signed_in(address)


@pytest.mark.in_chromium
def test_back_after_sign_in_leads_on(new_person: NewPerson, scripts: bool) -> None:
    """Back shows the old form; sending it again ends at home, not at an error."""
    person = new_person(scripts=scripts)
    address = somebody(person)
    person.sign_in(address)
    person.is_at("/welcome")
    person.back()
    if person.field("password").count():
        person.field("identifier").fill(address)
        person.field("password").fill(PASSWORD)
        person.button("method", "password").click()
    person.is_at("/welcome")
    person.is_signed_in(address)


@pytest.mark.in_chromium
def test_back_after_a_wrong_password_still_works(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    address = somebody(person)
    person.sign_in(address, "not this one 11")
    expect(person.message(4000006)).to_be_visible()
    person.back()
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/welcome")


def test_two_tabs_on_one_flow(new_person: NewPerson, scripts: bool) -> None:
    """Signed in by the first tab, the second one's form is void: it leads home, with nothing lost."""
    person = new_person(scripts=scripts)
    address = somebody(person)
    person.open("/login")
    second = Person(person.page.context.new_page(), person.real, scripts)
    second.page.goto(person.page.url)
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/welcome")
    second.field("identifier").fill(address)
    second.field("password").fill(PASSWORD)
    second.button("method", "password").click()
    second.is_at("/welcome")
    expect(second.page.locator("body")).to_have_attribute("data-state", "signed_in")


def test_reload_of_another_tab_after_sign_in(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    address = somebody(person)
    person.open("/login")
    second: Page = person.page.context.new_page()
    second.goto(person.page.url)
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/welcome")
    second.reload()
    Person(second, person.real, scripts).is_at("/welcome")


def test_reload_keeps_the_message(new_person: NewPerson, scripts: bool) -> None:
    """Kratos answers a submit with a redirect, so a reload asks for no confirmation and shows the same."""
    person = new_person(scripts=scripts)
    address = somebody(person)
    person.sign_in(address, "not this one 11")
    expect(person.message(4000006)).to_be_visible()
    person.page.reload()
    expect(person.message(4000006)).to_be_visible()
    expect(person.field("identifier")).to_have_value(address)


def test_two_tabs_in_settings(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    person.sign_in(somebody(person))
    person.is_at("/welcome")
    person.open("/settings")
    second = Person(person.page.context.new_page(), person.real, scripts)
    second.page.goto(person.page.url)
    for tab, name in ((person, "Mara"), (second, "Mona")):
        tab.field("traits.name.first").fill(name)
        tab.button("method", "profile").click()
        expect(tab.message(1050001)).to_be_visible()
        expect(tab.field("traits.name.first")).to_have_value(name)


def test_settings_of_an_account_that_another_tab_replaced(new_person: NewPerson, scripts: bool) -> None:
    """Kratos saves nothing, and the page says why in words."""
    person = new_person(scripts=scripts)
    person.sign_in(somebody(person))
    person.is_at("/welcome")
    person.open("/settings")
    second = Person(person.page.context.new_page(), person.real, scripts)
    second.sign_out()
    other = somebody(person)
    second.sign_in(other)
    second.is_at("/welcome")
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()
    person.is_at("/error")
    expect(person.page.locator("main")).to_contain_text("another account")
    person.page.get_by_role("link", name="Start again").click()
    person.is_signed_in(other)
    person.open("/settings")
    expect(person.field("traits.name.first")).to_have_value("")


def test_back_and_reload_on_the_code_step(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    address = somebody(person)
    person.open("/login")
    person.field("identifier").fill(address)
    person.button("method", "code").click()
    expect(person.message(1010014)).to_be_visible()
    person.page.reload()
    expect(person.message(1010014)).to_be_visible()
    person.enter_code(address)
    person.is_at("/welcome")
