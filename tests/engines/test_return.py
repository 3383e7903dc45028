"""Another origin is reached, `return_to`, by each way that ends there by itself or by a link."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.later import flows_are_over
from tests.support.neighbours import HOUSE
from tests.support.oidc_provider import OidcProvider
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.second_factors import protected
from tests.support.servers import Elsewhere

NewPerson = Callable[..., Person]
Way = Callable[[Person, str], None]


def somebody(person: Person) -> str:
    """An account with a password; its address."""
    return str(person.real.create_identity(password=PASSWORD)["traits"]["email"])


def go_on(person: Person) -> None:
    person.page.get_by_test_id("node/anchor/continue").click()


def type_password(person: Person, address: str, password: str = PASSWORD) -> None:
    person.field("identifier").fill(address)
    person.field("password").fill(password)
    person.button("method", "password").click()


def sign_in(person: Person, target: str, address: str) -> None:
    person.open(f"/login{target}")
    type_password(person, address)


def password(person: Person, target: str) -> None:
    sign_in(person, target, somebody(person))


def wrong_password(person: Person, target: str) -> None:
    address = somebody(person)
    person.open(f"/login{target}")
    type_password(person, address, "not this one 11")
    person.message(4000006).wait_for()
    type_password(person, address)


def expired(person: Person, target: str) -> None:
    address = somebody(person)
    person.open(f"/login{target}")
    flows_are_over(person.real)
    type_password(person, address)
    person.message(4010001).wait_for()
    type_password(person, address)


def app(person: Person, target: str) -> None:
    account = protected(person.real)
    sign_in(person, target, account.address)
    person.type_code(account.totp, "totp_code", "totp")


def recovery_code(person: Person, target: str) -> None:
    account = protected(person.real, totp=False, lookup=True)
    sign_in(person, target, account.address)
    person.type_code(account.codes[0], "lookup_secret", "lookup_secret")


def code(person: Person, target: str) -> None:
    address = somebody(person)
    person.open(f"/login{target}")
    person.field("identifier").fill(address)
    person.button("method", "code").click()
    person.enter_code(address)


def social(person: Person, target: str) -> None:
    person.open(f"/login{target}")
    person.button("provider", "corp").click()
    person.button("answer", "allow").click()


def denied(person: Person, target: str) -> None:
    address = somebody(person)
    person.open(f"/login{target}")
    person.button("provider", "corp").click()
    person.button("answer", "deny").click()
    person.is_at("/login")
    type_password(person, address)


def registration_by_code(person: Person, target: str) -> None:
    address = new_address()
    person.open(f"/registration{target}")
    person.field("traits.email").fill(address)
    person.button("method", "profile").click()
    person.button("method", "code").click()
    person.enter_code(address)


def registration(person: Person, target: str) -> None:
    address = new_address()
    person.open(f"/registration{target}")
    person.field("traits.email").fill(address)
    person.button("method", "profile").click()
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.enter_code(address)
    go_on(person)


def settings(person: Person, target: str) -> None:
    person.sign_in(somebody(person))
    person.is_at("/welcome")
    person.open(f"/settings{target}")
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()


def code_by_mail(person: Person, page: str) -> None:
    address = somebody(person)
    person.open(page)
    person.field("email").fill(address)
    person.button("method", "code").click()
    person.enter_code(address)


def recovery(person: Person, target: str) -> None:
    code_by_mail(person, f"/recovery{target}")
    person.field("password").fill(NEW_PASSWORD)
    person.button("method", "password").click()


def verification(person: Person, target: str) -> None:
    code_by_mail(person, f"/verification{target}")
    go_on(person)


WAYS = (
    password, wrong_password, expired, code, app, recovery_code, social, denied, registration,
    registration_by_code, settings, recovery, verification,
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_another_origin_is_reached(
    new_person: NewPerson, oidc_provider: OidcProvider, elsewhere: Elsewhere, way: Way
) -> None:
    person, address = new_person(*HOUSE), new_address()
    oidc_provider.person(address, asks=True, email=address, email_verified=True)
    way(person, f"?return_to={elsewhere.url}/app")
    person.page.locator("h1", has_text="Back at /app").wait_for()
