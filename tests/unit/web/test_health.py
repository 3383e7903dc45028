"""`/version`, and where health is."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import version

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.current import ui
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


@pytest.mark.parametrize("path", ["/health/alive", "/health/ready"])
def test_health_is_at_the_root_of_a_host_too(config: Config, kratos: RecordedKratos, path: str) -> None:
    """There all who ask for it look by themselves; all else lives below `BASE_PATH`."""
    app = create_app(replace(config, base_path="/auth", trusted_proxies=1))
    ui(app).kratos = kratos.client()
    kratos.on("GET", "/health/ready", Given(200, {"status": "ok"}))
    client = app.test_client()
    for where in (path, f"/auth{path}"):
        answer = client.get(where)
        assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    for where in (
        f"{path}/",
        f"/{path}",
        "/version",
        "/login",
        "/",
        "/health",
        "/internal/auth/user-created",
    ):
        assert client.get(where).status_code == 404
