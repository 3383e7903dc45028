"""Every refusal of Kratos that was ever recorded, as the gateway tells it."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from app.kratos.types import FLOW_KINDS
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import Recording, flow_recordings, recordings
from tests.support.steps import step_at
from tests.unit.gateway.test_flows import ID, TOKEN, flow

SIGNED_IN = {"X-Session-Token": TOKEN}
FRESH = "csrf_token_1=fresh; Path=/"
REFUSALS = [r for r in recordings() if isinstance(r.body, dict) and "error" in r.body and r.status >= 400]
FLOWS = [r for r in flow_recordings() if r.kind in FLOW_KINDS]
STATUS_OF = {
    "security_csrf_violation": 403,
    "session_already_available": 400,
    "self_service_flow_expired": 410,
}


def test_refusals(client: FlaskClient, kratos: RecordedKratos) -> None:
    assert len(REFUSALS) > 100
    for recorded in REFUSALS:
        check_refusal(client, kratos, recorded)


def check_refusal(client: FlaskClient, kratos: RecordedKratos, recorded: Recording) -> None:
    kratos.on("GET", "/self-service/settings/api", recorded)
    answer = client.get("/api/auth/flows/settings", headers=SIGNED_IN)
    error: Any = recorded.body["error"]
    behind = recorded.status >= 500 or error.get("code", 0) >= 500
    status = 503 if behind else STATUS_OF.get(error.get("id"), recorded.status)
    assert answer.status_code == status, recorded.id
    assert set(answer.get_json()) <= {"success", "error", "details"}
    details = answer.get_json().get("details", {})
    assert details.get("id") == (error.get("id") or None)
    if not behind:
        assert answer.get_json()["error"] == (error.get("reason") or error.get("message"))
    redirect = recorded.body.get("redirect_browser_to") or ""
    if redirect.startswith("http"):
        assert details["redirect_browser_to"] == redirect
    assert "debug" not in answer.text
    assert "stack" not in answer.text


def test_flows(client: FlaskClient, kratos: RecordedKratos) -> None:
    assert len(FLOWS) > 200
    for recorded in FLOWS:
        check_flow(client, kratos, recorded)


def check_flow(client: FlaskClient, kratos: RecordedKratos, recorded: Recording) -> None:
    """Whatever it is, it is a success or an error, and an error has its messages."""
    kratos.on("GET", f"/self-service/{recorded.kind}/flows", Given(200, flow(recorded.kind)))
    kratos.on("POST", f"/self-service/{recorded.kind}", recorded)
    answer = client.post(
        f"/api/auth/flows/{recorded.kind}", json={"flow_id": ID, "method": "password"}, headers=SIGNED_IN
    )
    messages = [*(recorded.body["ui"].get("messages") or [])]
    for node in recorded.body["ui"]["nodes"] or []:
        messages += node["messages"] or []
    errors = {message["id"] for message in messages if message["type"] == "error"}
    assert answer.status_code == (400 if errors else 200), recorded.id
    if errors:
        told = answer.get_json()["details"]["messages"]
        assert {message["id"] for message in told} == {message["id"] for message in messages}
        assert answer.get_json()["details"]["flow"]["id"] == recorded.body["id"]
        step = answer.get_json()["details"]["step"]
    else:
        step = answer.get_json()["step"]
        assert answer.json == {"success": True, "data": recorded.body, "step": step}
    assert step["name"] == step_at(recorded).name


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (Given(200, b"<html>"), 502),
        (Given(200, {"no": "flow"}), 502),
        (Given(200, []), 502),
        (Given(200, None), 502),
        (Given(302, b"", headers={"Location": "https://evil.example"}), 502),
        (Given(500, b"panic at db.internal:5432"), 503),
        (Given(502, {"error": {"code": 502, "message": "http://10.0.0.7 failed"}}), 503),
        (Given(418, {"error": {"code": 418, "reason": "teapot"}}), 418),
        (Given(400, {}), 400),
        (Given(400, {"error": "no object"}), 400),
        (Given(400, {"error": {"code": "500"}}), 400),
        (Given(401, {"error": {"code": 401}}), 401),
    ],
)
def test_odd_answers(client: FlaskClient, kratos: RecordedKratos, reply: Given, status: int) -> None:
    kratos.on("GET", "/self-service/login/api", reply)
    answer = client.get("/api/auth/flows/login")
    assert answer.status_code == status
    assert answer.get_json()["success"] is False
    assert answer.get_json()["error"]
    assert not any(word in answer.text for word in ("db.internal", "10.0.0.7", "evil"))
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("body", [{}, {"id": 7}, [], None, b"<html>", {"identity": None}])
def test_odd_sessions(client: FlaskClient, kratos: RecordedKratos, body: Any) -> None:
    kratos.on("GET", "/sessions/whoami", Given(200, body))
    assert client.get("/api/auth/whoami", headers=SIGNED_IN).status_code == 502


def test_whoami_tells_every_trait_flat_but_lets_none_pose(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    traits = {"email": "a@example.org", "name": {"first": "Ada"}, "tags": ["x"], "authenticated": "no", "id": "me",
              "verified": True, "session": "mine", "empty": {}}  # fmt: skip
    identity = {"id": "i", "traits": traits, "verifiable_addresses": [
        {"value": "old@example.org", "verified": True, "via": "email"}, {"value": "a@example.org", "verified": False},
    ]}  # fmt: skip
    kratos.on("GET", "/sessions/whoami", Given(200, {"id": "s", "active": True, "identity": identity}))
    data = client.get("/api/auth/whoami", headers=SIGNED_IN).get_json()["data"]
    assert data.pop("session")["identity"]["traits"] == traits
    assert data == {
        "id": "i", "email": "a@example.org", "authenticated": True, "verified": False,
        "name.first": "Ada", "tags": ["x"],
    }  # fmt: skip


def test_who_has_no_email(client: FlaskClient, kratos: RecordedKratos) -> None:
    body = {"id": "s", "active": True, "identity": {"id": "i", "traits": {"username": "ada"}}}
    kratos.on("GET", "/sessions/whoami", Given(200, body))
    data = client.get("/api/auth/whoami", headers=SIGNED_IN).get_json()["data"]
    assert (data["email"], data["username"], data["verified"]) == (None, "ada", False)


def test_kratos_is_asked_once_for_a_request(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on(
        "GET",
        "/sessions/whoami",
        Given(200, {"id": "s", "active": True, "identity": {"id": "i", "traits": {}}}),
    )
    assert client.get("/api/documents", headers=SIGNED_IN).get_json()["data"]["user_id"] == "i"
    assert len(kratos.sent) == 1
    client.get("/api/documents", headers=SIGNED_IN)
    assert len(kratos.sent) == 2, "kept over requests"


@pytest.mark.parametrize(
    ("proof", "status", "handed_on"),
    [
        ({"Cookie": "ory_kratos_session=MTc="}, 200, [FRESH]),
        ({"Cookie": "ory_kratos_session=MTc="}, 401, []),
        (SIGNED_IN, 200, []),
    ],
)
def test_whose_cookies_whoami_hands_on(
    client: FlaskClient, kratos: RecordedKratos, proof: dict[str, str], status: int, handed_on: list[str]
) -> None:
    """A CSRF cookie that Kratos made because none came would break the forms that are open on our pages."""
    body = {"id": "s", "active": True, "identity": {"id": "i", "traits": {}}}
    kratos.on("GET", "/sessions/whoami", Given(status, body if status == 200 else {}, (FRESH,)))
    answer = client.application.test_client(use_cookies=False).get("/api/auth/whoami", headers=proof)
    assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (status, handed_on)


def test_without_any_credential_kratos_is_not_asked(client: FlaskClient, kratos: RecordedKratos) -> None:
    for path in ("whoami", "flows/logout", "logout", "flows/settings"):
        assert client.get(f"/api/auth/{path}").status_code == 401
    assert kratos.sent == []
