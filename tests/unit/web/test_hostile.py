"""A Kratos, or a visitor, who means harm: no bare 500, no way round in circles, no link elsewhere, headers on all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.kratos.types import FLOW_KINDS
from tests.support.hostile import HALF, application, every_answer_is, get, visitor
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

ALWAYS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


@pytest.fixture
def app(config: Config, kratos: RecordedKratos, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr("app.upstream.client.probe", lambda base_url, seconds: None)
    return application(config, kratos)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return visitor(app)


MOVED = '{"error": {"id": "browser_location_change_required"}, "redirect_browser_to": "%s"}'
EXPIRED = r'{"error": {"id": "self_service_flow_expired", "details": {"return_to": "http://a/\ud800"}}}'
HALVES = (
    r'{"id": "f", "ui": {"action": "http://k/"}, "return_to": "\ud800", "oauth2_login_challenge": "\udfff\n"}'
)
NOWHERE = (
    HALF, r"http://a\u202e/", f"http://{'a' * 300}/", "http://[::1]x:a/", "http://a:99999/", r"http://a/\r\nX: y",
)  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body"), [(410, EXPIRED), (200, HALVES), *((422, MOVED % address) for address in NOWHERE)]
)
def test_addresses_that_no_header_can_hold(
    client: FlaskClient, kratos: RecordedKratos, status: int, body: str
) -> None:
    every_answer_is(kratos, Given(status, body.encode()))
    for kind in FLOW_KINDS:
        get(client, f"/{kind}?flow=f")


@pytest.mark.parametrize("kind", FLOW_KINDS)
def test_nothing_stands_for_an_address_that_is_refused(
    client: FlaskClient, kratos: RecordedKratos, kind: str
) -> None:
    nodes = [
        {"type": node_type, "group": group, "attributes": {"id": "x", "src": "javascript:alert(1)", "href": "data:x"}}
        for node_type in ("img", "script", "a") for group in ("totp", "captcha", "new")
    ]  # fmt: skip
    every_answer_is(kratos, Given(200, {"id": "f", "ui": {"action": "javascript:alert(1)", "nodes": nodes}}))
    page = BeautifulSoup(get(client, f"/{kind}?flow=f").data, "html.parser")
    assert not page.select("form, main img, script[data-testid], [src=''], [href=''], [action='']")
    assert "javascript:" not in str(page)


@pytest.mark.parametrize("text", [None, {}, 7, "x", {"id": 0, "text": "", "context": {"secrets": []}}])
@pytest.mark.parametrize(
    "secrets", [None, 7, 1.5, "abc", {"a": 1}, [None, 7, "x", [], {}], [{"id": {}, "text": []}]]
)
def test_secrets_that_are_none(client: FlaskClient, kratos: RecordedKratos, text: Any, secrets: Any) -> None:
    def node(group: str, name: str, said: Any) -> Any:
        return {
            "type": "text",
            "group": group,
            "attributes": {"id": name, "text": said},
            "messages": [],
            "meta": {},
        }

    told = {"id": 1050015, "text": "codes", "context": {"secrets": secrets, "secret": secrets}}
    names = (("lookup_secret", "lookup_secret_codes"), ("totp", "totp_secret_key"), ("new", "other"))
    send = {
        "type": "input",
        "group": "totp",
        "attributes": {"name": "method", "type": "submit", "value": "totp"},
    }
    nodes = [send, *(node(*name, said) for name in names for said in (text, told))]
    every_answer_is(kratos, Given(200, {"id": "f", "ui": {"action": "http://k/", "nodes": nodes}}))
    for kind in FLOW_KINDS:
        get(client, f"/{kind}?flow=f")


@pytest.mark.parametrize("told", [None, True, 7, 1.5, "", [], {}, ["x"], "“x”"])
def test_names_of_keys_that_are_none(client: FlaskClient, kratos: RecordedKratos, told: Any) -> None:
    names = dict.fromkeys(("display_name", "added_at", "added_at_unix", "provider", "address"), told)
    label = {"id": 1050018, "text": "Remove security key “x”", "type": "info", "context": names}
    nodes = [
        {
            "type": "input", "group": group, "messages": [], "meta": {"label": label},
            "attributes": {"name": name, "type": kind, "value": told, "node_type": "input"},
        }
        for group, name in (
            ("webauthn", "webauthn_remove"), ("passkey", "passkey_remove"), ("oidc", "link"), ("oidc", "unlink"),
            ("oidc", "provider"), ("saml", "provider"), ("code", "address"),
        )
        for kind in ("submit", "button")
    ]  # fmt: skip
    every_answer_is(kratos, Given(200, {"id": "f", "ui": {"action": "http://k/", "nodes": nodes}}))
    for kind in FLOW_KINDS:
        get(client, f"/{kind}?flow=f")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "/\\/evil.example",
        "/a?b#c",
        "/\t/evil.example",
        '/é"><b>',
        "/x\x00",
    ],
)
def test_links_to_another_language_lead_here(client: FlaskClient, path: str) -> None:
    response = client.get("/x", environ_overrides={"PATH_INFO": path.encode().decode("latin-1")})
    page = BeautifulSoup(response.data, "html.parser")
    found = [str(link["href"]) for link in page.select("a[hreflang]")]
    assert len(found) == 2
    assert all(
        each.startswith("/") and each[1] not in "/\\\t" and each.isascii() and each.count("?") == 1
        for each in found
    )


@pytest.mark.parametrize("host", ["a b", "a<b>", "x:port", "[::1", "é"])
def test_a_host_that_is_none_is_named_to_nobody(client: FlaskClient, host: str) -> None:
    response = client.get("/sessions", headers={"Host": host, "Cookie": ""})
    assert response.location == "http://localhost:4433/self-service/login/browser"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "TRACE", "FOO"])
def test_every_answer_has_its_headers(client: FlaskClient, method: str) -> None:
    for path in ("/login", "/nope", "/static/nope.css", "/health/alive", "/api/nope", "/api/openapi.json"):
        headers = client.open(path, method=method).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert {name: headers[name] for name in ALWAYS} == ALWAYS


def test_files_have_theirs(client: FlaskClient) -> None:
    with client.get("/static/css/ui.css") as response:
        headers = response.headers
    assert "script-src 'self'; object-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in headers


def test_beside_a_base_path_too(config: Config) -> None:
    response = create_app(replace(config, base_path="/auth")).test_client().get("/login")
    assert (response.status_code, response.headers["X-Content-Type-Options"]) == (404, "nosniff")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_a_session_told_by_a_giant(client: FlaskClient, kratos: RecordedKratos) -> None:
    body = recording("v1.3.1", "whoami.200.aal2").body
    devices = [{"id": str(n), "user_agent": "Version/" * 2000} for n in range(50)]
    every_answer_is(kratos, Given(200, {**body, "devices": devices}))
    kratos.on(
        "GET", "/sessions", Given(200, [{"id": f"../{n}\n", "devices": devices[:1]} for n in range(1000)])
    )
    for path in ("/welcome", "/sessions"):
        get(client, path)


@pytest.mark.parametrize("path", ["/login?flow=f", "/welcome", "/error?id=e"])
def test_whoever_asks_too_often_is_told_when_to_come_back(
    client: FlaskClient, kratos: RecordedKratos, path: str
) -> None:
    every_answer_is(kratos, Given(429, b"slow down", headers={"retry-after": "17"}))
    response = get(client, path)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "17")
    assert "Wait a minute" in response.text


@pytest.mark.parametrize("path", ["/sessions/others", "/sessions/ffffffff-0000-4000-8000-000000000000"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_giant_form_is_not_read(client: FlaskClient, path: str, kind: str) -> None:
    response = client.post(path, data=b"a=b&" * 100_000, headers={"Content-Type": kind})
    assert response.status_code == 413
    assert BeautifulSoup(response.data, "html.parser").h1


@pytest.mark.parametrize("status", [302, 303])
def test_an_error_that_came_as_no_error_is_not_ours(
    client: FlaskClient, kratos: RecordedKratos, status: int
) -> None:
    every_answer_is(kratos, Given(status, {"error": {"id": "self_service_flow_disabled", "reason": "off"}}))
    assert get(client, "/login?flow=f").status_code == 502


TURNED = "\u202eelgooG\u2066\n"


def test_strangers_do_not_turn_our_words_round(client: FlaskClient, kratos: RecordedKratos) -> None:
    """Anybody may register an OAuth2 client, and anybody may write an address."""
    asked = {"client": {"client_name": TURNED}}
    go_on = {"name": "method", "type": "submit", "value": "password", "node_type": "input"}
    nodes = [{"type": "input", "group": "password", "attributes": go_on}]
    flow = {"id": "f", "ui": {"action": "http://k/", "nodes": nodes}, "oauth2_login_request": asked}
    every_answer_is(kratos, Given(200, flow))
    query = urlencode({"error": TURNED, "error_description": TURNED, "error_hint": TURNED})
    for path in ("/login?flow=f", f"/error?{query}"):
        page = BeautifulSoup(get(client, path).data, "html.parser")
        assert "elgooG" in str(page.main)
        assert not set(TURNED[:1] + TURNED[-2]) & set(str(page.main))
