"""Every exception has its answer, and none is a bare one."""

from dataclasses import replace

import pytest
import requests
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.kratos.errors import KratosError
from app.upstream.errors import UpstreamError
from app.web.errors import TABLE
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

FLOWS = "/self-service/login/flows"


def heading(data: bytes) -> str:
    title = BeautifulSoup(data, "html.parser").select_one("h1")
    assert title is not None
    return title.get_text(" ", strip=True)


def test_every_exception_of_the_tree_has_a_row() -> None:
    tree = {*UpstreamError.__subclasses__(), *KratosError.__subclasses__()}
    ours = {each for each in tree if each.__module__.startswith("app.")}  # another test has one more
    assert set(TABLE) == ours - {KratosError}


@pytest.mark.parametrize("error_id", ["session_aal2_required", "session_refresh_required"])
def test_kratos_sends_the_browser_on(client: FlaskClient, kratos: RecordedKratos, error_id: str) -> None:
    target = "http://localhost:4433/self-service/login/browser?aal=aal2"
    body = {"error": {"id": error_id, "code": 403}, "redirect_browser_to": target}
    kratos.on("GET", FLOWS, Given(403, body))
    response = client.get("/login?flow=f")
    assert (response.status_code, response.location) == (303, target)


@pytest.mark.parametrize("target", ["javascript:alert(1)", "//evil.example", "", None])
def test_only_to_http_addresses(client: FlaskClient, kratos: RecordedKratos, target: object) -> None:
    body = {"error": {"id": "session_aal2_required", "code": 403}, "redirect_browser_to": target}
    kratos.on("GET", FLOWS, Given(403, body))
    response = client.get("/login?flow=f")
    assert response.status_code == 403
    assert "Location" not in response.headers


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        (Given(500, {"error": {"code": 500, "message": "boom"}}), 503),
        (Given(502, b"<html>bad gateway</html>"), 503),
        (requests.ConnectionError("refused"), 503),
        (requests.ReadTimeout("late"), 503),
        (Given(200, b"<html>not Kratos</html>"), 502),
        (Given(200, {"id": "no ui"}), 502),
        (Given(200, [1, 2]), 502),
    ],
)
def test_kratos_trouble_is_a_calm_page(
    client: FlaskClient, kratos: RecordedKratos, reply: Given | Exception, status: int
) -> None:
    kratos.on("GET", FLOWS, reply)
    response = client.get("/login?flow=f&return_to=https://app.example/")
    assert response.status_code == status
    assert ("Retry-After" in response.headers) == (status == 503)
    assert heading(response.data)
    for technical in (b"boom", b"Traceback", b"refused", b"UpstreamError"):
        assert technical not in response.data
    retry = BeautifulSoup(response.data, "html.parser").select_one('main a[href^="/login?flow=f"]')
    assert retry is not None, "try again leads to the same flow"


@pytest.mark.parametrize("path", ["/login?flow=f", "/settings?flow=f", "/welcome", "/sessions"])
def test_kratos_says_when_to_come_back(client: FlaskClient, kratos: RecordedKratos, path: str) -> None:
    busy = Given(503, {"error": {"code": 503}}, headers={"Retry-After": "120"})
    for asked in (FLOWS, "/self-service/settings/flows", "/sessions/whoami"):
        kratos.on("GET", asked, busy)
    client.set_cookie("ory_kratos_session", "abc")
    response = client.get(path)
    assert (response.status_code, response.headers.getlist("Retry-After")) == (503, ["120"])


@pytest.mark.parametrize("host", ["x" * 300, "a..b", ".", "a" * 64 + ".org"])
@pytest.mark.parametrize("path", ["/welcome", "/login", "/nope", "/health/alive", "/settings?a=b"])
def test_a_host_that_is_none_gets_a_page(client: FlaskClient, host: str, path: str) -> None:
    response = client.get(path, headers={"Host": host})
    assert response.status_code == 400
    assert heading(response.data) == "We didn’t understand that request"
    assert b'href="/login"' in response.data
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_host_that_is_none_below_a_base_path(config: Config) -> None:
    client = create_app(replace(config, base_path="/auth", trusted_proxies=1)).test_client()
    response = client.get("/auth/welcome", headers={"X-Forwarded-Host": "x" * 300})
    assert response.status_code == 400
    assert b'href="/auth/login"' in response.data


def test_a_refusal_shows_kratos_reason(client: FlaskClient, kratos: RecordedKratos) -> None:
    body = {"error": {"code": 400, "reason": "Recovery is <not> allowed", "message": "Bad Request"}}
    kratos.on("GET", "/self-service/recovery/flows", Given(400, body))
    response = client.get("/recovery?flow=f")
    assert response.status_code == 400
    assert b"Recovery is &lt;not&gt; allowed" in response.data


def test_a_page_that_is_not_there(client: FlaskClient) -> None:
    response = client.get("/nowhere/<b>")
    assert response.status_code == 404
    assert heading(response.data) == "We can’t find that page"
    assert b"<b>" not in response.data


def test_a_method_that_is_not_allowed(client: FlaskClient) -> None:
    response = client.put("/health/alive")
    assert response.status_code in (400, 405)
    response = client.options("/health/alive")
    assert response.status_code == 200


def test_our_own_fault_shows_no_trace(
    app: Flask, kratos: RecordedKratos, caplog: pytest.LogCaptureFixture
) -> None:
    kratos.on("GET", FLOWS, ZeroDivisionError("secret detail"))
    response = app.test_client().get("/login?flow=f")
    assert response.status_code == 500
    assert b"secret detail" not in response.data
    request_id = response.headers["X-Request-ID"]
    assert request_id.encode() in response.data
    assert any(request_id in record.getMessage() for record in caplog.records)


def test_a_theme_that_fails_even_for_errors_leaves_a_sentence(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise RuntimeError("no layout")

    monkeypatch.setattr("app.web.page.render", broken)
    response = app.test_client().get("/welcome")
    assert response.status_code == 500
    assert response.text.startswith("Something went wrong on our side.")
    assert response.headers["Content-Type"].startswith("text/plain")


def test_kratos_error_page(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "error.get.csrf"))
    response = client.get("/error?id=e1")
    assert response.status_code == 200  # the suite of Kratos leaves a page with another status at once
    page = BeautifulSoup(response.data, "html.parser")
    box = page.select_one('[data-testid="code-box"]')
    assert box is not None
    assert "security_csrf_violation" in box.get_text()
    assert "403" in box.get_text()


@pytest.mark.parametrize("query", ["", "?id=", "?id=unknown"])
def test_an_error_nobody_knows(client: FlaskClient, kratos: RecordedKratos, query: str) -> None:
    kratos.on("GET", "/self-service/errors", Given(404, {"error": {"code": 404}}))
    response = client.get(f"/error{query}")
    assert response.status_code == 404
    assert heading(response.data)


def test_hydra_s_words_are_quoted(client: FlaskClient, kratos: RecordedKratos) -> None:
    words = "Call%20%3Cb%3E0800%3C/b%3E"
    response = client.get(f"/error?error=invalid_request&error_description={words}")
    assert response.status_code == 400
    assert b"<b>0800" not in response.data
    assert "Call <b>0800</b>" in BeautifulSoup(response.data, "html.parser").get_text()
    assert kratos.sent == []
