"""The identity schemas: asked for seldom, done without."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from app.web import schemas
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

REGISTRATION = recording("v1.3.1", "registration.profile.all_methods")
SCHEMA = {
    "properties": {
        "traits": {"properties": {"email": {"type": "string", "title": "E-Mail", "description": "Hi!"}}}
    }
}


def asked(kratos: RecordedKratos) -> int:
    return len([sent for sent in kratos.sent if sent.path == "/schemas"])


def known(app: Flask) -> tuple[Any, ...]:
    with app.test_request_context("/"):
        app.preprocess_request()
        return schemas.schemas()


def test_once_a_minute(app: Flask, kratos: RecordedKratos, monkeypatch: pytest.MonkeyPatch) -> None:
    kratos.on("GET", "/schemas", Given(200, [{"id": "default", "schema": SCHEMA}]))
    assert [known(app)[0].id for _ in range(3)] == ["default"] * 3
    assert asked(kratos) == 1
    later = time.monotonic() + schemas.SECONDS + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    kratos.on("GET", "/schemas", Given(200, []))
    assert known(app) == ()
    assert asked(kratos) == 2


@pytest.mark.parametrize(
    "reply",
    [Given(404), Given(500), Given(200, {"x": 1}), Given(200, b"<html>"), requests.ConnectionError("no")],
)
def test_a_page_does_without(client: FlaskClient, kratos: RecordedKratos, reply: Any) -> None:
    kratos.plays(REGISTRATION).on("GET", "/schemas", reply)
    assert client.get("/registration?flow=f").status_code == 200
    assert client.get("/registration?flow=f").status_code == 200
    assert asked(kratos) <= 2  # one is tried twice


def test_pages_without_traits_ask_nobody(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "recovery.choose_method.code"))
    assert client.get("/recovery?flow=f").status_code == 200
    assert asked(kratos) == 0
