"""What became of who was signed in here: told once, and only if it happened."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.web.presence import COOKIE
from tests.support.recorded_kratos import RecordedKratos
from tests.support.recordings import recording

ENDED, OUT = "Your session ended. Sign in again to go on.", "You are signed out."
LOGIN = recording("v1.3.1", "login.choose_method.password_only")
OVER = recording("v1.3.1", "whoami.401.garbage_cookie")
SESSION, CSRF = "ory_kratos_session", "csrf_token_1"
SETTINGS = {"return_to": ["http://localhost/settings"]}
HERE = {"Referer": "http://localhost/"}  # as from another origin
LED = {"Sec-Fetch-Site": "same-site"}


@pytest.fixture
def was_here(client: FlaskClient, kratos: RecordedKratos) -> FlaskClient:
    """A browser that has seen the home page, signed in."""
    kratos.plays(recording("v1.3.1", "whoami.200.password"), recording("v1.3.1", "logout.init.200"), LOGIN)
    client.set_cookie(SESSION, "abc")
    client.set_cookie(CSRF, "one")
    assert client.get("/welcome").status_code == 200
    kratos.plays(OVER)
    return client


@pytest.mark.parametrize("version", ["v1.3.1", "v26.2.0"])
def test_what_the_mark_relies_on(version: str) -> None:
    """A sign-out renews the CSRF cookie; Settings sent without a session do not, and lead to the bare page."""
    late = json.loads(recording(version, "settings.submit.no_session_html").path.read_text("utf-8"))
    assert late["location"] == "http://127.0.0.1:4455/login"
    assert not late.get("set_cookie")
    out = json.loads(recording(version, "logout.submit.html").path.read_text("utf-8"))
    assert [cookie.partition("_")[0] for cookie in out["set_cookie"]] == ["ory", "csrf"]


def signs_out(client: FlaskClient) -> None:
    """What Kratos' sign-out does to the browser's cookies."""
    client.delete_cookie(SESSION)
    client.set_cookie(CSRF, "two")


def told(client: FlaskClient, response: TestResponse) -> tuple[str, dict[str, list[str]]]:
    """What the sign-in page says after that redirect, and what Kratos was asked for."""
    assert response.location.startswith("http://localhost:4433/self-service/login/browser")
    page = client.get("/login?flow=f").text
    again = client.get("/login?flow=f").text
    assert ENDED not in again, "once"
    assert OUT not in again, "once"
    said = [sentence for sentence in (ENDED, OUT) if sentence in page]
    return " ".join(said), parse_qs(urlsplit(response.location).query)


def test_the_mark_is_ours_and_tells_nothing(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "whoami.200.password"), recording("v1.3.1", "logout.init.200"))
    client.set_cookie(SESSION, "abc")
    client.set_cookie(CSRF, "secret")
    (cookie,) = client.get("/welcome").headers.getlist("Set-Cookie")
    assert cookie.startswith(f"{COOKIE}=")
    assert "secret" not in cookie
    assert set(cookie.split("; ")[1:]) == {"HttpOnly", "SameSite=Lax", "Path=/"}
    assert client.get("/welcome").headers.getlist("Set-Cookie") == [], "the same as before"
    assert COOKIE not in kratos.sent[-1].cookies


@pytest.mark.parametrize("headers", [HERE, LED, {"Referer": "http://localhost/settings?flow=f"}])
@pytest.mark.parametrize("cookie", ["stale", "run out"])
def test_settings_sent_too_late(was_here: FlaskClient, headers: dict[str, str], cookie: str) -> None:
    if cookie == "run out":
        was_here.delete_cookie(SESSION)
    assert told(was_here, was_here.get("/login", headers=headers)) == (ENDED, SETTINGS)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "none"},
        {"Referer": "http://localhost/welcome"},
        {"Referer": "http://app.example/"},
        {"Referer": "http://localhost.evil.example/settings"},
        {"Referer": "http://[/"},
        {"Referer": "nonsense", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_who_comes_from_elsewhere_is_not_led_to_settings(
    was_here: FlaskClient, headers: dict[str, str]
) -> None:
    assert told(was_here, was_here.get("/login", headers=headers)) == (ENDED, {})


def test_where_somebody_is_going_comes_first(was_here: FlaskClient) -> None:
    response = was_here.get("/login?return_to=https://app.example/x&aal=aal2", headers=HERE)
    assert told(was_here, response) == (ENDED, {"return_to": ["https://app.example/x"]})


@pytest.mark.parametrize("headers", [HERE, LED, {"Referer": "http://localhost/sessions"}])
def test_signed_out(was_here: FlaskClient, headers: dict[str, str]) -> None:
    signs_out(was_here)
    assert told(was_here, was_here.get("/login", headers=headers)) == (OUT, {})
    assert told(was_here, was_here.get("/login", headers=headers)) == ("", {}), "told once"


@pytest.mark.parametrize("way", ["signed out", "stale", "run out"])
def test_where_kratos_starts_the_flow_by_itself(was_here: FlaskClient, way: str) -> None:
    """As an application does that sends people to Kratos, not to our sign-in page."""
    if way == "signed out":
        signs_out(was_here)
    elif way == "run out":
        was_here.delete_cookie(SESSION)
    first, second = (was_here.get("/login?flow=f", headers=HERE).text for _ in range(2))
    assert (OUT if way == "signed out" else ENDED) in first
    assert OUT not in second
    assert ENDED not in second


def test_a_confirmation_tells_nothing(was_here: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "login.refresh.all_methods"), recording("v1.3.1", "whoami.200.password"))
    assert ENDED not in was_here.get("/login?flow=f", headers=HERE).text
    assert was_here.get_cookie(COOKIE) is not None


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}, {"Referer": "https://app.example/"}])
def test_signed_out_elsewhere_or_long_ago(was_here: FlaskClient, headers: dict[str, str]) -> None:
    signs_out(was_here)
    assert told(was_here, was_here.get("/login", headers=headers)) == ("", {})


@pytest.mark.parametrize("way", ["signed out", "stale", "run out"])
def test_home_tells_it_too(was_here: FlaskClient, way: str) -> None:
    if way == "signed out":
        signs_out(was_here)
    elif way == "run out":
        was_here.delete_cookie(SESSION)
    expected = OUT if way == "signed out" else ENDED
    assert expected in was_here.get("/welcome", headers=HERE).text
    again = was_here.get("/welcome", headers=HERE).text
    assert ENDED not in again
    assert OUT not in again


def test_a_stranger_is_told_nothing(app: Flask, kratos: RecordedKratos) -> None:
    kratos.plays(LOGIN)
    client = app.test_client()
    client.set_cookie(CSRF, "one")
    for headers in (HERE, LED):
        assert told(client, client.get("/login", headers=headers)) == ("", {})
        assert 'role="status"' not in client.get("/welcome", headers=headers).text
    assert [sent.path for sent in kratos.sent if sent.path == "/sessions/whoami"] == []


@pytest.mark.parametrize("value", ["", "x", "../", "0" * 3000])
def test_a_forged_mark_is_worth_a_sentence_at_most(app: Flask, kratos: RecordedKratos, value: str) -> None:
    kratos.plays(LOGIN)
    client = app.test_client()
    client.set_cookie(COOKIE, value)
    assert told(client, client.get("/login", headers=HERE)) == (OUT, {})


def test_three_tabs_at_once_are_no_loop(was_here: FlaskClient) -> None:
    for _ in range(4):
        assert was_here.get("/login", headers=HERE).status_code == 303


def test_still_signed_in(was_here: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "whoami.200.password"))
    response = was_here.get("/login", headers=HERE)
    assert response.location == "http://localhost:4433/self-service/login/browser"
    assert response.headers.getlist("Set-Cookie") == []


def test_half_signed_in(was_here: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "whoami.403.aal2_required"))
    assert was_here.get("/login?aal=aal2", headers=HERE).location.endswith("/browser?aal=aal2")
