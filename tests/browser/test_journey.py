"""The whole way of an account, on a real Kratos, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Playwright

from tests.support.browser import refusing_cookies
from tests.support.expected import expect
from tests.support.pages import NEW_PASSWORD, Person
from tests.support.real_kratos import RealKratos, new_address

NewPerson = Callable[..., Person]


@pytest.mark.in_chromium
def test_password_from_sign_up_to_sign_out(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()

    person.sign_up(address)
    person.is_at("/verification")
    person.enter_code(address)
    expect(person.message(1080002)).to_be_visible()
    person.page.get_by_test_id("node/anchor/continue").click()
    person.is_signed_in(address)

    person.sign_out()
    person.sign_in(address)
    person.is_at("/welcome")
    person.sign_out()

    forget_and_choose_a_new_password(person, address)
    change_the_name(person)
    person.sign_out()
    person.sign_in(address, NEW_PASSWORD)
    person.is_signed_in(address)


def forget_and_choose_a_new_password(person: Person, address: str) -> None:
    person.page.get_by_test_id("forgot-password-link").click()
    person.is_at("/recovery")
    person.field("email").fill(address)
    person.button("method", "code").click()
    expect(person.message(1060003)).to_be_visible()
    person.enter_code(address, "ecover")
    person.is_at("/settings")
    expect(person.message(1060001)).to_be_visible()
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()
    expect(person.message(1050001)).to_be_visible()


def change_the_name(person: Person) -> None:
    person.open("/settings")
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()
    expect(person.message(1050001)).to_be_visible()
    expect(person.field("traits.name.first")).to_have_value("Mara")


@pytest.mark.in_chromium
def test_code_from_sign_up_to_sign_out(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()

    person.sign_up(address, "code")
    expect(person.message(1040005)).to_be_visible()
    person.enter_code(address)
    person.is_at("/welcome")
    person.is_signed_in(address)
    person.sign_out()

    person.open("/login")
    person.field("identifier").fill(address)
    person.button("method", "code").click()
    expect(person.message(1010014)).to_be_visible()
    person.enter_code(address)
    person.is_at("/welcome")
    person.is_signed_in(address)
    person.sign_out()


def test_wrong_password_and_wrong_code_say_so_and_keep_what_was_typed(
    new_person: NewPerson, scripts: bool
) -> None:
    person = new_person(scripts=scripts)
    address = str(person.real.create_identity(password="some other 99 secret")["traits"]["email"])

    person.sign_in(address, "not this one 11")
    expect(person.message(4000006)).to_be_visible()
    expect(person.field("identifier")).to_have_value(address)
    expect(person.page).to_have_title(re.compile(r"^Error: "))

    person.button("method", "code").click()
    person.real.mailbox.wait_for(address)
    person.type_code("000000")
    expect(person.message(4010008)).to_be_visible()


def test_where_the_user_was_going_is_reached(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    address = str(person.real.create_identity(password="some other 99 secret")["traits"]["email"])
    person.open("/settings")
    person.is_at("/login")
    person.field("identifier").fill(address)
    person.field("password").fill("some other 99 secret")
    person.button("method", "password").click()
    person.is_at("/settings")


def test_a_browser_that_refuses_cookies_ends_on_an_explanation(
    playwright: Playwright, ui_server: Callable[..., RealKratos], tmp_path: Path
) -> None:
    real = ui_server()
    with refusing_cookies(playwright, tmp_path) as context:
        page = context.new_page()
        loads: list[str] = []
        page.on(
            "request", lambda request: loads.append(request.url) if request.is_navigation_request() else None
        )
        page.goto(f"{real.ui_url}/login?return_to={real.ui_url}/welcome")
        expect(page.locator("h1")).to_contain_text("cookies")
        paths = [urlsplit(url).path for url in loads]
        assert paths == ["/login", "/self-service/login/browser", "/login", "/login"], (
            "once round, then the words"
        )
        assert context.cookies() == []
