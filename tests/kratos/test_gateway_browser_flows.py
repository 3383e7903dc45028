"""The JSON gateway before real Kratos with `?type=browser`: Kratos' own cookies go through it, both ways."""

from __future__ import annotations

import re

import pyotp
import pytest
import requests

from tests.conftest import UiServer
from tests.support.gateway import PASSWORD, Gateway, serve_gateway, value_of
from tests.support.later import flows_are_over
from tests.support.real_kratos import RealKratos, http, new_address

BROWSER = {"type": "browser"}


@pytest.fixture
def served(ui_server: UiServer) -> tuple[RealKratos, Gateway]:
    return serve_gateway(ui_server)


def set_cookies(answer: requests.Response) -> list[str]:
    return list(answer.raw.headers.getlist("Set-Cookie"))


def names(cookies: list[str]) -> list[str]:
    return [re.sub(r"_[0-9a-f]{64}", "", cookie.partition("=")[0]) for cookie in cookies]


def sign_in(gateway: Gateway, email: str, **params: str) -> requests.Response:
    flow = gateway.start("login", type="browser", **params)
    return gateway.submit("login", flow, browser=True, identifier=email, password=PASSWORD)


def test_sign_up_with_kratos_own_cookies(served: tuple[RealKratos, Gateway]) -> None:
    real, gateway = served
    started = gateway.get("/auth/flows/registration", params=BROWSER)
    [csrf] = set_cookies(started)
    assert re.fullmatch(
        r"csrf_token_[0-9a-f]{64}=\S+; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax", csrf
    )
    flow, email = started.json()["data"], new_address()
    assert flow["type"] == "browser"
    fetched = gateway.get("/auth/flows/registration", params={**BROWSER, "id": flow["id"]})
    assert fetched.json()["data"]["id"] == flow["id"]
    step = gateway.submit("registration", flow, browser=True, email=email)
    assert step.status_code == 200, step.text
    done = gateway.submit("registration", step.json()["data"], browser=True, password=PASSWORD)
    assert done.json()["data"]["session"]["identity"]["traits"]["email"] == email
    assert set(names(set_cookies(done))) == {"csrf_token", "ory_kratos_session"}
    assert all("; Path=/;" in cookie and "; HttpOnly; SameSite=Lax" in cookie for cookie in set_cookies(done))
    assert gateway.token == ""
    assert gateway.whoami().json()["data"]["email"] == email
    straight = http().get(
        f"{real.public_url}/sessions/whoami", cookies=gateway.http.cookies.get_dict(), timeout=10
    )
    assert straight.status_code == 200, "the cookie is the one that Kratos' own pages take"
    address = gateway.get("/auth/flows/logout").json()["data"]["logout_url"]
    assert address.startswith(f"{real.public_url}/self-service/logout?token=")


def test_a_csrf_refusal_relays_no_cookie(served: tuple[RealKratos, Gateway]) -> None:
    _, gateway = served
    flow = gateway.start("login", type="browser")
    stranger = gateway.another()
    for answer in (
        stranger.get("/auth/flows/login", params={**BROWSER, "id": flow["id"]}),
        stranger.submit("login", flow, browser=True, identifier="a@example.org", password="x"),
        stranger.post("/auth/flows/login", {"flow_id": flow["id"], "password": "x"}),
    ):
        assert answer.status_code == 403
        assert answer.json()["details"]["id"] == "security_csrf_violation"
        assert set_cookies(answer) == []
    wrong = gateway.submit("login", flow, browser=True, identifier="a@example.org", password="x")
    assert wrong.json()["details"]["messages"][0]["id"] == 4000006, "the owner's flow still works"


def test_a_flow_of_the_other_type_is_named(served: tuple[RealKratos, Gateway]) -> None:
    _, gateway = served
    flow = gateway.start("login")
    gateway.start("login", type="browser")
    for answer in (
        gateway.get("/auth/flows/login", params={**BROWSER, "id": flow["id"]}),
        gateway.post("/auth/flows/login", {"flow_id": flow["id"]}, params=BROWSER),
    ):
        assert answer.status_code == 400
        assert answer.json()["error"] == "This is a flow of type api: send it to ?type=api."
    assert gateway.get("/auth/flows/login", params={"type": "native"}).status_code == 400


def test_where_the_browser_has_to_go_is_in_the_body_and_the_session_with_it(
    served: tuple[RealKratos, Gateway],
) -> None:
    _, gateway = served
    email = gateway.register()
    flow = gateway.start("settings")
    secret = next(
        node["attributes"]["text"]["text"]
        for node in flow["ui"]["nodes"]
        if node["attributes"].get("id") == "totp_secret_key"
    )
    totp = pyotp.TOTP(secret)
    assert gateway.submit("settings", flow, totp_code=totp.now()).status_code == 200
    page = gateway.another()
    answer = sign_in(page, email)
    assert (answer.status_code, answer.json()["details"]["id"]) == (422, "browser_location_change_required")
    assert "aal=aal2" in answer.json()["details"]["redirect_browser_to"]
    assert "ory_kratos_session" in names(set_cookies(answer))
    assert page.whoami().status_code == 403
    step_up = page.start("login", type="browser", aal="aal2")
    done = page.submit("login", step_up, browser=True, totp_code=totp.now())
    assert done.json()["data"]["session"]["authenticator_assurance_level"] == "aal2", done.text
    assert page.whoami().json()["data"]["email"] == email


def test_a_new_kratos_session_takes_the_place_of_the_token(served: tuple[RealKratos, Gateway]) -> None:
    real, gateway = served
    gateway.register()
    other = real.create_identity(password=PASSWORD)["traits"]["email"]
    assert gateway.token
    assert sign_in(gateway, other).status_code == 200
    assert gateway.token == ""
    assert gateway.whoami().json()["data"]["email"] == other


def test_on_one_path_the_two_sessions_replace_each_other(ui_server: UiServer) -> None:
    real, gateway = serve_gateway(ui_server, gateway_cookie_path="/")
    first = gateway.register()
    other = real.create_identity(password=PASSWORD)["traits"]["email"]
    sign_in(gateway, other)
    assert gateway.whoami().json()["data"]["email"] == other
    gateway.sign_in(first)
    assert gateway.whoami().json()["data"]["email"] == first


def test_both_sessions_at_once_do_not_confuse_kratos(served: tuple[RealKratos, Gateway]) -> None:
    """Browsers send the gateway's cookie first, as its path is longer; Kratos would take it for its own."""
    real, gateway = served
    email = real.create_identity(password=PASSWORD)["traits"]["email"]
    sign_in(gateway, email)
    gateway.register()
    assert [c.path for c in gateway.http.cookies if c.name == "ory_kratos_session"] == ["/", "/api"]
    settings = gateway.start("settings", type="browser")
    assert value_of(settings, "traits.email") == email
    assert (
        gateway.get("/auth/flows/login", params=BROWSER).json()["details"]["id"]
        == "session_already_available"
    )


def test_settings_without_a_session(served: tuple[RealKratos, Gateway]) -> None:
    answer = served[1].get("/auth/flows/settings", params=BROWSER)
    assert answer.status_code == 401
    assert answer.json()["details"]["id"] == "session_inactive"


@pytest.mark.parametrize("kind", ["login", "recovery"])
def test_an_expired_flow_names_its_successor(ui_server: UiServer, kind: str) -> None:
    real, gateway = serve_gateway(ui_server)
    flow = gateway.start(kind, type="browser")
    flows_are_over(real)
    fields = {"identifier": "a@example.org", "password": "x"} if kind == "login" else {"email": "a@"}
    answer = gateway.submit(kind, flow, browser=True, **fields)
    assert answer.status_code == 410, answer.text
    successor = answer.json()["details"]["use_flow_id"]
    assert gateway.get(f"/auth/flows/{kind}", params={**BROWSER, "id": successor}).status_code == 200


def test_return_to_must_be_allowed(served: tuple[RealKratos, Gateway]) -> None:
    answer = served[1].get("/auth/flows/login", params={**BROWSER, "return_to": "https://evil.example/"})
    assert (answer.status_code, answer.json()["details"]["id"]) == (
        400,
        "self_service_flow_return_to_forbidden",
    )
