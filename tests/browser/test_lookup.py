"""Recovery codes: made, kept, used once, shown again, made anew, turned off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.second_factors import protected
from tests.support.trials import settings, trial

NewPerson = Callable[..., Person]


def press(person: Person, action: str) -> None:
    person.button(f"lookup_secret_{action}", "true").click()


def shown(person: Person) -> Locator:
    return person.page.get_by_test_id("node/text/lookup_secret_codes/text").locator("code")


def use(person: Person, code: str) -> None:
    person.field("lookup_secret").fill(code)
    person.button("method", "lookup_secret").click()


def second_step(person: Person, address: str, code: str) -> None:
    """Signs in with this recovery code."""
    person.sign_in(address)
    person.is_at("/login")
    expect(person.message(1010004)).to_be_visible()
    use(person, code)


def test_made_and_kept(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    press(person, "regenerate")
    expect(shown(person)).to_have_count(12)
    codes = shown(person).all_text_contents()
    press(person, "confirm")
    expect(person.message(1050001)).to_be_visible()
    expect(shown(person)).to_have_count(0)

    person.sign_out()
    second_step(person, address, codes[3])
    person.is_at("/welcome")
    person.is_signed_in(address)
    expect(person.page.locator("main")).to_contain_text("Two steps")


def test_each_works_once(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real, totp=False, lookup=True)
    second_step(person, account.address, "abcd1234")
    expect(person.message(4000016)).to_be_visible()
    use(person, account.codes[0])
    person.is_at("/welcome")
    person.open("/settings")
    press(person, "reveal")
    expect(shown(person)).to_have_count(12)
    if scripts:  # else it is no browser that looks
        title = person.page.locator("#h-lookup_secret")
        expect(title).to_be_focused()  # far down the page
        expect(title).to_be_in_viewport()
    used = person.page.get_by_test_id("node/text/lookup_secret_codes/text").locator("li.is-used")
    expect(used).to_have_count(1)
    expect(used).to_contain_text("Used")

    person.sign_out()
    second_step(person, account.address, account.codes[0])
    expect(person.message(4000012)).to_be_visible()
    use(person, account.codes[1])
    person.is_at("/welcome")


@pytest.mark.parametrize("written", ["blank", "capitals", "dash", "halves"])
def test_taken_as_meant(new_person: NewPerson, scripts: bool, written: str) -> None:
    """Kratos compares to the letter; without scripts the page says how a code is written."""
    given = trial("recovery-code-with-a-blank-or-capitals-is-refused")
    person = new_person(scripts=scripts, extra=settings(given["schema"], given["config"]))
    account = protected(person.real, totp=False, lookup=True)
    code = account.codes[0]
    typed = {
        "blank": f"{code} ",
        "capitals": code.upper(),
        "dash": f"{code[:4]}\u2011{code[4:]}",
        "halves": f"{code[:4]} {code[4:]}",
    }[written]
    second_step(person, account.address, typed)
    if not scripts:
        expect(person.message(4000016)).to_contain_text("small letters and digits, without spaces")
        use(person, code)
    person.is_at("/welcome")


def new_codes(person: Person) -> list[str]:
    """Codes made anew in the settings, not confirmed yet."""
    person.open("/settings")
    press(person, "reveal")
    press(person, "regenerate")
    expect(person.button("lookup_secret_confirm", "true")).to_be_visible()
    return shown(person).all_text_contents()


def test_new_ones_count_when_confirmed(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real, totp=False, lookup=True)
    second_step(person, account.address, account.codes[0])
    person.is_at("/welcome")
    fresh = new_codes(person)
    assert len(fresh) == 12
    assert not set(fresh) & set(account.codes)

    person.sign_out()  # without "I saved my codes"
    second_step(person, account.address, fresh[0])
    expect(person.message(4000016)).to_be_visible()
    use(person, account.codes[1])
    person.is_at("/welcome")
    fresh = new_codes(person)
    press(person, "confirm")
    expect(person.message(1050001)).to_be_visible()

    person.sign_out()
    second_step(person, account.address, account.codes[2])
    expect(person.message(4000016)).to_be_visible()
    use(person, fresh[0])
    person.is_at("/welcome")


def test_turned_off(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real, totp=False, lookup=True)
    second_step(person, account.address, account.codes[0])
    person.is_at("/welcome")
    person.open("/settings")
    press(person, "disable")
    expect(person.message(1050001)).to_be_visible()
    expect(person.button("lookup_secret_regenerate", "true")).to_be_visible()
    person.sign_out()
    person.sign_in(account.address)
    person.is_at("/welcome")
    person.is_signed_in(account.address)


def test_copy_and_download(new_person: NewPerson, tmp_path: Path) -> None:
    person = new_person(permissions=["clipboard-read", "clipboard-write"])
    account = protected(person.real, totp=False, lookup=True)
    second_step(person, account.address, account.codes[0])
    person.is_at("/welcome")
    person.open("/settings")
    press(person, "reveal")
    expect(shown(person)).to_have_count(12)
    unused = list(account.codes[1:])

    person.page.locator("[data-copy]:visible").click()
    expect(person.page.locator("#lookup_secret [data-status]")).to_have_text("Copied")
    assert str(person.page.evaluate("navigator.clipboard.readText()")).split() == unused

    with person.page.expect_download() as download:
        person.page.locator("[data-download]:visible").click()
    download.value.save_as(tmp_path / "codes.txt")
    assert (tmp_path / "codes.txt").read_text().split() == unused
    assert download.value.suggested_filename == "recovery-codes.txt"
    expect(person.page.locator("[data-print]:visible")).to_have_count(1)


@pytest.mark.in_chromium
def test_without_scripts_no_button_promises_what_it_cannot_do(new_person: NewPerson) -> None:
    person = new_person(scripts=False)
    account = protected(person.real, totp=False, lookup=True)
    second_step(person, account.address, account.codes[0])
    person.is_at("/welcome")
    person.open("/settings")
    press(person, "reveal")
    expect(shown(person)).to_have_count(12)
    expect(
        person.page.locator("[data-copy]:visible, [data-download]:visible, [data-print]:visible")
    ).to_have_count(0)
