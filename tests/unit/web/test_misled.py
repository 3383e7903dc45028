"""A wrong KRATOS_BROWSER_URL is said once, in the log, and the visitor's browser is not blamed for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.current import ui
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

LOGIN = recording("v1.3.1", "login.choose_method.password_only").body
FORBIDDEN = Given(403, {"error": {"id": "security_csrf_violation", "code": 403}})
FLOWS = "/self-service/login/flows"


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelname == "WARNING"]


def flow_at(kratos_url: str) -> dict[str, object]:
    action = f"{kratos_url}/self-service/login?flow=0b3f"
    return {**LOGIN, "ui": {**LOGIN["ui"], "action": action}}


def test_forms_that_lead_elsewhere(
    client: FlaskClient, kratos: RecordedKratos, caplog: pytest.LogCaptureFixture
) -> None:
    kratos.on("GET", FLOWS, Given(200, flow_at("http://127.0.0.1:4433")))
    for _ in range(3):
        assert client.get("/login?flow=0b3f").status_code == 200
    [told] = warnings(caplog)
    assert told == (
        "KRATOS_BROWSER_URL is http://localhost:4433, but Kratos' forms lead to http://127.0.0.1:4433: "
        "set one of it and Kratos' serve.public.base_url to the other"
    )


def test_forms_that_lead_where_browsers_are_sent(
    client: FlaskClient, kratos: RecordedKratos, caplog: pytest.LogCaptureFixture
) -> None:
    kratos.on("GET", FLOWS, Given(200, flow_at("http://localhost:4433")))
    client.get("/login?flow=0b3f")
    assert warnings(caplog) == []


@pytest.mark.parametrize(
    ("scheme", "kratos_url", "warned"),
    [
        ("https", "http://id.example.org", True),
        ("http", "http://id.example.org", False),
        ("https", "https://id.example.org", False),
        ("https", "http://localhost:4433", False),
    ],
)
def test_https_here_and_http_there(
    config: Config,
    kratos: RecordedKratos,
    caplog: pytest.LogCaptureFixture,
    scheme: str,
    kratos_url: str,
    warned: bool,
) -> None:
    app = create_app(replace(config, kratos_browser_url=kratos_url))
    ui(app).kratos = kratos.client()
    kratos.on("GET", FLOWS, Given(200, flow_at(kratos_url)))
    for _ in range(2):
        app.test_client().get("/login?flow=0b3f", base_url=f"{scheme}://id.example.org")
    assert len([line for line in warnings(caplog) if "reached by https" in line]) == warned


def test_cookies_of_kratos_that_never_come_here(
    client: FlaskClient, kratos: RecordedKratos, caplog: pytest.LogCaptureFixture
) -> None:
    kratos.on("GET", FLOWS, FORBIDDEN)
    for _ in range(2):
        pages = [client.get("/login?flow=0b3f") for _ in range(3)]
        assert [page.status_code for page in pages] == [303, 303, 500]
    assert "The fault is on our side, not in your browser." in pages[-1].text
    assert pages[-1].headers["X-Request-ID"] in pages[-1].text
    assert "Allow them in your browser" not in pages[-1].text
    [told] = [line for line in warnings(caplog) if "circles" in line]
    for part in (
        "(csrf)",
        "http://localhost:4433 (KRATOS_BROWSER_URL)",
        "http://localhost:",
        "cookies.domain",
        "--dev",
    ):
        assert part in told, part


def test_a_browser_without_cookies_is_told_so(
    client: FlaskClient, kratos: RecordedKratos, caplog: pytest.LogCaptureFixture
) -> None:
    kratos.on("GET", FLOWS, FORBIDDEN)
    bare = client.application.test_client(use_cookies=False)
    page = bare.get(bare.get("/login?flow=0b3f").location)
    assert page.status_code == 400
    assert "Allow them in your browser" in page.text
    assert not [line for line in warnings(caplog) if "circles" in line]
