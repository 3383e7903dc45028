"""Getting back into an account by a code: other browsers, wrong and old codes, administrators, second factors."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.expected import expect
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.second_factors import protected

NewPerson = Callable[..., Person]


def ask(person: Person, address: str, path: str = "/recovery") -> None:
    person.open(path)
    person.field("email").fill(address)
    person.button("method", "code").click()
    expect(person.message(1060003)).to_contain_text(address)


def choose_password(person: Person) -> None:
    person.is_at("/settings")
    expect(person.message(1060001)).to_be_visible()
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def test_unknown_address_gets_the_same_page(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    known, unknown = new_address(), new_address()
    person.real.create_identity(known)
    pages = []
    for address in (known, unknown):
        ask(person, address)
        pages.append(person.page.locator("main").inner_text().replace(address, "…"))
        expect(person.field("code")).to_be_visible()
    assert pages[0] == pages[1]
    person.type_code("000000")
    expect(person.message(4060006)).to_be_visible()


def test_wrong_code_then_a_new_one(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    ask(person, address)
    old = person.real.mailbox.wait_for(address).code
    person.type_code(wrong(old))
    expect(person.message(4060006)).to_be_visible()
    expect(person.page.locator("main")).to_contain_text(address)
    person.button("email", address).click()
    expect(person.message(1060003)).to_contain_text(address)
    person.enter_code(address)
    choose_password(person)
    expect(person.message(1050001)).to_be_visible()


def test_too_many_wrong_codes_start_again(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    ask(person, address)
    right = person.real.mailbox.wait_for(address).code
    for _ in range(5):
        person.type_code(wrong(right))
        expect(person.message(4060006)).to_be_visible()
    person.type_code(right)
    expect(person.message(4000001)).to_contain_text("too often")
    expect(person.field("email")).to_be_visible()


def test_code_typed_in_another_browser_is_refused_there(new_person: NewPerson, scripts: bool) -> None:
    """The code belongs to the page that asked for it; the mail holds no link."""
    person, phone, address = new_person(scripts=scripts), new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    ask(person, address)
    code = person.real.mailbox.wait_for(address).code
    ask(phone, address)
    own = person.real.mailbox.wait_for(address).code
    if code != own:
        phone.type_code(code)
        expect(phone.message(4060006)).to_be_visible()
    phone.type_code(own)
    phone.is_at("/settings")


def test_leads_back_to_where_the_person_was_going(new_person: NewPerson, scripts: bool) -> None:
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    person.open(f"/login?return_to={person.real.ui_url}/sessions")
    person.page.get_by_test_id("forgot-password-link").click()
    person.field("email").fill(address)
    person.button("method", "code").click()
    expect(person.message(1060003)).to_be_visible()
    person.enter_code(address)
    choose_password(person)
    person.is_at("/sessions")


def test_account_with_a_second_factor_needs_it_too(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    account = protected(person.real)
    ask(person, account.address)
    person.enter_code(account.address)
    person.is_at("/login")
    expect(person.field("totp_code")).to_be_visible()
    expect(person.page.get_by_test_id("logout-link")).to_be_visible()
    person.type_code(account.totp, "totp_code", "totp")
    person.is_at("/settings")
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()
    expect(person.message(1050001)).to_be_visible()


def test_refused_password_stays_in_the_first_place(new_person: NewPerson, scripts: bool) -> None:
    """Kratos says but once that the account was recovered; the page goes on asking for the password."""
    person, address = new_person(scripts=scripts), new_address()
    person.real.create_identity(address, PASSWORD)
    ask(person, address)
    person.enter_code(address)
    title = person.page.get_by_role("heading", level=1)
    expect(title).to_have_text("Set a new password")
    person.field("password").fill("short")
    person.button("method", "password").click()
    expect(person.message(4000032)).to_be_visible()
    expect(title).to_have_text("Set a new password")
    expect(person.page.get_by_role("heading", level=2).first).to_have_text("Password")
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()
    expect(person.message(1050001)).to_be_visible()
    expect(title).to_have_text("Settings")


def test_code_made_by_an_administrator(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    identity = person.real.create_identity()
    made = person.real.admin("POST", "/recovery/code", {"identity_id": identity["id"]})
    person.page.goto(made["recovery_link"])  # a browser that Kratos has never seen
    person.is_at("/recovery")
    expect(person.page.locator("main")).to_contain_text("Enter the code that you were given.")
    person.type_code(wrong(made["recovery_code"]))
    expect(person.message(4060006)).to_be_visible()
    person.type_code(made["recovery_code"])
    choose_password(person)
    expect(person.message(1050001)).to_be_visible()
    person.is_signed_in(identity["traits"]["email"])


def test_link_made_by_an_administrator(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts)
    identity = person.real.create_identity()
    made = person.real.admin("POST", "/recovery/link", {"identity_id": identity["id"]})
    person.page.goto(made["recovery_link"])
    choose_password(person)
    expect(person.message(1050001)).to_be_visible()
    again = new_person(scripts=scripts)
    again.page.goto(made["recovery_link"])
    again.is_at("/recovery")
    expect(again.message(4060004)).to_be_visible()
    expect(again.field("email")).to_be_visible()
