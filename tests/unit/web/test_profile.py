"""`/settings/profile`: what it asks of Kratos, and where it leads; on a real one: tests/kratos/test_profile_kept.py."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

SETTINGS = recording("v1.3.1", "settings.show_form.all_methods")
FLOWS, SUBMIT = "/self-service/settings/flows", "/self-service/settings"
FORM = {"csrf_token": "t0k3n", "method": "profile", "traits.website": "https://example.org/new"}
ADDRESS = "http://127.0.0.1:4455/settings?flow=f"


def answer(status: int, body: dict[str, Any], *cookies: str) -> Given:
    return Given(status, body, tuple(cookies))


def post(client: FlaskClient, kratos: RecordedKratos, reply: Given) -> Any:
    kratos.on("GET", FLOWS, SETTINGS).on("POST", SUBMIT, reply)
    client.set_cookie("csrf_token_a", "c")
    client.set_cookie("other", "o")
    return client.post("/settings/profile?flow=f", data=FORM)


def test_kratos_gets_the_whole_profile_and_the_token_of_the_form(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    body = {
        **SETTINGS.body,
        "continue_with": [{"action": "redirect_browser_to", "redirect_browser_to": ADDRESS}],
    }
    response = post(client, kratos, answer(200, body, "a=1"))
    sent = kratos.sent[-1]
    assert (response.status_code, response.location) == (303, ADDRESS)
    assert response.headers.getlist("Set-Cookie") == ["a=1"]
    before = SETTINGS.body["identity"]["traits"]
    assert sent.json["traits"] == {**before, "website": "https://example.org/new"}
    assert (sent.json["csrf_token"], sent.json["method"]) == ("t0k3n", "profile")
    assert sent.json["transient_payload"] == {"lang": "en"}
    assert sent.query["flow"] in SETTINGS.body["ui"]["action"]
    assert sent.cookies == "csrf_token_a=c"


def test_without_a_token_none_is_made_up(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on("GET", FLOWS, SETTINGS)
    kratos.on(
        "POST", SUBMIT, Given(403, {"error": {"id": "security_csrf_violation", "code": 403}}, ("csrf=new",))
    )
    response = client.post("/settings/profile?flow=f", data={"traits.website": "x"})
    assert "csrf_token" not in kratos.sent[-1].json
    assert response.status_code == 303
    assert "csrf=new" not in response.headers.getlist("Set-Cookie")


def test_what_kratos_refuses_is_shown_on_the_page(client: FlaskClient, kratos: RecordedKratos) -> None:
    response = post(client, kratos, answer(400, {**SETTINGS.body, "id": "same"}))
    assert (response.status_code, response.location) == (303, "/settings?flow=same")


def test_who_has_to_confirm_first_gets_the_cookie_that_keeps_the_change(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    target = "http://localhost:4433/self-service/login/browser?refresh=true"
    error = {"error": {"id": "session_refresh_required", "code": 403}, "redirect_browser_to": target}
    response = post(client, kratos, answer(403, error, "ory_kratos_continuity=c"))
    assert (response.status_code, response.location) == (303, target)
    assert "ory_kratos_continuity=c" in response.headers.getlist("Set-Cookie")


@pytest.mark.parametrize("target", ["javascript:alert(1)", "//elsewhere", "", None])
def test_an_odd_target_leads_to_the_page(client: FlaskClient, kratos: RecordedKratos, target: Any) -> None:
    body = {**SETTINGS.body, "continue_with": [{"redirect_browser_to": target}, None, 3]}
    response = post(client, kratos, answer(200, body))
    assert response.location == f"/settings?flow={SETTINGS.body['id']}"


def test_what_was_typed_survives_a_page_that_was_open_for_too_long(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    kratos.on(
        "GET", FLOWS, Given(410, {"error": {"code": 410, "details": {"return_to": "https://example.org/"}}})
    )
    kratos.on("GET", "/self-service/settings/browser", SETTINGS)
    kratos.on("POST", SUBMIT, Given(200, SETTINGS.body))
    response = client.post("/settings/profile?flow=old", data=FORM)
    assert response.location == f"/settings?flow={SETTINGS.body['id']}"
    assert kratos.sent[-1].json["traits"]["website"] == "https://example.org/new"
    fresh = next(sent for sent in kratos.sent if sent.path.endswith("/browser"))
    assert fresh.query == {"return_to": "https://example.org/"}


def test_signed_out_meanwhile(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on("GET", FLOWS, Given(401, {"error": {"code": 401}}))
    response = client.post("/settings/profile?flow=f", data=FORM)
    assert response.status_code == 303
    assert "/self-service/login/browser?return_to=" in response.location
    assert client.get("/settings/profile").location == "/settings"


def test_no_flow(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on("GET", FLOWS, Given(404, {"error": {"code": 404}}))
    assert client.post("/settings/profile").status_code == 303
