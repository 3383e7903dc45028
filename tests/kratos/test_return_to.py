"""Where the user was going is reached, whatever happens on the way: every transition, on a real Kratos."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pyotp
import pytest

from tests.support.forms import Visitor
from tests.support.later import flows_are_over
from tests.support.real_kratos import RealKratos, new_address

UiServer = Callable[..., RealKratos]
Way = Callable[[Visitor, RealKratos, str], None]
PASSWORD = "correct horse 42 battery"
OTHER = "another staple 17 lamp"


def account(real: RealKratos) -> str:
    return str(real.create_identity(password=PASSWORD)["traits"]["email"])


def with_password(visitor: Visitor, address: str, password: str = PASSWORD) -> None:
    visitor.submit("method=password", {"identifier": address, "password": password})


def signed_in(visitor: Visitor, real: RealKratos) -> str:
    address = account(real)
    with_password(visitor.open("/login"), address)
    assert visitor.path == "/welcome"
    return address


def sign_in(visitor: Visitor, real: RealKratos, target: str) -> None:
    with_password(visitor.open(f"/login?return_to={target}"), account(real))


def sign_in_after_mistakes(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = account(real)
    visitor.open(f"/login?return_to={target}")
    with_password(visitor, address, "not this one 11")
    with_password(visitor, "nobody@example.org")
    with_password(visitor, address)


def sign_in_by_code(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = account(real)
    visitor.open(f"/login?return_to={target}").submit("method=code", {"identifier": address}, check=False)
    first = real.mailbox.wait_for(address)
    visitor.submit("resend=code")
    second = real.mailbox.wait_for(address)
    assert first.code != second.code
    visitor.submit("method=code", {"code": second.code})


def sign_in_with_another_address(visitor: Visitor, real: RealKratos, target: str) -> None:
    visitor.open(f"/login?return_to={target}").submit(
        "method=code", {"identifier": account(real)}, check=False
    )
    visitor.click('.card__foot a[href*="/login"]')
    with_password(visitor, account(real))


def sign_up_from_sign_in(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = new_address()
    visitor.open(f"/login?return_to={target}").click('[data-testid="signup-link"]')
    visitor.submit("method=profile", {"traits.email": address})
    visitor.submit("method=password", {"password": PASSWORD})
    assert visitor.path == "/verification"
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    visitor.click('[data-testid="node/anchor/continue"]')


def sign_up_by_code(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = new_address()
    visitor.open(f"/registration?return_to={target}").submit("method=profile", {"traits.email": address})
    visitor.submit("method=code")
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})


def sign_in_from_sign_up(visitor: Visitor, real: RealKratos, target: str) -> None:
    visitor.open(f"/registration?return_to={target}").click('[data-testid="cta-link"]')
    with_password(visitor, account(real))


def sign_up_and_back_and_forth(visitor: Visitor, real: RealKratos, target: str) -> None:
    visitor.open(f"/login?return_to={target}")
    for link in ("signup-link", "cta-link", "signup-link", "cta-link"):
        visitor.click(f'[data-testid="{link}"]')
    with_password(visitor, account(real))


def recovery_to_settings(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = account(real)
    visitor.open(f"/login?return_to={target}").click('[data-testid="forgot-password-link"]')
    visitor.submit("method=code", {"email": address})
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    assert visitor.path == "/settings"
    visitor.submit("method=password", {"password": OTHER})


def verification(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = str(real.create_identity(password=PASSWORD, verified=False)["traits"]["email"])
    visitor.open(f"/verification?return_to={target}").submit("method=code", {"email": address})
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    visitor.click('[data-testid="node/anchor/continue"]')


def settings_by_way_of_sign_in(visitor: Visitor, real: RealKratos, target: str) -> None:
    visitor.open(f"/settings?return_to={target}")
    assert visitor.path == "/login"
    with_password(visitor, account(real))
    assert visitor.path == "/settings"
    visitor.submit("method=profile", {"traits.name.first": "Mara"})


def settings_with_a_dead_session(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = signed_in(visitor, real)
    cookies = "; ".join(f"{c.name}={c.value}" for c in visitor.browser.cookies)
    other = Visitor(real.ui_url)
    with_password(other.open("/login"), address)
    assert other.browser.delete(f"{real.public_url}/sessions").ok, cookies
    visitor.open(f"/settings?return_to={target}")
    assert visitor.path == "/login"
    with_password(visitor, address)
    visitor.submit("method=profile", {"traits.name.first": "Mara"})


def confirming_it_s_you(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = signed_in(visitor, real)
    visitor.open(f"/login?refresh=true&return_to={target}")
    assert visitor.value("identifier") == address
    visitor.submit("method=password", {"password": PASSWORD})


def second_step(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = signed_in(visitor, real)
    visitor.open("/settings")
    secret = visitor.one('[data-testid="node/text/totp_secret_key/text"] code').get_text()
    visitor.submit("method=totp", {"totp_code": pyotp.TOTP(secret).now()})
    assert 1050001 in visitor.messages
    fresh = Visitor(real.ui_url)
    visitor.browser, visitor.soup = fresh.browser, visitor.soup
    with_password(visitor.open(f"/login?return_to={target}"), address)
    assert visitor.messages == {1010004}
    visitor.submit("method=totp", {"totp_code": "000000"})
    visitor.submit("method=totp", {"totp_code": pyotp.TOTP(secret).now()})


def sign_out(visitor: Visitor, real: RealKratos, target: str) -> None:
    signed_in(visitor, real)
    visitor.open(f"/logout?return_to={target}").click('main a[href*="token="]')


def sign_out_from_home(visitor: Visitor, real: RealKratos, target: str) -> None:
    signed_in(visitor, real)
    visitor.open(f"/welcome?return_to={target}").click('[data-testid="logout"] a')


def a_flow_that_is_not_there(visitor: Visitor, real: RealKratos, target: str) -> None:
    nowhere = "00000000-0000-0000-0000-000000000000"
    with_password(visitor.open(f"/login?flow={nowhere}&return_to={target}"), account(real))


WAYS: tuple[Way, ...] = (
    sign_in, sign_in_after_mistakes, sign_in_by_code, sign_in_with_another_address, sign_up_from_sign_in,
    sign_up_by_code, sign_in_from_sign_up, sign_up_and_back_and_forth, recovery_to_settings, verification,
    settings_by_way_of_sign_in, settings_with_a_dead_session, confirming_it_s_you, second_step, sign_out,
    sign_out_from_home, a_flow_that_is_not_there,
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_way_leads_there(ui_server: UiServer, way: Way) -> None:
    real = ui_server()
    target = f"{real.ui_url}/health/alive?from={way.__name__}&and=more"
    visitor = Visitor(real.ui_url)
    way(visitor, real, quote(target, safe=""))
    assert visitor.url == target


def expired_on_reload(visitor: Visitor, real: RealKratos, target: str) -> None:
    visitor.open(f"/login?return_to={target}")
    old = visitor.url
    flows_are_over(real)
    visitor.open(old)
    assert "open for too long" in visitor.text
    with_password(visitor, account(real))


def expired_on_submit(visitor: Visitor, real: RealKratos, target: str) -> None:
    address = account(real)
    visitor.open(f"/login?return_to={target}")
    flows_are_over(real)
    with_password(visitor, address)
    assert 4010001 in visitor.messages
    with_password(visitor, address)


def sign_up_expired_on_reload(visitor: Visitor, real: RealKratos, target: str) -> None:
    visitor.open(f"/registration?return_to={target}")
    old = visitor.url
    flows_are_over(real)
    visitor.open(old).click('[data-testid="cta-link"]')
    with_password(visitor, account(real))


@pytest.mark.parametrize(
    "way", [expired_on_reload, expired_on_submit, sign_up_expired_on_reload], ids=lambda way: way.__name__
)
def test_an_expired_flow_leads_there_too(ui_server: UiServer, way: Way) -> None:
    real = ui_server()
    target = f"{real.ui_url}/health/alive?from={way.__name__}"
    visitor = Visitor(real.ui_url)
    way(visitor, real, quote(target, safe=""))
    assert visitor.url == target


@pytest.mark.parametrize("kind", ["login", "registration", "recovery", "verification"])
def test_a_foreign_target_is_refused_by_kratos_and_explained(ui_server: UiServer, kind: str) -> None:
    """Kratos sends browsers to the error page, but for verification: there it answers them in JSON."""
    real = ui_server()
    visitor = Visitor(real.ui_url).open(f"/{kind}?return_to=https://evil.example/")
    assert visitor.path == ("/verification" if kind == "verification" else "/error")
    assert "evil.example" in visitor.one('[data-testid="ui/error/message"]').get_text()
    assert "evil.example" not in {str(link.get("href")) for link in visitor.soup.select("a")}
