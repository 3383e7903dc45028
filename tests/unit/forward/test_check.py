"""`/session/check`: who gets in, what an application is told, and where everybody else is sent."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording
from tests.unit.forward.asking import (
    AAL1,
    AAL2,
    BACK,
    CADDY,
    NGINX,
    SCRIPT,
    TRAEFIK,
    WHOAMI,
    ask,
    sent_to,
    session,
)
from tests.unit.forward.conftest import MakeApp

LOGIN = "https://id.example.org/self-service/login/browser"
VERIFICATION = "https://id.example.org/self-service/verification/browser"


def test_it_is_not_served_unless_switched_on(make_app: MakeApp) -> None:
    assert ask(make_app(forward_auth_enabled=False).test_client()).status_code == 404


def test_who_is_signed_in_gets_in_and_is_named(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(AAL1)
    response = ask(client, **CADDY)
    assert (response.status_code, response.data) == (200, b"")
    assert response.headers["X-User-Id"] == AAL1.body["identity"]["id"]
    assert response.headers["X-User-Email"] == "dan@example.com"
    assert response.headers["Cache-Control"] == "no-store"
    assert [(each.path, each.cookies) for each in kratos.sent] == [(WHOAMI, "ory_kratos_session=abc")]


def test_the_bodies_of_visitors_are_not_looked_at(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(AAL1)
    client.set_cookie("ory_kratos_session", "abc")
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"):
        response = client.open("/session/check", method=method)
        assert (response.status_code, "X-User-Id" in response.headers) == (200, True), method


def test_without_a_session_cookie_nobody_is_asked(client: FlaskClient, kratos: RecordedKratos) -> None:
    assert ask(client, cookie="", **NGINX).status_code == 401
    assert ask(client, cookie="", **CADDY).status_code == 302
    assert kratos.sent == []


@pytest.mark.parametrize("headers", [CADDY, TRAEFIK], ids=["caddy", "traefik"])
def test_caddy_and_traefik_lead_to_sign_in(client: FlaskClient, headers: dict[str, str]) -> None:
    response = ask(client, cookie="", **headers)
    assert (response.status_code, sent_to(response)) == (302, (LOGIN, {"return_to": BACK}))


def test_nginx_is_told_where_to_lead(client: FlaskClient) -> None:
    response = ask(client, cookie="", **NGINX)
    assert (response.status_code, sent_to(response)) == (401, (LOGIN, {"return_to": BACK}))
    assert response.json == {"error": {"code": 401, "id": "session_inactive"}}


@pytest.mark.parametrize(
    ("headers", "query", "status"),
    [
        (CADDY, "?redirect=false", 401),
        (NGINX, "?redirect=true", 302),
        ({**CADDY, "Accept": "application/json"}, "", 401),
        ({**CADDY, "Sec-Fetch-Mode": "cors"}, "", 401),
        ({**CADDY, "Accept": "*/*", "Sec-Fetch-Mode": "navigate"}, "", 302),
        ({**CADDY, **NGINX}, "", 401),
        ({}, "", 401),
    ],
)
def test_who_can_follow_is_led(client: FlaskClient, headers: dict[str, str], query: str, status: int) -> None:
    assert ask(client, f"/session/check{query}", cookie="", **headers).status_code == status


@pytest.mark.parametrize(
    "name", ["whoami.401.no_session", "whoami.401.after_logout", "whoami.401.deleted_identity"]
)
def test_a_session_that_has_ended_lets_nobody_in(
    client: FlaskClient, kratos: RecordedKratos, name: str
) -> None:
    kratos.plays(recording("v1.3.1", name))
    response = ask(client, **NGINX)
    assert (response.status_code, sent_to(response)[0]) == (401, LOGIN)
    assert "X-User-Id" not in response.headers


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (Given(200, {**AAL1.body, "active": False}), 401),
        (Given(200, {**AAL1.body, "identity": None}), 502),
        (Given(200, {}), 502),
        (Given(200, b"<html>"), 502),
        (Given(500, {}), 503),
        (Given(503, {}), 503),
    ],
)
def test_whatever_kratos_answers_nobody_slips_in(
    client: FlaskClient, kratos: RecordedKratos, reply: Given, status: int
) -> None:
    kratos.on("GET", WHOAMI, reply)
    assert ask(client, **NGINX).status_code == status


@pytest.mark.parametrize("path", ["/session/check?aal=aal2", "/session/check/aal2/orders"])
def test_the_second_step_is_asked_for(client: FlaskClient, kratos: RecordedKratos, path: str) -> None:
    kratos.plays(AAL1)
    response = ask(client, path, **SCRIPT)
    assert (response.status_code, sent_to(response)) == (401, (LOGIN, {"aal": "aal2", "return_to": BACK}))
    assert "X-User-Id" not in response.headers
    kratos.plays(AAL2)
    assert ask(client, path, **NGINX).status_code == 200


def test_kratos_may_ask_for_it_too(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "whoami.403.aal2_required"))
    response = ask(client, **CADDY)
    assert (response.status_code, sent_to(response)) == (302, (LOGIN, {"aal": "aal2", "return_to": BACK}))


@pytest.mark.parametrize("path", ["/session/check?verified=true", "/session/check/verified/orders"])
def test_the_address_has_to_be_confirmed(client: FlaskClient, kratos: RecordedKratos, path: str) -> None:
    kratos.plays(AAL2)  # of somebody who has not confirmed it
    response = ask(client, path, **SCRIPT)
    assert (response.status_code, sent_to(response)) == (403, (VERIFICATION, {"return_to": BACK}))
    kratos.plays(AAL1)
    assert ask(client, path, **NGINX).status_code == 200


def test_it_is_the_address_that_an_application_is_told(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on("GET", WHOAMI, session(email="other@example.com"))
    assert ask(client, "/session/check?verified=true", **NGINX).status_code == 403
    kratos.on("GET", WHOAMI, session(email="Dan@Example.com"))  # Kratos keeps the address in lower case
    assert ask(client, "/session/check?verified=true", **NGINX).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "aal=aal3",
        "aal=",
        "aal=AAL2",
        "verified=yes",
        "verifed=true",
        "aal=aal2&aal=aal1",
        "aal=aal1&aal=aal2",
        "a=b",
    ],
)
def test_a_slip_in_what_is_asked_for_opens_nothing(
    client: FlaskClient, kratos: RecordedKratos, query: str
) -> None:
    kratos.plays(AAL2)
    assert ask(client, f"/session/check?{query}", **NGINX).status_code == 400


@pytest.mark.parametrize("words", ["orders", "aal1", "aal2,aal2", "session,", "AAL2", "session verified"])
def test_nor_does_one_in_the_path(client: FlaskClient, kratos: RecordedKratos, words: str) -> None:
    kratos.plays(AAL2)
    assert ask(client, f"/session/check/{words}/x", **NGINX).status_code == 400


def test_behind_a_path_the_visitors_query_says_nothing(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(AAL1)
    assert ask(client, "/session/check/session/orders?aal=aal2").status_code == 200
    assert ask(client, "/session/check/aal2/orders?aal=aal1").status_code == 401


def test_envoys_address_is_the_visitors_own(client: FlaskClient) -> None:
    response = client.post(
        "/session/check/session/a%20b/?q=%20x", headers={"Host": "app.example.org", "Accept": "text/html"}
    )
    assert response.status_code == 302
    assert sent_to(response)[1] == {"return_to": "http://app.example.org/a%20b/?q=%20x"}
    assert ask(client, "/session/check/session/", cookie="", Host="app.example.org").status_code == 401


@pytest.mark.parametrize("path", ["/", "//", "//evil.example/x", "/../../x", "/a/"])
def test_envoy_may_ask_for_any_path(client: FlaskClient, kratos: RecordedKratos, path: str) -> None:
    response = ask(
        client, f"/session/check/session{path}", cookie="", Host="app.example.org", Accept="text/html"
    )
    assert sent_to(response) == (LOGIN, {"return_to": f"http://app.example.org{path}"})
    kratos.plays(AAL1)
    assert ask(client, f"/session/check/session{path}").status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "app.example.org.evil.example", "evilapp.example.org", "app.example.org:8443", "localhost", "",
     "apps.example.org", ".apps.example.org", "app.example.org@evil.example", "app.example.org, evil.example", "[::1]",
     "evil.example#.apps.example.org", "evil.example/.apps.example.org", "evil.example\\.apps.example.org",
     "evil.example?.apps.example.org", "app.example.org:", "app.example.org:x", "app.example.org:99999",
     "app.example.org\t", "app.example.org\t.evil.example"],
)  # fmt: skip
def test_nobody_is_sent_to_another_host(client: FlaskClient, host: str) -> None:
    parts = {**CADDY, "X-Forwarded-Host": host}
    whole = {"X-Original-URL": f"https://{host}/orders"}
    for headers in (parts, whole):
        address, query = sent_to(ask(client, cookie="", **headers))
        assert (address, query) == (LOGIN, {}), headers


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)//app.example.org", "//app.example.org/", "ftp://app.example.org/", "https:app.example.org/",
     "https:///app.example.org", "https:\\\\app.example.org/", "/orders", "orders", "data:,x", "http://[",
     "https://app.example.org /"],
)  # fmt: skip
def test_nor_by_an_address_that_is_none(client: FlaskClient, url: str) -> None:
    assert sent_to(ask(client, cookie="", **{"X-Original-URL": url}))[1] == {}


@pytest.mark.parametrize(
    ("url", "back"),
    [
        ("http://app.example.org", "http://app.example.org/"),
        ("https://APP.example.org:443/x", "https://app.example.org:443/x"),
        ("https://shop.apps.example.org/x", "https://shop.apps.example.org/x"),
        ("http://localhost:8080/x", "http://localhost:8080/x"),
        ("https://app.example.org//evil.example", "https://app.example.org//evil.example"),
        ("https://app.example.org/@evil.example", "https://app.example.org/@evil.example"),
        ("https://app.example.org/ä?ö=ü#x", "https://app.example.org/%E4?%F6=%FC"),
        ("https://app.example.org/?q=<%0d%0a>", "https://app.example.org/?q=%3C%0d%0a%3E"),
        ("https://app.example.org/" + "x" * 1600, "https://app.example.org/"),
        ("https://app.example.org/?q=" + "%" * 800, "https://app.example.org/"),
    ],
)
def test_listed_hosts_are_come_back_to(client: FlaskClient, url: str, back: str) -> None:
    response = ask(client, cookie="", **{"X-Original-URL": url})
    assert sent_to(response)[1] == {"return_to": back}
    assert len(response.headers["Location"]) < 1800
