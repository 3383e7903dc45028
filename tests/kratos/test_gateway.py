"""The JSON gateway before real Kratos: API flows by password, the session's cookie, whoami, sign-out."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import UiServer
from tests.support.gateway import PASSWORD, Gateway, serve_gateway, value_of
from tests.support.later import flows_are_over
from tests.support.real_kratos import RealKratos, http, new_address

INVALID = {"success": False, "error": "Invalid session"}
EVIL = "https://evil.example"


@pytest.fixture
def served(ui_server: UiServer) -> tuple[RealKratos, Gateway]:
    return serve_gateway(ui_server)


@pytest.fixture
def gateway(served: tuple[RealKratos, Gateway]) -> Gateway:
    return served[1]


def fields(answer: Any) -> dict[str | None, set[int]]:
    """Message ids by the field they belong to."""
    found: dict[str | None, set[int]] = {}
    for message in answer.json()["details"]["messages"]:
        found.setdefault(message["field"], set()).add(message["id"])
    return found


def test_register_log_in_whoami_documents_log_out(gateway: Gateway) -> None:
    traits: dict[str, Any] = {"name.first": "Ada", "name": {"last": "Lovelace"}}
    email = gateway.register(**traits)
    scripted = gateway.another()
    answer = scripted.sign_in(email).json()
    assert answer["success"] is True
    assert answer["data"]["session"]["identity"]["traits"]["name"] == {"first": "Ada", "last": "Lovelace"}
    data = scripted.whoami().json()["data"]
    assert (data["email"], data["name.first"], data["name.last"]) == (email, "Ada", "Lovelace")
    assert (data["authenticated"], data["verified"]) == (True, False)
    assert data["id"] == data["session"]["identity"]["id"]
    documents = scripted.get("/documents").json()["data"]
    assert documents["user_id"] == data["id"]
    assert documents["documents"]
    left = scripted.send("GET", scripted.get("/auth/flows/logout").json()["data"]["logout_url"])
    assert (left.status_code, left.headers["Location"]) == (303, "/login")
    assert scripted.token == ""
    for path in ("/auth/whoami", "/documents", "/auth/flows/logout"):
        again = scripted.get(path)
        assert (again.status_code, again.json()) == (401, INVALID), path
    assert gateway.whoami().status_code == 200


def test_the_cookie_holds_the_token_and_the_body_does_not(gateway: Gateway) -> None:
    gateway.register()
    answer = gateway.submit("login", gateway.start("login"), identifier="x@example.org", password=PASSWORD)
    assert answer.status_code == 400
    email = gateway.register()
    answer = gateway.another().sign_in(email)
    [cookie] = answer.raw.headers.getlist("Set-Cookie")
    found = re.fullmatch(
        r"ory_kratos_session=(ory_st_\w+); Expires=[^;]+ GMT; Max-Age=(\d+); HttpOnly; Path=/api; SameSite=Lax",
        cookie,
    )
    assert found
    assert 86_300 < int(found[2]) <= 86_400
    assert found[1] not in answer.text
    assert "session_token" not in answer.text


@pytest.mark.parametrize("header", ["X-Session-Token", "Authorization"])
def test_a_token_may_come_as_a_header(gateway: Gateway, header: str) -> None:
    email = gateway.register()
    value = f"Bearer {gateway.token}" if header == "Authorization" else gateway.token
    scripted = gateway.another()
    assert scripted.get("/auth/whoami", headers={header: value}).json()["data"]["email"] == email
    address = scripted.get("/auth/flows/logout", headers={header: value}).json()["data"]["logout_url"]
    assert scripted.send("GET", address, headers={header: value}).status_code == 303
    assert gateway.whoami().status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Session-Token": "ory_st_nobody"},
        {"Authorization": "Bearer ory_st_nobody"},
        {"Authorization": "Basic dTpw"},
        {"X-Session-Token": "a b"},
        {"X-Session-Token": "ä".encode("latin-1")},
        {"Cookie": "ory_kratos_session=ory_st_nobody"},
        {"Cookie": "ory_kratos_session=garbage"},
        {"Cookie": 'ory_kratos_session="; ory_kratos_session=ory_st_'},
    ],
)
def test_no_session_is_401(gateway: Gateway, headers: dict[str, Any]) -> None:
    for path in ("/auth/whoami", "/documents", "/auth/flows/logout"):
        answer = gateway.get(path, headers=headers)
        assert (answer.status_code, answer.json()) == (401, INVALID), path


def test_a_header_stands_alone(gateway: Gateway) -> None:
    gateway.register()
    assert gateway.get("/auth/whoami", headers={"X-Session-Token": "ory_st_nobody"}).status_code == 401


def test_the_pages_own_session_counts_too(served: tuple[RealKratos, Gateway]) -> None:
    """A cookie that Kratos gave to the browser on its own pages; sign-out is then Kratos' own."""
    real, gateway = served
    email = real.create_identity(password=PASSWORD)["traits"]["email"]
    browser = http()
    flow = browser.get(
        f"{real.public_url}/self-service/login/browser", headers={"Accept": "application/json"}, timeout=10
    ).json()
    browser.post(
        flow["ui"]["action"],
        json={
            "csrf_token": value_of(flow, "csrf_token"),
            "method": "password",
            "identifier": email,
            "password": PASSWORD,
        },
        timeout=10,
    )
    gateway.http.cookies.update(browser.cookies)
    assert gateway.whoami().json()["data"]["email"] == email
    other = gateway.another()
    other.http.headers["Cookie"] = f"ory_kratos_session=ory_st_stale; {_cookies(browser)}"
    assert other.whoami().json()["data"]["email"] == email, "a stale token hides the valid session"
    address = gateway.get("/auth/flows/logout").json()["data"]["logout_url"]
    assert address.startswith(f"{real.public_url}/self-service/logout?token=")
    assert browser.get(address, allow_redirects=False, timeout=10).status_code == 303
    assert gateway.whoami().status_code == 401


def _cookies(session: Any) -> str:
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in session.cookies)


def test_a_sign_out_address_is_bound_to_its_session_and_works_once(gateway: Gateway) -> None:
    victim, attacker = gateway.another(), gateway.another()
    victim.register()
    attacker.register()
    address = attacker.get("/auth/flows/logout").json()["data"]["logout_url"]
    plain = address.partition("?")[0]
    for foreign in (address, plain, f"{plain}?token=", f"{plain}?token=a.b", f"{address}x"):
        refused = victim.send("GET", foreign)
        assert refused.status_code == 403, foreign
        assert "Set-Cookie" not in refused.headers
        assert victim.whoami().status_code == 200
    assert gateway.another().send("GET", address).status_code == 401, "without a session"
    token = attacker.token
    assert attacker.send("GET", address).status_code == 303
    again = gateway.another()
    again.http.cookies.set("ory_kratos_session", token, path="/api")
    assert again.send("GET", address).status_code == 401, "used"


def test_the_configured_page_follows_sign_out(ui_server: UiServer) -> None:
    _, gateway = serve_gateway(ui_server, gateway_logout_url="https://shop.example.org/bye?from=us")
    gateway.register()
    answer = gateway.send("GET", gateway.get("/auth/flows/logout").json()["data"]["logout_url"])
    assert answer.headers["Location"] == "https://shop.example.org/bye?from=us"
    [cookie] = answer.raw.headers.getlist("Set-Cookie")
    assert cookie.startswith("ory_kratos_session=; Expires=Thu, 01 Jan 1970")
    assert "Path=/api;" in cookie


def test_errors_keep_ids_and_name_their_fields(gateway: Gateway) -> None:
    answer = gateway.sign_in("nobody@example.org")
    assert answer.status_code == 400
    assert fields(answer) == {None: {4000006}}
    assert answer.json()["error"] == answer.json()["details"]["messages"][0]["text"]
    assert answer.json()["details"]["flow"]["ui"]["messages"][0]["id"] == 4000006
    flow = gateway.start("registration")
    short = gateway.submit("registration", flow, email=new_address(), password="short")
    assert fields(short) == {"password": {4000032}}
    missing = gateway.submit("registration", flow, **{"name.first": "Ada"}, password=PASSWORD)
    assert fields(missing) == {"email": {4000002}}
    malformed = gateway.submit("registration", flow, email="not an address", password=PASSWORD)
    assert fields(malformed) == {"email": {4000001}}
    email = gateway.register()
    known = gateway.submit("registration", gateway.start("registration"), email=email, password=PASSWORD)
    assert fields(known) == {None: {4000028}}  # 4000007 with login_hints on
    nested = gateway.submit(
        "registration", flow, email=new_address(), password=PASSWORD, **{"name.first": "A" * 101}
    )
    assert fields(nested) == {"name.first": {4000017}}


def test_a_trait_that_the_flow_does_not_ask_for_is_named(gateway: Gateway) -> None:
    flow = gateway.start("registration")
    answer = gateway.submit("registration", flow, email=new_address(), first_name="Ada", name={"middle": "K"})
    assert answer.status_code == 400
    assert answer.json()["error"] == 'This flow does not ask for "first_name", "name.middle".'
    assert answer.json()["details"] == {
        "unknown_fields": ["first_name", "name.middle"],
        "known_traits": ["email", "name.first", "name.last"],
    }


def test_every_kind_of_trait_goes_by_its_flat_name(ui_server: UiServer) -> None:
    _, gateway = serve_gateway(ui_server, "all-traits")
    traits: dict[str, Any] = {
        "nickname": "ada", "age": 36, "height": 1.65, "newsletter": False, "terms": True, "color": "red",
        "address": {"city": "London", "geo": {"country": "UK"}}, "website": "", "phone": None,
    }  # fmt: skip
    email = gateway.register(**traits)
    data = gateway.whoami().json()["data"]
    told = {"nickname": "ada", "age": 36, "height": 1.65, "newsletter": False, "terms": True, "color": "red"}
    assert told.items() <= data.items()
    assert (data["address.city"], data["address.geo.country"]) == ("London", "UK")
    assert "website" not in data
    flow = gateway.start("settings")
    saved = gateway.submit("settings", flow, **{"address.city": "Paris", "nickname": ""})
    assert saved.json()["data"]["state"] == "success", saved.text
    data = gateway.whoami().json()["data"]
    assert (data["address.city"], data["address.geo.country"], data["email"]) == ("Paris", "UK", email)
    assert "nickname" not in data


def test_flows_are_fetched_by_id_and_unknown_ones_refused(gateway: Gateway) -> None:
    flow = gateway.start("login")
    fetched = gateway.get("/auth/flows/login", params={"id": flow["id"]})
    assert fetched.json()["data"]["id"] == flow["id"]
    assert "Set-Cookie" not in fetched.headers, "a CSRF cookie that would break the pages' open forms"
    other = "00000000-0000-4000-8000-000000000000"
    assert gateway.get("/auth/flows/login", params={"id": other}).status_code == 404
    assert gateway.post("/auth/flows/login", {"flow_id": other, "password": "x"}).status_code == 404
    assert gateway.post("/auth/flows/registration", {"flow_id": flow["id"], "email": "x"}).status_code == 404
    for malformed in (None, "", 7, ["x"], "../../admin", "a" * 65, "\ud800"):
        assert gateway.post("/auth/flows/login", {"flow_id": malformed}).status_code == 400, malformed


@pytest.mark.parametrize("kind", ["login", "registration", "recovery", "verification"])
def test_an_expired_flow_names_its_successor(ui_server: UiServer, kind: str) -> None:
    real, gateway = serve_gateway(ui_server)
    flow = gateway.start(kind)
    flows_are_over(real)
    given = {"identifier": "a@example.org", "password": "x"} if kind == "login" else {"email": "a@"}
    answer = gateway.submit(kind, flow, **given)
    assert answer.status_code == 410
    if kind == "verification":  # Kratos 1.3.1 replaces it by a browser's
        assert "details" not in answer.json() or "use_flow_id" not in answer.json()["details"]
        assert "Set-Cookie" not in answer.headers
        return
    details = answer.json()["details"]
    assert details["use_flow_id"] != flow["id"]
    assert gateway.get(f"/auth/flows/{kind}", params={"id": details["use_flow_id"]}).status_code == 200


def test_what_a_browser_adds_never_reaches_an_api_flow(ui_server: UiServer) -> None:
    """Kratos refuses both there: without the gateway the same submit is a 400."""
    real, gateway = serve_gateway(ui_server, gateway_origins=("https://app.example.org",))
    gateway.http.headers["Origin"] = "https://app.example.org"
    gateway.http.cookies.set(
        "csrf_token_806060ca5bf70dff3caa0e5c860002aade9d470a5a4dce73bcfa7ba10778f481", "x"
    )
    assert gateway.register()
    flow = gateway.start("login")
    for header in ({"Origin": "https://app.example.org"}, {"Cookie": "a=b"}):
        straight = http().post(
            flow["ui"]["action"], json={"method": "password", "identifier": "x", "password": "y"},
            headers={"Accept": "application/json", **header}, timeout=10,
        )  # fmt: skip
        assert "HTTP Request Header included" in straight.json()["ui"]["messages"][0]["text"]
    assert gateway.submit("login", flow, identifier="x", password="y").json()["details"]["messages"]


def test_kratos_learns_the_clients_address_and_program(served: tuple[RealKratos, Gateway]) -> None:
    _, gateway = served
    gateway.http.headers.update({"User-Agent": "Shop/1.0", "X-Forwarded-For": "203.0.113.9"})
    gateway.register()
    [device] = gateway.whoami().json()["data"]["session"]["devices"]
    assert device["user_agent"] == "Shop/1.0"
    assert device["ip_address"].startswith("127.0.0.1"), "believed a header that no proxy vouches for"


def test_who_is_signed_in_may_sign_in_again(gateway: Gateway) -> None:
    """As clients of this contract do, that keep their cookies: the new session takes the old one's place."""
    email = gateway.register()
    first = gateway.token
    assert gateway.sign_in(email).status_code == 200
    assert gateway.token != first


@pytest.mark.parametrize("kind", ["login", "registration", "recovery", "verification", "settings"])
def test_foreign_origins_are_refused(gateway: Gateway, kind: str) -> None:
    flow = gateway.start(kind) if kind != "settings" else {"id": "x"}
    for headers in (
        {"Origin": EVIL},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        answer = gateway.post(f"/auth/flows/{kind}", {"flow_id": flow["id"]}, headers=headers)
        assert answer.status_code == 403, headers
        assert "Access-Control-Allow-Origin" not in answer.headers
