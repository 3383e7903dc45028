"""Two hosts of one process, before one Kratos that leads to a third: each journey keeps the brand of its host."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.brands import themes_for
from tests.support.expected import expect
from tests.support.oidc_provider import OidcProvider
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

NewPerson = Callable[..., Person]


class Guest:
    """Somebody with a browser, who comes by the host of a brand, and sees no other brand on any page."""

    def __init__(self, person: Person, brand: str) -> None:
        self.person, self.page, self.brand = person, person.page, brand

    def come(self, path: str) -> None:
        """Open a page of the brand's own host; Kratos leads from there to the host of its `ui_url`."""
        self.page.goto(f"{self.person.real.ui_url}{path}".replace("//localhost", f"//{self.brand}.localhost"))
        self.arrives(path)

    def arrives(self, path: str) -> None:
        """Be on the page at `path`, in the brand: name, style sheet and logo."""
        self.person.is_at(path)
        self.sees_the_brand()

    def sees_the_brand(self) -> None:
        expect(self.page.locator(".logo, .brand").first).to_be_visible()
        assert self.page.title().endswith(f"Brand {self.brand}")
        sheets = self.page.evaluate(
            "[...document.styleSheets].flatMap((s) => [...s.cssRules]).map((r) => r.cssText)"
        )
        assert [rule for rule in sheets if rule.startswith(".brand-")] == [
            f".brand-{self.brand} {{ color: red; }}"
        ]


@pytest.fixture
def guests(new_person: NewPerson, tmp_path: Path) -> tuple[Guest, Guest]:
    path = themes_for(tmp_path, acme='hosts = ["acme.localhost"]', globex='hosts = ["globex.localhost"]')
    acme, globex = (Guest(new_person("oidc", ui={"themes": path}), name) for name in ("acme", "globex"))
    return acme, globex


def test_a_journey_keeps_the_brand_of_its_host(guests: tuple[Guest, Guest]) -> None:
    addresses = {guest.brand: new_address() for guest in guests}
    for guest in guests:  # each step by both, one after the other: nothing of one is left for the other
        guest.come("/registration")
        guest.person.field("traits.email").fill(addresses[guest.brand])
        guest.person.button("method", "profile").click()
    for guest in guests:
        guest.person.field("password").wait_for()
        guest.sees_the_brand()
        guest.person.field("password").fill(PASSWORD)
        guest.person.button("method", "password").click()
    for guest in guests:
        guest.arrives("/verification")
        guest.person.enter_code(addresses[guest.brand])
    for guest in guests:
        guest.person.message(1080002).wait_for()
        guest.sees_the_brand()
        guest.person.open("/settings")
        guest.arrives("/settings")
        guest.page.goto(
            f"{guest.person.real.public_url}/self-service/login/browser?return_to=https://evil.test/"
        )
        guest.arrives("/error")


def test_so_does_the_detour_by_a_provider(guests: tuple[Guest, Guest], oidc_provider: OidcProvider) -> None:
    for guest in guests:
        address = new_address()
        oidc_provider.person(address, asks=True)  # tells no address: it comes back for one
        guest.come("/registration")
        guest.person.button("provider", "corp").click()
        guest.page.get_by_role("button", name="Allow").click()
        guest.person.message(4000002).wait_for()
        guest.arrives("/registration")
        guest.person.field("traits.email").fill(address)
        oidc_provider.asks = False
        guest.person.button("provider", "corp").click()
        guest.arrives("/welcome")
