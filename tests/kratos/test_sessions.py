"""`/sessions` before a real Kratos: who may end what."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.forms import Visitor
from tests.support.real_kratos import RealKratos, http, new_address

UiServer = Callable[..., RealKratos]
PASSWORD = "correct horse 42 battery"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
    " Mobile/15E148 Safari/604.1"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


@pytest.fixture
def real(ui_server: UiServer) -> RealKratos:
    return ui_server()


@pytest.fixture
def address(real: RealKratos) -> str:
    return str(real.create_identity(new_address(), PASSWORD)["traits"]["email"])


def signed_in(real: RealKratos, address: str, agent: str = FIREFOX, **headers: str) -> Visitor:
    visitor = Visitor(real.ui_url)
    visitor.browser.headers.update({"User-Agent": agent, **headers})
    visitor.open("/login").submit("method=password", {"identifier": address, "password": PASSWORD})
    return visitor


def alive(visitor: Visitor, real: RealKratos) -> bool:
    """What Kratos itself says."""
    return bool(visitor.browser.get(f"{real.public_url}/sessions/whoami", timeout=10).ok)


def session_id(visitor: Visitor, real: RealKratos) -> str:
    return str(visitor.browser.get(f"{real.public_url}/sessions/whoami", timeout=10).json()["id"])


def test_ending_one_signs_it_out_and_no_other(real: RealKratos, address: str) -> None:
    here, phone, third = signed_in(real, address), signed_in(real, address, IPHONE), signed_in(real, address)
    here.open("/sessions").click("#others a:has(.vh:-soup-contains('Safari on iPhone'))")
    assert here.title == "Sign out Safari on iPhone?"
    assert alive(phone, real), "asking ends nothing"
    here.submit("confirm")
    assert here.path == "/sessions"
    assert "Safari on iPhone is signed out." in here.text
    assert (alive(here, real), alive(phone, real), alive(third, real)) == (True, False, True)
    assert phone.open("/sessions").path == "/login"


def test_ending_all_others(real: RealKratos, address: str) -> None:
    here, phone, third = signed_in(real, address), signed_in(real, address, IPHONE), signed_in(real, address)
    here.open("/sessions").click('a[href="/sessions/others"]').submit("confirm")
    assert "2 other devices are signed out." in here.text
    assert "You aren’t signed in anywhere else." in here.text
    assert (alive(here, real), alive(phone, real), alive(third, real)) == (True, False, False)


def test_the_session_is_shown_as_text(real: RealKratos, address: str) -> None:
    here = signed_in(real, address).open("/sessions")
    assert address in here.one("pre").get_text()
    assert "Firefox on Linux" in here.one("#this .row").get_text()


def test_the_place_when_kratos_knows_it(real: RealKratos, address: str) -> None:
    """Kratos takes it from the headers of a CDN before it."""
    here = signed_in(real, address)
    signed_in(
        real,
        address,
        IPHONE,
        **{"Cf-Ipcity": "Hamburg", "Cf-Ipcountry": "DE", "X-Forwarded-For": "203.0.113.9"},
    )
    row = here.open("/sessions").one("#others .row").get_text(" ", strip=True)
    assert "Hamburg, DE · 203.0.113.9" in row


def post(visitor: Visitor, path: str, **more: Any) -> int:
    return int(
        visitor.browser.post(f"{visitor.ui_url}{path}", allow_redirects=False, timeout=10, **more).status_code
    )


def token(visitor: Visitor) -> str:
    return str(visitor.open("/sessions/others").one("[name=csrf_token]")["value"])


@pytest.mark.parametrize("which", ["one", "others"])
def test_a_post_without_our_token_ends_nothing(real: RealKratos, address: str, which: str) -> None:
    here, phone = signed_in(real, address), signed_in(real, address, IPHONE)
    path = f"/sessions/{session_id(phone, real) if which == 'one' else 'others'}"
    assert post(here, path) == 400
    token(here)  # now the browser has our cookie
    assert post(here, path) == 400
    assert post(here, path, data={"csrf_token": "made-up"}) == 400
    assert post(here, path, headers={"Origin": "https://evil.example"}) == 400
    assert alive(phone, real)


@pytest.mark.parametrize("which", ["one", "others"])
def test_a_post_with_the_token_of_another_user_ends_nothing(
    real: RealKratos, address: str, which: str
) -> None:
    here, phone = signed_in(real, address), signed_in(real, address, IPHONE)
    other = real.create_identity(new_address(), PASSWORD)["traits"]["email"]
    stolen = token(signed_in(real, other))
    token(here)
    path = f"/sessions/{session_id(phone, real) if which == 'one' else 'others'}"
    assert post(here, path, data={"csrf_token": stolen}) == 400
    assert alive(phone, real)
    assert post(here, path, data={"csrf_token": token(here)}) == 303
    assert not alive(phone, real)


def test_another_users_session_is_out_of_reach(real: RealKratos, address: str) -> None:
    """By us, and by Kratos should we ever ask it to: 204, and nothing has happened."""
    here = signed_in(real, address)
    stranger = signed_in(real, real.create_identity(new_address(), PASSWORD)["traits"]["email"])
    target = session_id(stranger, real)
    assert post(here, f"/sessions/{target}", data={"csrf_token": token(here)}) == 303
    assert "That device is signed out already." in here.open("/sessions").text
    assert alive(stranger, real)
    assert here.browser.delete(f"{real.public_url}/sessions/{target}", timeout=10).status_code == 204
    assert alive(stranger, real)


def test_ones_own_session_and_unknown_ids(real: RealKratos, address: str) -> None:
    here = signed_in(real, address)
    for target in (session_id(here, real), str(uuid.uuid4())):
        assert post(here, f"/sessions/{target}", data={"csrf_token": token(here)}) == 303
    assert alive(here, real)


def test_kratos_guards_its_endpoints_by_the_cookie_alone(real: RealKratos, address: str) -> None:
    """Why our token is the only guard. A Kratos that asks for one turns this red."""
    here, phone = signed_in(real, address), signed_in(real, address, IPHONE)
    cookies = {c.name: str(c.value) for c in here.browser.cookies if c.name == "ory_kratos_session"}
    with http() as bare:
        assert bare.delete(f"{real.public_url}/sessions", cookies=cookies, timeout=10).status_code == 200
    assert not alive(phone, real)


def test_visitors_sign_in_and_come_back(real: RealKratos, address: str) -> None:
    visitor = Visitor(real.ui_url).open("/sessions")
    visitor.submit("method=password", {"identifier": address, "password": PASSWORD})
    assert visitor.path == "/sessions"
