"""Endpoints of one's own: the example in `app/gateway/README.md` works, and what is one person's stays so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import gateway
from app.current import ui
from app.gateway import protect, session_required
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recording
from tests.unit.gateway.conftest import ORIGIN


@pytest.mark.parametrize(("change", "status"), [({"active": False}, 401), ({"identity": None}, 502)])
def test_a_session_that_is_none_opens_nothing(
    client: FlaskClient, kratos: RecordedKratos, change: dict[str, Any], status: int
) -> None:
    body = {"id": "s", "active": True, "identity": {"id": "i", "traits": {}}, **change}
    kratos.on("GET", "/sessions/whoami", Given(200, body))
    for path in ("/api/documents", "/api/auth/whoami"):
        assert client.get(path, headers={"X-Session-Token": "t"}).status_code == status


def test_the_example(kratos: RecordedKratos, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(gateway.__file__).parent / "README.md").read_text("utf-8")
    [example] = [code for code in re.findall(r"```python\n(.*?)```", text, re.S) if "create_app" in code]
    settings = {
        "KRATOS_PUBLIC_URL": BASE_URL,
        "GATEWAY_ENABLED": "true",
        "GATEWAY_ORIGINS": ORIGIN,
        "COOKIE_SECRET": "x" * 16,
    }
    for name, value in {**settings, "COOKIE_SECRET": "x" * 16}.items():
        monkeypatch.setenv(name, value)
    scope: dict[str, Any] = {"__name__": "shop", "orders_of": lambda owner: [f"order of {owner}"]}
    exec(example.replace("from kratos_ui", "from app"), scope)  # as a checkout calls it
    ui(scope["app"]).kratos = kratos.client()
    kratos.on(
        "GET",
        "/sessions/whoami",
        Given(200, {"id": "s", "active": True, "identity": {"id": "i", "traits": {}}}),
    )
    client = scope["app"].test_client()
    assert client.get("/api/orders").json == {"success": False, "error": "Invalid session"}
    answer = client.get("/api/orders", headers={"X-Session-Token": "ory_st_x", "Origin": ORIGIN})
    assert answer.json == {"success": True, "data": ["order of i"]}
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert client.get("/api/orders", headers={"Origin": "https://evil.example"}).status_code == 403


def test_what_was_made_for_one_person_stays_in_no_cache(kratos: RecordedKratos) -> None:
    app = Flask("shop")
    protect(app, {"KRATOS_PUBLIC_URL": BASE_URL})
    ui(app).kratos = kratos.client()
    app.add_url_rule("/mine", "mine", session_required(lambda: "mine"))
    app.add_url_rule("/all", "all", lambda: "for all")
    kratos.plays(recording("v1.3.1", "whoami.200.password"))
    client = app.test_client()
    client.set_cookie("ory_kratos_session", "s")
    mine, for_all = client.get("/mine"), client.get("/all")
    assert (mine.text, mine.headers["Cache-Control"], mine.headers["Vary"]) == (
        "mine",
        "private, no-store",
        "Cookie",
    )
    assert not {"Cache-Control", "Vary"} & set(for_all.headers.keys())
