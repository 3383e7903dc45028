"""Another origin is reached, `return_to`, by each way that ends there by itself or by a link."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.neighbours import HOUSE
from tests.support.oidc_provider import OidcProvider
from tests.support.pages import NEW_PASSWORD, PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.servers import Elsewhere

NewPerson = Callable[..., Person]
Way = Callable[[Person, str], None]


def somebody(person: Person) -> str:
    """An account with a password; its address."""
    return str(person.real.create_identity(password=PASSWORD)["traits"]["email"])


def go_on(person: Person) -> None:
    person.page.get_by_test_id("node/anchor/continue").click()


def password(person: Person, target: str) -> None:
    address = somebody(person)
    person.open(f"/login{target}")
    person.field("identifier").fill(address)
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()


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


@pytest.mark.parametrize("way", [password, code, social, registration, settings, recovery, verification])
def test_another_origin_is_reached(
    new_person: NewPerson, oidc_provider: OidcProvider, elsewhere: Elsewhere, way: Way
) -> None:
    person, address = new_person(*HOUSE), new_address()
    oidc_provider.person(address, asks=True, email=address, email_verified=True)
    way(person, f"?return_to={elsewhere.url}/app")
    person.page.locator("h1", has_text="Back at /app").wait_for()
