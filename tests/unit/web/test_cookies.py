"""What this UI has a browser keep: out of the reach of scripts and other sites, and hardly anything of anybody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from app.config import Config
from app.i18n import locale
from app.web import presence, restart
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

WHOAMI = recording("v1.3.1", "whoami.200.aal2")
LOGIN = recording("v1.3.1", "login.choose_method.password_only")
LED = {"Sec-Fetch-Site": "same-site"}
SESSION, CSRF = "the-session-of-somebody", "the-token-of-kratos"


@pytest.fixture(params=["", "/auth"])
def base_path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def config(config: Config, base_path: str) -> Config:
    return replace(config, base_path=base_path)


@pytest.fixture
def told(app: Flask, kratos: RecordedKratos, base_path: str) -> dict[str, str]:
    """Every cookie of ours, by its name, from the pages that give one."""
    kratos.plays(WHOAMI, recording("v1.3.1", "logout.init.200"))
    kratos.on("GET", "/self-service/login/flows", Given(410, {"error": {"code": 410}}))
    client, cookies = app.test_client(use_cookies=False), list[str]()
    visitor = ("/logout?lang=de", "/login?flow=f")
    for path in (*visitor, "/welcome", "/sessions/others"):
        session = "" if path in visitor else f"; ory_kratos_session={SESSION}"
        headers = {"Cookie": f"csrf_token_1={CSRF}{session}"}
        answer = client.get(base_path + path, base_url="https://localhost", headers=headers)
        cookies += answer.headers.getlist("Set-Cookie")
    return {each.partition("=")[0]: each for each in cookies}


def test_no_script_and_no_other_site_gets_a_cookie_of_ours(told: dict[str, str], base_path: str) -> None:
    """Nor does another application of the host, where we live below a path."""
    assert set(told) == {"kratos_ui", locale.COOKIE, restart.COOKIE, presence.COOKIE}
    for cookie in told.values():
        expected = {"HttpOnly", "SameSite=Lax", "Secure", f"Path={base_path or '/'}"}
        assert expected <= set(cookie.split("; ")), cookie


@pytest.mark.parametrize(("name", "value"), [(restart.COOKIE, "1.out"), (presence.COOKIE, "of-before")])
def test_what_has_done_its_work_is_taken_away(
    app: Flask, kratos: RecordedKratos, base_path: str, name: str, value: str
) -> None:
    """A browser deletes a cookie by name and path."""
    client, path = app.test_client(), base_path or "/"
    client.set_cookie(name, value, path=path)
    kratos.on("GET", "/self-service/login/flows", Given(200, LOGIN.body))
    assert "You are signed out." in client.get(f"{base_path}/login?flow=f", headers=LED).text
    assert client.get_cookie(name, path=path) is None


def test_of_who_somebody_is_they_hold_an_id_alone(app: Flask, told: dict[str, str]) -> None:
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    held = signer.loads(told["kratos_ui"].partition("=")[2].partition(";")[0])
    assert set(held) == {"csrf_token", "identity"}
    assert held["identity"] == WHOAMI.body["identity"]["id"]
    for secret in (SESSION, CSRF, "sam@example.com"):
        assert secret not in "".join(told.values())
