"""Home: which addresses are not confirmed yet, and the way to confirm each."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.expected import expect
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.trials import settings, trial

NewPerson = Callable[..., Person]


def at_home(new_person: NewPerson, scripts: bool) -> tuple[Person, str, str]:
    found = trial("welcome-confirm-asks-for-the-address-again")
    person = new_person(scripts=scripts, extra=settings(found["schema"]))
    email, work = new_address(), new_address()
    person.real.create_identity(email, PASSWORD, verified=False, work=work)
    person.sign_in(email)
    person.is_at("/welcome")
    return person, email, work


def test_each_address_is_confirmed_without_typing_it(new_person: NewPerson, scripts: bool) -> None:
    person, email, work = at_home(new_person, scripts)
    main = person.page.locator("main")
    for left in ((email, work), (work,)):
        for address in left:
            expect(main).to_contain_text(f"{address} is not confirmed yet.")
        name = f"Confirm it {left[-1]}" if len(left) > 1 else "Confirm it"
        main.get_by_role("link", name=name).click()
        person.is_at("/verification")
        expect(person.field("email")).to_have_value(left[-1])
        if len(left) > 1:
            person.open("/welcome")
            main.get_by_role("link", name=f"Confirm it {email}").click()
            expect(person.field("email")).to_have_value(email)
        person.button("method", "code").click()
        expect(person.message(1080003)).to_contain_text(left[0])
        person.enter_code(left[0])
        expect(person.message(1080002)).to_be_visible()
        person.open("/welcome")
    expect(main).not_to_contain_text("is not confirmed yet")


def test_the_own_address_is_filled_in_without_a_word_from_home(new_person: NewPerson, scripts: bool) -> None:
    person, email, _ = at_home(new_person, scripts)
    person.open("/verification")
    expect(person.field("email")).to_have_value(email)


def test_nobody_else_s_address_is_filled_in(new_person: NewPerson, scripts: bool) -> None:
    person, email, _ = at_home(new_person, scripts)
    for address in ("someone@example.org", "00000000-0000-4000-8000-000000000000"):
        person.open(f"/verification?address={address}")
        expect(person.field("email")).to_have_value(email)
    person.sign_out()
    person.open("/verification?address=someone@example.org")
    expect(person.field("email")).to_have_value("")
