"""`/version`."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from tests.support.recorded_kratos import Given, RecordedKratos

OURS = version("kratos-selfservice-ui-flask")


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, kratos_admin_url="http://kratos.test:4434")


def test_both_versions(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on("GET", "/admin/version", Given(200, {"version": "v1.3.1"}))
    assert client.get("/version").json == {"version": OURS, "kratos": "v1.3.1"}


@pytest.mark.parametrize(
    "reply", [Given(404, {}), Given(500, {}), Given(200, []), Given(200, {"version": 7}), Given(200, b"<")]
)
def test_a_kratos_that_does_not_say(client: FlaskClient, kratos: RecordedKratos, reply: Given) -> None:
    kratos.on("GET", "/admin/version", reply)
    response = client.get("/version")
    assert (response.status_code, response.json) == (200, {"version": OURS, "kratos": None})


def test_kratos_public_api_does_not_say(config: Config) -> None:
    client = create_app(replace(config, kratos_admin_url="")).test_client()  # which may open no socket
    assert client.get("/version").json == {"version": OURS, "kratos": None}
