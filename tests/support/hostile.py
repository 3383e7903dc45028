"""Answers that no Kratos should give, to every page and call; and what must hold for ours all the same."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.current import ui
from app.kratos.types import FLOW_KINDS
from tests.support.markup import faults
from tests.support.recorded_kratos import Given, RecordedKratos

COOKIE = "ory_kratos_session=s; csrf_token_1=t"
PAGES = (
    *(f"/{kind}?flow=f" for kind in FLOW_KINDS),
    "/welcome",
    "/sessions",
    "/logout",
    "/error?id=e",
    "/settings",
)
GATEWAY = ("/api/auth/whoami", "/api/auth/flows/login?id=f&type=browser", "/api/auth/flows/logout")
ASKED = (
    "/sessions/whoami", "/sessions", "/self-service/logout/browser", "/self-service/errors",
    *(f"/self-service/{kind}/flows" for kind in FLOW_KINDS),
)  # fmt: skip
HALF = r"http://a/\ud800"
REFERENCE = re.compile(r"[0-9a-f]{32}")


def application(config: Config, kratos: RecordedKratos) -> Flask:
    """All that asks Kratos, the gateway too, in two languages."""
    made = create_app(replace(config, gateway_enabled=True, locales=("en", "de")))
    ui(made).kratos = kratos.client()
    return made


def visitor(app: Flask) -> FlaskClient:
    """Somebody with cookies of Kratos."""
    client = app.test_client(use_cookies=False)
    client.environ_base["HTTP_COOKIE"] = COOKIE
    return client


@cache
def faults_of(page: str) -> list[str]:
    """Parsed once: hundreds of answers lead to the same page of an error."""
    return faults(page.encode())


def every_answer_is(kratos: RecordedKratos, given: Given) -> None:
    for path in ASKED:
        kratos.on("GET", path, given)


def get(client: FlaskClient, path: str) -> Any:
    """The answer, fit for anybody: no failure of ours, headers in place, nothing that runs."""
    response = client.get(path)
    assert response.status_code != 500, path
    headers = response.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert all(value.isprintable() for _, value in headers)
    assert response.mimetype == ("application/json" if path.startswith("/api") else "text/html")
    if response.is_json:
        json.loads(response.data, parse_constant=pytest.fail)
    else:
        assert 300 <= response.status_code < 400 or faults_of(REFERENCE.sub("", response.text)) == [], path
    return response
