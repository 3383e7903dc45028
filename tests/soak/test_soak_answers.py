"""Any status with any body, any error, any damage: every page and call still says something, and leads somewhere."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import Config
from tests.support.hostile import GATEWAY, HALF, PAGES, application, every_answer_is, get, visitor
from tests.support.mutation import mutate
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recordings


@pytest.fixture
def kratos() -> RecordedKratos:
    return RecordedKratos()


@pytest.fixture
def app(kratos: RecordedKratos, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr("app.upstream.client.probe", lambda base_url, seconds: None)
    browser_url = "http://localhost:4433"
    return application(
        Config(kratos_public_url=BASE_URL, kratos_browser_url=browser_url, cookie_secret="t" * 32), kratos
    )


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return visitor(app)


def bodies() -> Iterator[bytes]:
    yield from (b"", b"null", b"[]", b"{}", b'"x"', b"<html>", b"{", b'{"id": NaN}', b"\xff", b"[" * 5000)
    yield from (b'{"error": null}', b'{"error": []}', b'{"error": {"id": {}, "code": "x", "reason": [1]}}')
    yield b'{"id": "\\ud800", "ui": {"action": "http://k/\\ud800", "nodes": null, "messages": {}}, "expires_at": 7}'
    yield b'{"id": "x", "identity": {"traits": ' + b'{"a": ' * 500 + b"1" + b"}" * 500 + b"}}"


@pytest.mark.parametrize("status", [204, 206, 302, 304, 400, 401, 403, 404, 410, 422, 429, 500, 999])
def test_any_status_with_any_body(client: FlaskClient, kratos: RecordedKratos, status: int) -> None:
    hop = {
        "Connection": "close",
        "Transfer-Encoding": "x",
        "Location": "http://\x01",
        "Retry-After": "1\r\n 2",
    }
    for body in bodies():
        every_answer_is(kratos, Given(status, body, ("a=1\r\n b=2", "c=\x01"), hop))
        for path in (*PAGES, *GATEWAY):
            get(client, path)


IDS = (
    "self_service_flow_expired", "self_service_flow_replaced", "self_service_flow_disabled",
    "self_service_flow_return_to_forbidden", "security_csrf_violation", "security_identity_mismatch",
    "session_inactive", "session_aal1_required", "session_aal2_required", "session_refresh_required",
    "session_already_available",
    "session_aal_already_fulfilled", "browser_location_change_required", "never_heard_of", "<b>", HALF,
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_sent_round_in_circles(app: Flask, kratos: RecordedKratos, path: str) -> None:
    here = f"http://localhost{path}"
    for status, error_id in product((400, 401, 403, 404, 410, 422, 500), IDS):
        error = {"id": error_id, "code": status, "reason": "r", "details": {"return_to": here}}
        every_answer_is(kratos, Given(status, {"error": error, "redirect_browser_to": here}))
        browser = app.test_client()
        browser.set_cookie("ory_kratos_session", "s")
        goes_on: str | None = path
        for _ in range(8):
            response = browser.get(str(goes_on))
            # Kratos starts a flow at once, and that is answered like the one before
            goes_on = (
                "/login?flow=f" if ":4433/" in response.headers.get("Location", "") else response.location
            )
            if not goes_on:
                break
        assert not goes_on, f"{status} {error_id}: still on its way after 8 pages"


@pytest.mark.parametrize("seed", range(3))
def test_recordings_with_something_wrong_in_them(
    client: FlaskClient, kratos: RecordedKratos, seed: int
) -> None:
    """Whole answers, errors and sessions too, by way of the client and through every page that asks for them."""
    chance = random.Random(seed)  # the same ones each time
    known = [each for each in recordings() if isinstance(each.body, dict) and each.kind not in ("sessions",)]
    for each in chance.sample(known, 60):
        body = json.loads(json.dumps(each.body))
        mutate(body, chance, chance.randint(1, 6))
        every_answer_is(kratos, Given(each.status, body))
        for path in chance.sample((*PAGES, *GATEWAY), 4):
            get(client, path)
