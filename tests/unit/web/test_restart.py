"""Starting a flow again: what is kept, what is said, and that it ends."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording

COOKIE = "kratos_ui_restarts"
EXPIRED = Given(410, {"error": {"code": 410, "details": {"return_to": "https://app.example/kept"}}})
UNKNOWN = Given(404, {"error": {"code": 404}})
FORBIDDEN = Given(403, {"error": {"id": "security_csrf_violation", "code": 403}})
LOGIN = recording("v1.3.1", "login.choose_method.password_only")


def flows(kratos: RecordedKratos, *replies: Given, kind: str = "login") -> None:
    kratos.on("GET", f"/self-service/{kind}/flows", *replies)


def test_an_expired_flow_starts_again_by_way_of_our_own_address(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    flows(kratos, EXPIRED)
    first = client.get("/login?flow=f&aal=aal2&evil=1")
    assert first.status_code == 303
    assert urlsplit(first.location).netloc == ""
    assert parse_qs(urlsplit(first.location).query) == {
        "aal": ["aal2"], "return_to": ["https://app.example/kept"], "restart": ["1"],
    }  # fmt: skip
    second = client.get(first.location)
    assert second.status_code == 303
    assert second.location.startswith("http://localhost:4433/self-service/login/browser?")
    assert parse_qs(urlsplit(second.location).query) == {
        "aal": ["aal2"],
        "return_to": ["https://app.example/kept"],
    }


def test_the_fresh_page_says_why_once(client: FlaskClient, kratos: RecordedKratos) -> None:
    flows(kratos, EXPIRED, Given(200, LOGIN.body))
    client.get(client.get("/login?flow=f").location)
    page = client.get("/login?flow=g")
    assert b"This page was open for too long. We started it again for you." in page.data
    assert client.get_cookie(COOKIE) is None
    assert b"open for too long" not in client.get("/login?flow=g").data


def test_return_to_of_our_own_address_survives_an_unknown_flow(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    flows(kratos, UNKNOWN)
    location = client.get("/login?flow=f&return_to=https://app.example/mine").location
    assert parse_qs(urlsplit(location).query)["return_to"] == ["https://app.example/mine"]


@pytest.mark.parametrize("reply", [EXPIRED, UNKNOWN, FORBIDDEN], ids=["410", "404", "403"])
def test_a_browser_that_refuses_cookies_gets_an_explanation(
    app_without_cookies: FlaskClient, kratos: RecordedKratos, reply: Given
) -> None:
    flows(kratos, reply)
    first = app_without_cookies.get("/login?flow=f")
    second = app_without_cookies.get(first.location)
    assert second.status_code == 400
    assert b"cookies" in second.data


@pytest.fixture
def app_without_cookies(client: FlaskClient) -> FlaskClient:
    return client.application.test_client(use_cookies=False)


def test_the_third_restart_within_a_minute_is_explained(client: FlaskClient, kratos: RecordedKratos) -> None:
    flows(kratos, FORBIDDEN)
    statuses = [client.get("/login?flow=f").status_code for _ in range(3)]
    assert statuses == [303, 303, 500]
    assert client.get_cookie(COOKIE) is None, "«try again» starts from zero"


def test_the_counter_lasts_a_minute_and_is_ours_alone(client: FlaskClient, kratos: RecordedKratos) -> None:
    flows(kratos, UNKNOWN)
    cookie = next(
        c for c in client.get("/login?flow=f").headers.getlist("Set-Cookie") if c.startswith(COOKIE)
    )
    assert "1.unknown" in cookie
    attributes = {each for each in cookie.split("; ")[1:] if not each.startswith("Expires=")}
    assert attributes == {"Max-Age=60", "HttpOnly", "SameSite=Lax", "Path=/"}, "plain http"


@pytest.mark.parametrize("value", ["", "x", "9.expired", "1.<script>", "1", "-1.csrf", "1.expired.more"])
def test_a_forged_counter_counts_as_none(client: FlaskClient, kratos: RecordedKratos, value: str) -> None:
    client.set_cookie(COOKIE, value)
    assert client.get("/login?restart=1").status_code == 400
    flows(kratos, Given(200, LOGIN.body))
    client.set_cookie(COOKIE, value)
    page = client.get("/login?flow=f")
    assert page.status_code == 200
    assert b"for too long" not in page.data
    assert b"no longer valid" not in page.data


def test_a_host_that_never_sees_the_session_does_not_loop(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    """Kratos says «already signed in» and sends the browser back here, where nobody is: round and round."""
    statuses = [client.get("/settings").status_code for _ in range(3)]
    assert statuses == [303, 303, 500]


def test_another_identity_gets_a_fresh_settings_page(client: FlaskClient, kratos: RecordedKratos) -> None:
    flows(kratos, Given(403, {"error": {"id": "security_identity_mismatch", "code": 403}}), kind="settings")
    response = client.get("/settings?flow=f")
    assert response.location == "/settings?restart=1"
    assert client.get_cookie(COOKIE).value == "1.identity"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("headers", "known"),
    [
        ({}, True),
        ({"X-Forwarded-Host": "localhost"}, True),
        ({"X-Forwarded-Host": "login.example.org"}, False),
    ],
)
def test_no_way_back_is_named_that_kratos_would_refuse(
    client: FlaskClient, headers: dict[str, str], known: bool
) -> None:
    location = client.get("/settings", headers=headers).location
    assert urlsplit(location).path == "/self-service/login/browser"
    assert parse_qs(urlsplit(location).query) == (
        {"return_to": ["http://localhost/settings"]} if known else {}
    )


def test_a_trusted_proxy_names_the_way_back(config: Config) -> None:
    client = create_app(replace(config, trusted_proxies=1)).test_client()
    headers = {"X-Forwarded-Host": "login.example.org", "X-Forwarded-Proto": "https"}
    location = client.get("/settings", headers=headers).location
    assert parse_qs(urlsplit(location).query) == {"return_to": ["https://login.example.org/settings"]}


@pytest.mark.parametrize(
    ("trusted", "believed"),
    [(0, None), (1, "https://near.example.org/settings"), (2, "http://far.example.org/settings")],
)
def test_no_more_proxies_are_believed_than_are_trusted(
    config: Config, trusted: int, believed: str | None
) -> None:
    client = create_app(replace(config, trusted_proxies=trusted)).test_client()
    said = {"X-Forwarded-Host": "far.example.org, near.example.org", "X-Forwarded-Proto": "http, https"}
    answer = client.get("/settings", headers=said)
    assert parse_qs(urlsplit(answer.location).query).get("return_to") == (believed and [believed])
    assert ("Strict-Transport-Security" in answer.headers) == (trusted == 1)


@pytest.mark.parametrize("trusted", [0, 1])
def test_only_a_trusted_proxy_names_the_request(config: Config, trusted: int) -> None:
    """The id is in our logs and on pages of errors, and goes to Kratos: no visitor chooses it."""
    client = create_app(replace(config, trusted_proxies=trusted)).test_client()
    answer = client.get("/login", headers={"X-Request-ID": "given-by-somebody"})
    assert (answer.headers["X-Request-ID"] == "given-by-somebody") == (trusted == 1)
