"""As in production: TLS, Kratos at a name of its own, cookies that are `Secure`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.deployed import DEPLOY, NAMES, deployed, names_below_localhost
from tests.support.mailbox import WaitingMailbox
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import KratosFactory, RealKratos
from tests.support.relay import certificate


@pytest.fixture(scope="module")
def site(
    real_kratos: KratosFactory, mailbox: WaitingMailbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealKratos]:
    """The UI at one name, Kratos at another one of the same domain."""
    folder = tmp_path_factory.mktemp("https")
    trusted = certificate(tmp_path_factory.mktemp("tls"), 30, *NAMES)
    with deployed(
        DEPLOY / "nginx" / "sub-domains.conf", folder, mailbox, real_kratos.program, trusted
    ) as running:
        yield running


def test_in_and_out_and_back(
    site: RealKratos, new_tab: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Back ends after a sign-in, and shows nobody's page after a sign-out."""
    names_below_localhost(monkeypatch)
    person = Person(new_tab(), site)
    address = str(site.create_identity(password=PASSWORD)["traits"]["email"])
    person.sign_in(address)
    person.is_at("/welcome")
    person.page.go_back()
    person.page.locator("main", has_text=address).wait_for()
    person.is_at("/welcome")
    assert person.page.evaluate("document.readyState") == "complete"

    person.open("/settings")
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()
    person.message(1050001).wait_for()
    assert person.field("traits.name.first").input_value() == "Mara"
    person.page.locator('[data-testid="logout"] a').click()
    person.is_at("/login")
    person.page.go_back()
    person.page.locator("body[data-state=signed_out], body[data-flow=login]").wait_for()
    assert address not in person.page.locator("body").inner_text()
    assert person.page.evaluate("document.readyState") == "complete"
