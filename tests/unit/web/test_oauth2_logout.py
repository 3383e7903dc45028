"""`/logout/oauth2`: a client wants the user signed out."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.config import Config
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recording
from tests.support.soup import one

WHOAMI = recording("v1.3.1", "whoami.200.aal2")
PATH = "/admin/oauth2/auth/requests/logout"
ON = "https://hydra.example.org/oauth2/sessions/logout?logout_verifier=v"
GONE_COOKIE = "ory_kratos_session=; Path=/; Max-Age=0"
ASKED: dict[str, Any] = {
    "subject": WHOAMI.body["identity"]["id"],
    "rp_initiated": True,
    "request_url": "/oauth2/sessions/logout?post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fbye",
    "client": {
        "client_id": "app",
        "client_name": "Atlas Notes",
        "post_logout_redirect_uris": ["https://a.example/"],
    },
}
URL = "/logout/oauth2?logout_challenge=l1"


@pytest.fixture
def config() -> Config:
    return Config(
        kratos_public_url=BASE_URL, kratos_browser_url="http://localhost:4433", cookie_secret="t" * 32,
        hydra_admin_url="http://hydra.test:4445",
    )  # fmt: skip


@pytest.fixture
def kratos() -> RecordedKratos:
    told = RecordedKratos().plays(WHOAMI).on("GET", PATH, Given(200, ASKED))
    told.on("PUT", f"{PATH}/accept", Given(200, {"redirect_to": ON})).on("PUT", f"{PATH}/reject", Given(204))
    logout = {
        "logout_url": "http://localhost:4433/self-service/logout?token=tok%2B1",
        "logout_token": "tok+1",
    }
    told.on("GET", "/self-service/logout/browser", Given(200, logout))
    return told.on("GET", "/self-service/logout", Given(204, None, (GONE_COOKIE,)))


@pytest.fixture
def signed_in(client: FlaskClient) -> FlaskClient:
    client.set_cookie("ory_kratos_session", "abc")
    return client


def page(client: FlaskClient, status: int = 200) -> BeautifulSoup:
    response = client.get(URL)
    assert response.status_code == status
    return BeautifulSoup(response.data, "html.parser")


def answer(client: FlaskClient, action: str) -> Any:
    data = {
        "csrf_token": one(page(client), 'input[name="csrf_token"]')["value"],
        "logout_action": action,
    }
    return client.post(URL, data=data)


def paths(kratos: RecordedKratos) -> list[str]:
    return [sent.path for sent in kratos.sent]


def test_hydra_is_told_slash_logout_as_for_other_uis(signed_in: FlaskClient) -> None:
    assert signed_in.get("/logout?logout_challenge=l1").location == URL


def test_it_asks_and_says_who_wants_it(signed_in: FlaskClient) -> None:
    text = " ".join(one(page(signed_in), "main").get_text().split())
    assert "Atlas Notes asks to sign you out. You are signed in as sam@example.com on this device." in text


def test_accepting_ends_both_sessions(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    response = answer(signed_in, "accept")
    assert (response.status_code, response.location) == (303, ON)
    assert GONE_COOKIE in response.headers.getlist("Set-Cookie")
    assert paths(kratos).index(f"{PATH}/accept") < paths(kratos).index("/self-service/logout")
    assert kratos.sent[-1].query == {"token": "tok+1"}


@pytest.mark.parametrize("action", ["reject", "", "yes"])
def test_anything_else_ends_nothing(kratos: RecordedKratos, signed_in: FlaskClient, action: str) -> None:
    assert answer(signed_in, action).location == "/welcome"
    assert paths(kratos)[-1] == f"{PATH}/reject"
    assert f"{PATH}/accept" not in paths(kratos)


def test_without_our_token_nothing_ends(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    page(signed_in)
    assert signed_in.post(URL, data={"logout_action": "accept"}).status_code == 400
    assert all(sent.method == "GET" for sent in kratos.sent)


def test_another_account_here_stays_signed_in(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    kratos.on("GET", PATH, Given(200, {**ASKED, "subject": "somebody-else"}))
    assert "sam@example.com" not in page(signed_in).get_text()
    assert answer(signed_in, "accept").location == ON
    assert "/self-service/logout" not in paths(kratos)


def test_a_visitor_can_end_hydras_session(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on("GET", "/self-service/logout/browser", recording("v1.3.1", "whoami.401.no_session"))
    assert answer(client, "accept").location == ON
    assert "/self-service/logout" not in paths(kratos)


def test_half_signed_in_is_signed_out_too(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    kratos.on("GET", "/sessions/whoami", recording("v1.3.1", "whoami.403.aal2_required"))
    assert answer(signed_in, "accept").location == ON
    assert paths(kratos)[-1] == "/self-service/logout"


@pytest.mark.parametrize("status", [503, 403, 303])
def test_kratos_failing_afterwards_does_not_stop_the_browser(
    kratos: RecordedKratos, signed_in: FlaskClient, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    kratos.on("GET", "/self-service/logout", Given(status, {}, ("csrf_token_1=fresh",)))
    response = answer(signed_in, "accept")
    assert response.location == ON
    assert "csrf_token_1=fresh" not in response.headers.getlist("Set-Cookie")
    assert "not at Kratos" in caplog.text


def test_hydra_failing_ends_nothing(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    kratos.on("PUT", f"{PATH}/accept", Given(500))
    assert answer(signed_in, "accept").status_code == 503
    assert "/self-service/logout" not in paths(kratos)


@pytest.mark.parametrize(
    ("given", "status", "state"),
    [
        (Given(404, {"error": "Unable to locate the resource"}), 404, "expired"),
        (Given(410, {"redirect_to": "/oauth2/sessions/logout"}), 410, "answered"),  # as Hydra 2.3 does
    ],
)
def test_a_challenge_that_is_gone(
    kratos: RecordedKratos, signed_in: FlaskClient, given: Given, status: int, state: str
) -> None:
    kratos.on("GET", PATH, given)
    assert one(page(signed_in, status), "body")["data-state"] == state


def test_the_form_may_lead_to_the_client(signed_in: FlaskClient) -> None:
    policy = signed_in.get(URL).headers["Content-Security-Policy"]
    allowed = policy.split("form-action ")[1].split(";")[0].split()
    assert {"http://127.0.0.1:9", "https://a.example"} <= set(allowed)


def test_a_page_made_for_another_account_ends_nothing(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    token = page(signed_in).select_one('input[name="csrf_token"]')["value"]  # type: ignore[index]
    other = {**WHOAMI.body, "identity": {**WHOAMI.body["identity"], "id": "another"}}
    kratos.on("GET", "/sessions/whoami", Given(200, other))
    response = signed_in.post(URL, data={"csrf_token": token, "logout_action": "accept"})
    assert response.status_code == 400
    assert f"{PATH}/accept" not in paths(kratos)
