"""Our pages before Kratos in its other configurations: one overlay each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp

from tests.support.forms import Visitor
from tests.support.later import flows_are_over
from tests.support.real_kratos import RealKratos, new_address

UiServer = Callable[..., RealKratos]
PASSWORD = "correct horse 42 battery"


def account(real: RealKratos, **more: Any) -> str:
    """The address of a new account with `PASSWORD`."""
    return str(real.create_identity(password=PASSWORD, **more)["traits"]["email"])


def sign_in(visitor: Visitor, address: str) -> Visitor:
    return visitor.open("/login").submit("method=password", {"identifier": address, "password": PASSWORD})


def is_signed_in(visitor: Visitor, address: str) -> bool:
    visitor.open("/welcome")
    return visitor.path == "/welcome" and address in visitor.text


def test_identifier_first(ui_server: UiServer) -> None:
    real = ui_server("identifier-first")
    address = account(real)
    visitor = Visitor(real.ui_url).open("/login")
    assert visitor.buttons == {"method=identifier_first"}
    visitor.submit("method=identifier_first", {"identifier": new_address()})
    assert visitor.messages == {4000037}
    visitor.open("/login").submit("method=identifier_first", {"identifier": address})
    assert address in visitor.text
    assert "method=password" in visitor.buttons
    visitor.submit("method=password", {"password": PASSWORD})
    assert is_signed_in(visitor, address)


def test_unknown_accounts_look_like_known_ones(ui_server: UiServer) -> None:
    real = ui_server("identifier-first", "mitigate")
    visitor = Visitor(real.ui_url)
    pages = []
    for address in (account(real), new_address()):
        visitor.open("/login").submit("method=identifier_first", {"identifier": address})
        pages.append((visitor.title, visitor.messages, visitor.buttons))
    assert pages[0] == pages[1]
    visitor.submit("method=password", {"password": PASSWORD})
    assert visitor.messages == {4000006}


def test_a_code_as_second_factor(ui_server: UiServer) -> None:
    real = ui_server("code-mfa")
    address = account(real)
    visitor = sign_in(Visitor(real.ui_url), address)
    assert visitor.path == "/login"
    assert 1010004 in visitor.messages
    visitor.submit(f"address={address}")
    assert visitor.messages == {1010014}
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    assert is_signed_in(visitor, address)


def test_an_authenticator_app_and_recovery_codes(ui_server: UiServer) -> None:
    real = ui_server()
    address = account(real)
    visitor = sign_in(Visitor(real.ui_url), address).open("/settings")
    secret = visitor.one('[data-testid="node/text/totp_secret_key/text"]').get_text().replace(" ", "")
    visitor.submit("method=totp", {"totp_code": pyotp.TOTP(secret).now()})
    assert visitor.messages == {1050001}
    visitor.submit("lookup_secret_regenerate=true")
    codes = [tag.get_text(strip=True) for tag in visitor.soup.select('[data-testid$="_codes/text"] code')]
    assert len(set(codes)) == 12
    visitor.submit("lookup_secret_confirm=true")

    again = sign_in(Visitor(real.ui_url), address)
    assert {"method=totp", "method=lookup_secret"} <= again.buttons
    again.submit("method=totp", {"totp_code": "000000"})
    assert 4000008 in again.messages
    again.submit("method=totp", {"totp_code": pyotp.TOTP(secret).now()})
    assert is_signed_in(again, address)

    third = sign_in(Visitor(real.ui_url), address).submit("method=lookup_secret", {"lookup_secret": codes[0]})
    assert is_signed_in(third, address)
    fourth = sign_in(Visitor(real.ui_url), address).submit(
        "method=lookup_secret", {"lookup_secret": codes[0]}
    )
    assert 4000012 in fourth.messages


def test_settings_wait_for_the_second_factor_unless_told_otherwise(ui_server: UiServer) -> None:
    for overlays, path in (((), "/login"), (("aal1",), "/settings")):
        real = ui_server(*overlays)
        address = account(real)
        visitor = sign_in(Visitor(real.ui_url), address).open("/settings")
        secret = visitor.one('[data-testid="node/text/totp_secret_key/text"]').get_text().replace(" ", "")
        visitor.submit("method=totp", {"totp_code": pyotp.TOTP(secret).now()})
        half = sign_in(Visitor(real.ui_url), address).open("/settings")
        assert half.path == path, overlays


def test_recovery_and_verification_by_link(ui_server: UiServer) -> None:
    real = ui_server("link")
    address = account(real, verified=False)
    visitor = Visitor(real.ui_url)
    visitor.open("/verification").submit("method=link", {"email": address})
    assert visitor.messages == {1080001}
    visitor.open(real.mailbox.wait_for(address, "verify").link)
    assert visitor.messages == {1080002}
    visitor.open("/recovery").submit("method=link", {"email": address})
    assert visitor.messages == {1060002}
    visitor.open(real.mailbox.wait_for(address, "ecover").link)
    assert (visitor.path, visitor.messages) == ("/settings", {1060001})


def test_registration_on_one_page(ui_server: UiServer) -> None:
    real = ui_server("one-step")
    address = new_address()
    visitor = Visitor(real.ui_url).open("/registration")
    assert {"method=password", "method=code"} <= visitor.buttons
    visitor.submit("method=password", {"traits.email": address, "password": "short"})
    assert visitor.messages == {4000032}
    assert visitor.value("traits.email") == address
    visitor.submit("method=password", {"password": PASSWORD})
    assert is_signed_in(visitor, address)


def test_with_a_password_alone(ui_server: UiServer) -> None:
    real = ui_server("password-only")
    assert Visitor(real.ui_url).open("/login").buttons == {"method=password"}
    visitor = sign_in(Visitor(real.ui_url), account(real)).open("/settings")
    assert visitor.buttons == {"method=profile", "method=password"}


def test_who_is_not_verified_does_not_get_in(ui_server: UiServer) -> None:
    real = ui_server("require-verified")
    address = new_address()
    visitor = Visitor(real.ui_url).open("/registration").submit("method=profile", {"traits.email": address})
    visitor.submit("method=password", {"password": PASSWORD})
    assert visitor.path == "/verification"
    assert sign_in(Visitor(real.ui_url), address).messages == {4000010}
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    assert is_signed_in(sign_in(Visitor(real.ui_url), address), address)


def test_every_kind_of_trait(ui_server: UiServer) -> None:
    real = ui_server("all-traits")
    address = new_address()
    visitor = Visitor(real.ui_url).open("/registration")
    typed: dict[str, str | bool] = {
        "traits.email": address,
        "traits.nickname": "mara",
        "traits.phone": "+4915112345678",
        "traits.website": "https://example.org/",
        "traits.birthday": "2000-02-29",
        "traits.age": "41",
        "traits.height": "1.75",
        "traits.color": "green",
        "traits.newsletter": True,
        "traits.address.geo.country": "Peru",
    }
    visitor.submit("method=profile", typed, check=False)
    assert visitor.messages, "the terms are not accepted"
    assert visitor.value("traits.address.geo.country") == "Peru"
    visitor.submit("method=profile", {"traits.terms": True})
    visitor.submit("method=password", {"password": PASSWORD})
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    identities = real.admin("GET", f"/identities?credentials_identifier={address}")
    assert identities[0]["traits"] == {
        "email": address,
        "nickname": "mara",
        "phone": "+4915112345678",
        "website": "https://example.org/",
        "birthday": "2000-02-29",
        "age": 41,
        "height": 1.75,
        "color": "green",
        "newsletter": True,
        "terms": True,
        "address": {"geo": {"country": "Peru"}},
    }


def test_an_expired_form_says_so(ui_server: UiServer) -> None:
    real = ui_server()
    address = account(real)
    visitor = Visitor(real.ui_url).open("/login")
    flows_are_over(real)
    visitor.submit("method=password", {"identifier": address, "password": PASSWORD})
    assert visitor.path == "/login"
    assert visitor.messages == {4010001}
