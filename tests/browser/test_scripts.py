"""What static/js/enhance.js adds, on our own pages before a real Kratos."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


def test_password_can_be_shown(new_person: NewPerson) -> None:
    person = new_person()
    person.open("/login")
    person.field("password").fill(PASSWORD)
    person.page.get_by_role("button", name="Show password").click()
    expect(person.field("password")).to_have_attribute("type", "text")
    person.page.get_by_role("button", name="Hide password").click()
    expect(person.field("password")).to_have_attribute("type", "password")


@pytest.mark.wcag("3.3.1", "4.1.3")
def test_focus_goes_to_what_is_wrong(new_person: NewPerson) -> None:
    person = new_person()
    person.sign_in(new_address(), "not this one 11")
    expect(
        person.page.locator("[data-message-id='4000006']")
    ).to_be_focused()  # neither field is to blame alone

    person.open("/registration")
    person.field("traits.email").fill(new_address())
    person.button("method", "profile").click()
    person.field("password").fill("short")
    person.button("method", "password").click()
    expect(person.field("password")).to_be_focused()
    expect(person.field("password")).to_have_attribute("aria-invalid", "true")


def test_second_new_code_has_to_wait(new_person: NewPerson) -> None:
    person, address = new_person(), new_address()
    now = datetime.datetime.now()
    person.page.clock.install(time=now)
    person.page.clock.pause_at(now + datetime.timedelta(seconds=1))
    person.sign_up(address, "code")
    button = person.page.locator("button[data-countdown]")
    for _ in range(2):
        person.real.mailbox.wait_for(address)
        button.click()
        expect(button).to_have_text(re.compile(r"\(0:30\)$"))
        person.page.clock.fast_forward(31_000)
        expect(button).not_to_have_text(re.compile(r"\("))
        expect(button).not_to_have_attribute("aria-disabled", "true")
        person.page.clock.run_for(200)
        ready = person.page.get_by_role("status").filter(has_text="You can send a new code now.")
        expect(ready).to_have_count(1)
    person.real.mailbox.wait_for(address)


def test_pasted_code_with_a_space_signs_up(new_person: NewPerson) -> None:
    person, address = new_person(), new_address()
    person.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    person.sign_up(address, "code")
    code = person.real.mailbox.wait_for(address).code
    person.page.evaluate("code => navigator.clipboard.writeText(code)", f"{code[:3]} {code[3:]}")
    person.field("code").press("Control+V")
    person.is_at("/welcome")


def test_recovery_codes_can_be_saved(new_person: NewPerson) -> None:
    person, address = new_person(), new_address()
    person.real.create_identity(address, password=PASSWORD)
    person.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    person.button("lookup_secret_regenerate", "true").click()
    codes = person.page.get_by_test_id("node/text/lookup_secret_codes/text").locator("code")
    expect(codes).to_have_count(12)
    expected = "\n".join(codes.all_inner_texts())
    person.page.get_by_role("button", name="Copy").click()
    expect(person.page.locator("[data-status]")).to_have_text("Copied")
    assert person.page.evaluate("navigator.clipboard.readText()") == expected
    with person.page.expect_download() as caught:
        person.page.get_by_role("button", name="Download").click()
    assert caught.value.suggested_filename == "recovery-codes.txt"
    assert Path(caught.value.path()).read_text() == expected + "\n"


@pytest.mark.wcag("2.2.1")
def test_page_that_was_open_for_too_long_keeps_what_was_typed(new_person: NewPerson) -> None:
    person = new_person()
    page = person.page
    page.clock.install(time=datetime.datetime.now())
    page.goto(f"{person.real.ui_url}/login?return_to={person.real.ui_url}/settings")
    before = page.url
    person.field("identifier").fill("ada@example.org")
    person.field("password").fill(PASSWORD)
    page.clock.fast_forward(3700_000)
    expect(page).not_to_have_url(before)
    person.is_at("/login")
    expect(page).to_have_url(re.compile(r"flow="))
    expect(person.field("identifier")).to_have_value("ada@example.org")
    expect(person.field("password")).to_have_value("")
    address = str(person.real.create_identity(password=PASSWORD)["traits"]["email"])
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.is_at("/settings")  # where the person was going is not forgotten


def test_second_step_that_was_open_for_too_long_keeps_the_first_one(new_person: NewPerson) -> None:
    """Kratos carries it in hidden fields, one set for each way to go on."""
    person, address = new_person("all-traits"), new_address()
    page = person.page
    page.clock.install(time=datetime.datetime.now())
    person.open("/registration")
    person.field("traits.email").fill(address)
    person.field("traits.nickname").fill("mara")
    terms = page.locator('input[type="checkbox"][name="traits.terms"]')
    terms.check()
    person.button("method", "profile").click()
    expect(person.field("password")).to_be_visible()
    before = page.url
    page.clock.fast_forward(3700_000)
    expect(page).not_to_have_url(before)
    expect(person.field("traits.email")).to_have_value(address)
    expect(person.field("traits.nickname")).to_have_value("mara")
    expect(terms).to_be_checked()
    expect(page.locator('input[type="checkbox"][name="traits.newsletter"]')).not_to_be_checked()


def test_code_page_that_was_open_for_too_long_keeps_the_address(new_person: NewPerson) -> None:
    person = new_person()
    page = person.page
    page.clock.install(time=datetime.datetime.now())
    address = str(person.real.create_identity(password=PASSWORD)["traits"]["email"])
    person.open("/login")
    person.field("identifier").fill(address)
    person.button("method", "code").click()
    expect(person.field("code")).to_be_visible()
    before = page.url
    page.clock.fast_forward(3700_000)
    expect(page).not_to_have_url(before)
    expect(person.field("identifier")).to_have_value(address)
