"""The token in a sign-out address."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.support.recorded_kratos import Given, RecordedKratos
from tests.unit.gateway.conftest import MakeApp
from tests.unit.gateway.test_flows import PAGES

ADA, BOB = "ory_st_" + "A" * 32, "ory_st_" + "B" * 32


@pytest.fixture
def kratos() -> RecordedKratos:
    kratos = RecordedKratos()
    kratos.on(
        "GET",
        "/sessions/whoami",
        Given(200, {"id": "s", "active": True, "identity": {"id": "i", "traits": {}}}),
    )
    return kratos.on("DELETE", "/self-service/logout/api", Given(204))


def address(client: FlaskClient, token: str = ADA) -> str:
    answer = client.get("/api/auth/flows/logout", headers={"X-Session-Token": token})
    found: str = answer.get_json()["data"]["logout_url"]
    return found


def follow(client: FlaskClient, url: str, token: str = ADA) -> Any:
    parts = urlsplit(url)
    return client.get(f"{parts.path}?{parts.query}", headers={"X-Session-Token": token})


def test_it_is_absolute_and_different_each_time(client: FlaskClient) -> None:
    first, second = address(client), address(client)
    assert first.startswith("http://localhost/api/auth/logout?token=")
    assert first != second
    assert ADA not in first
    assert follow(client, first).status_code == 303
    assert follow(client, second).status_code == 303


def test_kratos_ends_exactly_this_session(client: FlaskClient, kratos: RecordedKratos) -> None:
    follow(client, address(client))
    sent = kratos.sent[-1]
    assert (sent.method, sent.path, sent.json) == (
        "DELETE",
        "/self-service/logout/api",
        {"session_token": ADA},
    )
    assert [sent.method for sent in kratos.sent].count("DELETE") == 1


def test_nobody_else_can_use_or_make_it(
    client: FlaskClient, make_app: MakeApp, kratos: RecordedKratos
) -> None:
    good = address(client)
    assert follow(client, good, BOB).status_code == 403
    token = parse_qs(urlsplit(good).query)["token"][0]
    for other in (
        "",
        "x",
        token[:-1],
        f"{token}a",
        token.split(".")[0],
        "ä",
        f"{'b' if token[0] == 'a' else 'a'}{token[1:]}",
    ):
        assert client.get(
            "/api/auth/logout", query_string={"token": other}, headers={"X-Session-Token": ADA}
        ).status_code == 403  # fmt: skip
    elsewhere = make_app(cookie_secret="u" * 32).test_client()
    assert follow(elsewhere, good).status_code == 403, "made with another key"
    assert not any(sent.method == "DELETE" for sent in kratos.sent)


def test_with_the_session_it_ends(client: FlaskClient, kratos: RecordedKratos) -> None:
    good = address(client)
    kratos.on("GET", "/sessions/whoami", Given(401, {"error": {"code": 401, "reason": "No valid session"}}))
    answer = follow(client, good)
    assert (answer.status_code, answer.json) == (401, {"success": False, "error": "Invalid session"})
    assert not any(sent.method == "DELETE" for sent in kratos.sent)


@pytest.mark.parametrize("reply", [Given(500, {}), Given(401, {"error": {"code": 401}})])
def test_a_session_that_kratos_did_not_end_keeps_its_cookie(
    client: FlaskClient, kratos: RecordedKratos, reply: Given
) -> None:
    good = address(client)
    kratos.on("DELETE", "/self-service/logout/api", reply)
    answer = follow(client, good)
    assert answer.status_code in (401, 503)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("settings", "location"),
    [
        ({}, "/login"),
        ({"base_path": "/auth"}, "/auth/login"),
        ({"gateway_logout_url": "https://app.example.org/#/bye"}, "https://app.example.org/#/bye"),
        ({"gateway_logout_url": "/bye"}, "/bye"),
    ],
)
def test_where_it_leads(make_app: MakeApp, settings: dict[str, str], location: str) -> None:
    client = make_app(**settings).test_client()
    prefix = settings.get("base_path", "")
    headers = {"X-Session-Token": ADA}
    url = client.get(f"{prefix}/api/auth/flows/logout", headers=headers).get_json()["data"]["logout_url"]
    assert url.startswith(f"http://localhost{prefix}/api/auth/logout?")
    query = {"return_to": "https://evil.example", "next": "https://evil.example"}
    parts = urlsplit(url)
    answer = client.get(f"{parts.path}?{parts.query}", headers=headers)
    assert answer.headers["Location"] == location
    answer = client.get(
        parts.path, query_string={**query, "token": parse_qs(parts.query)["token"][0]}, headers=headers
    )
    assert answer.headers["Location"] == location


def test_for_kratos_own_session_it_is_kratos_own(make_app: MakeApp, kratos: RecordedKratos) -> None:
    own = "http://localhost:4433/self-service/logout?token=ory_lo_x"
    kratos.on("GET", "/self-service/logout/browser", Given(200, {"logout_url": own}))
    client = make_app(gateway_logout_url="https://app.example.org/bye").test_client(use_cookies=False)
    answer = client.get("/api/auth/flows/logout", headers={"Cookie": f"ory_kratos_session={PAGES}"})
    assert answer.get_json()["data"]["logout_url"] == own
    assert kratos.sent[-1].query == {"return_to": "https://app.example.org/bye"}
