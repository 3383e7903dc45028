"""An account from sign-up to sign-out through our pages and a real Kratos, as a browser without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.forms import Visitor
from tests.support.later import flows_are_over
from tests.support.real_kratos import RealKratos, new_address

UiServer = Callable[..., RealKratos]
PASSWORD = "correct horse 42 battery"
OTHER = "another staple 17 lamp"


@pytest.fixture
def real(ui_server: UiServer) -> RealKratos:
    return ui_server()


@pytest.fixture
def visitor(real: RealKratos) -> Visitor:
    return Visitor(real.ui_url)


def sign_in(visitor: Visitor, address: str, password: str = PASSWORD) -> None:
    visitor.open("/login").submit("method=password", {"identifier": address, "password": password})


def is_signed_in(visitor: Visitor, address: str) -> bool:
    visitor.open("/welcome")
    return visitor.path == "/welcome" and address in visitor.text


def test_from_sign_up_to_sign_out(real: RealKratos, visitor: Visitor) -> None:
    address = new_address()
    visitor.open("/registration").submit(
        "method=profile", {"traits.email": address, "traits.name.first": "Mara"}
    )
    visitor.submit("method=password", {"password": PASSWORD})
    assert visitor.path == "/verification"
    assert visitor.messages == {1080003}
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    assert visitor.messages == {1080002}
    visitor.click('[data-testid="node/anchor/continue"]')
    assert is_signed_in(visitor, address)
    visitor.click('[data-testid="logout"] a')
    assert visitor.path == "/login"
    assert not is_signed_in(visitor, address)

    sign_in(visitor, address)
    assert is_signed_in(visitor, address)


def test_recovery_ends_with_a_new_password(real: RealKratos, visitor: Visitor) -> None:
    address = real.create_identity(password=PASSWORD)["traits"]["email"]
    visitor.open("/recovery").submit("method=code", {"email": address})
    assert visitor.messages == {1060003}
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    assert (visitor.path, visitor.messages) == ("/settings", {1060001})
    visitor.submit("method=password", {"password": OTHER})
    assert visitor.messages == {1050001}

    again = Visitor(real.ui_url)
    sign_in(again, address, PASSWORD)
    assert (again.path, again.messages) == ("/login", {4000006})
    again.submit("method=password", {"password": OTHER})
    assert is_signed_in(again, address)


def test_sign_in_by_code_after_a_wrong_one(real: RealKratos, visitor: Visitor) -> None:
    address = real.create_identity()["traits"]["email"]
    visitor.open("/login").submit("method=code", {"identifier": address})
    assert visitor.messages == {1010014}
    visitor.submit("method=code", {"code": "000000"})
    assert visitor.messages == {4010008}
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    assert is_signed_in(visitor, address)


def test_a_profile_is_changed(real: RealKratos, visitor: Visitor) -> None:
    address = real.create_identity(password=PASSWORD)["traits"]["email"]
    sign_in(visitor, address)
    visitor.open("/settings").submit("method=profile", {"traits.name.first": "Mara"})
    assert visitor.messages == {1050001}
    assert visitor.open("/settings").value("traits.name.first") == "Mara"
    assert visitor.value("traits.email") == address


def test_who_was_going_somewhere_gets_there(real: RealKratos, visitor: Visitor) -> None:
    address = real.create_identity(password=PASSWORD)["traits"]["email"]
    visitor.open("/settings")
    assert visitor.path == "/login"
    visitor.submit("method=password", {"identifier": address, "password": PASSWORD})
    assert visitor.path == "/settings"


def test_the_code_is_sent_again(real: RealKratos, visitor: Visitor) -> None:
    address = real.create_identity()["traits"]["email"]
    visitor.open("/login").submit("method=code", {"identifier": address})
    first = real.mailbox.wait_for(address).code
    visitor.submit("resend=code")
    assert visitor.messages == {1010014}
    second = real.mailbox.wait_for(address).code
    assert first != second
    visitor.submit("method=code", {"code": second})
    assert is_signed_in(visitor, address)


def test_an_expired_page_starts_again_and_says_so(ui_server: UiServer) -> None:
    real = ui_server()
    visitor = Visitor(real.ui_url)
    address = visitor.open("/login").url
    flows_are_over(real)
    visitor.open(address)
    assert visitor.path == "/login"
    assert visitor.url != address
    assert "method=password" in visitor.buttons


@pytest.mark.parametrize("kind", ["registration", "recovery", "verification"])
def test_a_flow_that_is_off_is_explained(ui_server: UiServer, kind: str) -> None:
    real = ui_server("disabled-flows")
    visitor = Visitor(real.ui_url).open(f"/{kind}")
    assert visitor.path == "/error"
    assert visitor.one('[data-testid="ui/error/message"]').get_text()


def test_a_forbidden_return_to_is_explained(real: RealKratos, visitor: Visitor) -> None:
    visitor.open("/login?return_to=https://evil.example/")
    assert visitor.path == "/error"
    assert "evil.example" not in {a.get("href") for a in visitor.soup.select("a")}
