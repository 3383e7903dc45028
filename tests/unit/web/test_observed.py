"""Each request is one line in the log, with the reference that its page shows, and without what anybody typed."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app import create_app, logs
from app.config import Config
from app.limits import PAGE_BODY_BYTES
from app.logs import Line
from tests.support.recorded_kratos import Given, RecordedKratos

SECRET = "sam@example.com"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "kratos_ui.access"]


@pytest.mark.parametrize(
    ("method", "path", "body", "told"),
    [
        ("GET", f"/nowhere/{SECRET}?{SECRET}", b"", "GET none 404"),
        ("POST", f"/login?flow={SECRET}", b"", "POST none 405"),
        ("POST", "/sessions/others", b"a=b&" * PAGE_BODY_BYTES, "POST sessions.end_others 413"),
        ("GET", "/error?id=0b3f", b"", "GET error 404"),
        ("GET", f"/error?error=x&error_description={SECRET}", b"", "GET error 400"),
        ("GET", "/login?restart=1", b"", "GET login 400"),
        ("BREW", "/login", b"", "other none 405"),
    ],
)
def test_what_failed_is_found_by_its_reference(
    client: FlaskClient,
    kratos: RecordedKratos,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    body: bytes,
    told: str,
) -> None:
    caplog.set_level(logging.INFO)
    kratos.on("GET", "/self-service/errors", Given(404, {"error": {"code": 404}}))
    page = client.open(path, method=method, data=body, content_type="application/x-www-form-urlencoded")
    [line] = lines(caplog)
    reference = page.headers["X-Request-ID"]
    assert line.startswith(f"{told} ")
    assert line.endswith(f" ms {reference}")
    assert reference in page.text
    assert SECRET not in caplog.text


def test_files_and_what_lies_beside_the_base_path(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client = create_app(replace(config, base_path="/auth")).test_client()
    client.get("/auth/static/css/ui.css").close()
    client.get("/elsewhere")
    client.get("/auth/health/alive")
    assert [" ".join(line.split()[:3]) for line in lines(caplog)] == [
        "GET static 200", "GET none 404", "GET health.alive 200",
    ]  # fmt: skip


def formatted(form: str, message: object, *arguments: object) -> str:
    record = logging.LogRecord("kratos_ui.x", logging.INFO, "", 0, message, arguments, None)
    return logs.FORMATS[form]().format(record)


def test_json_keeps_the_parts_of_a_line() -> None:
    token = logs.request_id.set("req-1")
    try:
        line = Line("request", "%(page)s %(status)d", page="login", status=200)
        entry = json.loads(formatted("json", line))
        assert entry.pop("time").endswith("+00:00")
        assert entry == {
            "level": "info", "logger": "kratos_ui.x", "event": "request", "page": "login", "status": 200,
            "request_id": "req-1",
        }  # fmt: skip
        assert json.loads(formatted("json", "a %s", "b\nc"))["message"] == "a b\nc"
        assert formatted("text", line).endswith(" INFO kratos_ui.x login 200 req-1")
        assert formatted("text", "a %s", "b\nc").endswith("kratos_ui.x a b\\nc req-1"), (
            "one line for each entry"
        )
    finally:
        logs.request_id.reset(token)


def test_a_short_secret_is_told(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    create_app(replace(config, cookie_secret="changeme"))
    assert "COOKIE_SECRET has fewer than 16 characters" in caplog.text
