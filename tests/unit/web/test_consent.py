"""`/consent`: who is asked, what is granted, where it leads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.config import Config
from app.current import ui
from app.i18n import domains
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recording
from tests.support.soup import one

WHOAMI = recording("v1.3.1", "whoami.200.aal2")
PATH = "/admin/oauth2/auth/requests/consent"
ON = "https://hydra.example.org/oauth2/auth?consent_verifier=v"
ASKED: dict[str, Any] = {
    "subject": WHOAMI.body["identity"]["id"],
    "skip": False,
    "requested_scope": ["email", "openid", "offline_access", "photos.read"],
    "requested_access_token_audience": [],
    "request_url": "https://hydra.example.org/oauth2/auth?client_id=app&redirect_uri=http%3A%2F%2F127.0.0.1%3A9%2Fcb",
    "client": {
        "client_id": "app", "client_name": "<b>Atlas</b> Notes", "policy_uri": "https://a.example/p",
        "tos_uri": "javascript:alert(1)", "redirect_uris": ["http://127.0.0.1/cb", "com.example.app:/cb"],
    },
}  # fmt: skip
CONFIG = Config(
    kratos_public_url=BASE_URL,
    kratos_browser_url="http://localhost:4433",
    cookie_secret="t" * 32,
    hydra_admin_url="http://hydra.test:4445",
    ory_admin_api_token="admin-token",
    csp_form_action=("https://accounts.example.org",),
)


@pytest.fixture
def config() -> Config:
    return CONFIG


@pytest.fixture
def kratos() -> RecordedKratos:
    told = RecordedKratos().plays(WHOAMI).on("GET", PATH, Given(200, ASKED))
    for verb in ("accept", "reject"):
        told.on("PUT", f"{PATH}/{verb}", Given(200, {"redirect_to": ON}))
    return told


@pytest.fixture
def signed_in(client: FlaskClient) -> FlaskClient:
    client.set_cookie("ory_kratos_session", "abc")
    return client


def page(client: FlaskClient, status: int = 200) -> BeautifulSoup:
    response = client.get("/consent?consent_challenge=c1")
    assert response.status_code == status
    return BeautifulSoup(response.data, "html.parser")


def token(client: FlaskClient) -> str:
    return str(one(page(client), 'input[name="csrf_token"]')["value"])


def accepted(kratos: RecordedKratos) -> list[Any]:
    return [sent.json for sent in kratos.sent if sent.path == f"{PATH}/accept"]


def answer(client: FlaskClient, **fields: Any) -> Any:
    data = {"csrf_token": token(client), **fields}
    return client.post("/consent?consent_challenge=c1", data=data)


def test_scopes_are_sentences(signed_in: FlaskClient) -> None:
    shown = page(signed_in)
    assert one(shown, "h1").get_text(strip=True) == "<b>Atlas</b> Notes wants to access your account"
    assert [one(check, "strong").get_text() for check in shown.select(".scopes .check")] == [
        "Know who you are", "See your email address", "Stay connected", "Use “photos.read”",
    ]  # fmt: skip
    assert one(shown, "#scope-2-hint").get_text() == "sam@example.com, and whether it is verified"


def test_the_user_sees_what_the_client_would_learn(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    identity = {
        **WHOAMI.body["identity"],
        "traits": {"name": {"first": "Ben", "last": "Lind"}, "locale": "en"},
    }
    kratos.on("GET", "/sessions/whoami", Given(200, {**WHOAMI.body, "identity": identity}))
    kratos.on("GET", PATH, Given(200, {**ASKED, "requested_scope": ["profile", "phone", "address"]}))
    notes = [note.get_text() for note in page(signed_in).select(".scopes .note")]
    assert notes == ["Ben Lind, en", "There is none in your account", "There is none in your account"]


def test_a_catalog_names_scopes(signed_in: FlaskClient, tmp_path: Path) -> None:
    """A theme's own catalog: msgid `scope:<name>`."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "ui.po").write_text('msgid "scope:photos.read"\nmsgstr "See your photos"\n')
    app = signed_in.application
    ui(app).messages = domains.Messages.of([tmp_path], verbatim=False)
    domains.install(app, ui(app).messages)
    titles = [one(check, "strong").get_text() for check in page(signed_in).select(".scopes .check")]
    assert titles[-1] == "See your photos"


def test_what_has_no_choice_is_no_checkbox_and_staying_is_not_ticked(signed_in: FlaskClient) -> None:
    boxes = {box["value"]: box for box in page(signed_in).select('input[name="grant_scope"]')}
    assert boxes["openid"]["type"] == "hidden"
    assert {name for name, box in boxes.items() if box.has_attr("checked")} == {"email", "photos.read"}
    assert not one(page(signed_in), "#remember").has_attr("checked")


def test_links_of_the_client_are_http_only(signed_in: FlaskClient) -> None:
    assert [link["href"] for link in page(signed_in).select(".card__body > .note a")] == [
        "https://a.example/p"
    ]


def test_only_what_was_asked_and_ticked_is_granted(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    response = answer(signed_in, consent_action="accept", grant_scope=["email", "admin"])
    assert (response.status_code, response.location) == (303, ON)
    assert accepted(kratos) == [{
        "grant_scope": ["email", "openid"],
        "grant_access_token_audience": [],
        "remember": False,
        "remember_for": 0,
        "session": {"id_token": {"email": "sam@example.com", "email_verified": False}},
    }]  # fmt: skip


def test_a_scope_that_is_not_granted_tells_nothing(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    answer(signed_in, consent_action="accept")
    assert accepted(kratos)[0]["grant_scope"] == ["openid"]
    assert accepted(kratos)[0]["session"] == {"id_token": {}}


def test_remembering_takes_the_operators_time(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    answer(signed_in, consent_action="accept", remember="1")
    assert (accepted(kratos)[0]["remember"], accepted(kratos)[0]["remember_for"]) == (True, 3600)


@pytest.mark.parametrize("fields", [{"consent_action": "reject"}, {}, {"consent_action": "yes"}])
def test_anything_but_accept_denies(
    kratos: RecordedKratos, signed_in: FlaskClient, fields: dict[str, str]
) -> None:
    assert answer(signed_in, **fields).location == ON
    assert accepted(kratos) == []
    assert kratos.sent[-1].path == f"{PATH}/reject"


def test_the_token_goes_to_hydra_alone_and_cookies_to_kratos_alone(
    kratos: RecordedKratos, signed_in: FlaskClient
) -> None:
    answer(signed_in, consent_action="accept")
    for sent in kratos.sent:
        to_hydra = sent.path.startswith("/admin/")
        assert sent.headers.get("Authorization") == ("Bearer admin-token" if to_hydra else None)
        assert bool(sent.cookies) is not to_hydra


@pytest.mark.parametrize("given", [{}, {"csrf_token": "made-up"}])
def test_without_our_token_nothing_is_answered(
    kratos: RecordedKratos, signed_in: FlaskClient, given: dict[str, str]
) -> None:
    token(signed_in)
    data = {**given, "consent_action": "accept"}
    assert signed_in.post("/consent?consent_challenge=c1", data=data).status_code == 400
    assert [sent for sent in kratos.sent if sent.method == "PUT"] == []


@pytest.mark.parametrize("asked", [{"skip": True}, {"client": {**ASKED["client"], "skip_consent": True}}])
def test_who_agreed_before_is_not_asked_again(
    kratos: RecordedKratos, signed_in: FlaskClient, asked: dict[str, Any]
) -> None:
    kratos.on("GET", PATH, Given(200, {**ASKED, **asked}))
    assert signed_in.get("/consent?consent_challenge=c1").location == ON
    assert accepted(kratos)[0]["grant_scope"] == ASKED["requested_scope"]
    assert accepted(kratos)[0]["session"]["id_token"]["email"] == "sam@example.com"


def test_going_straight_on_counts_as_arrived(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    """Else three remembered clients within a minute, each after a sign-in, would look like a loop."""
    kratos.on("GET", PATH, Given(200, {**ASKED, "skip": True}))
    signed_in.set_cookie("kratos_ui_restarts", "2.session")
    signed_in.get("/consent?consent_challenge=c1")
    assert signed_in.get_cookie("kratos_ui_restarts") is None


class TestTrusted:
    @pytest.fixture
    def config(self) -> Config:
        return replace(CONFIG, trusted_client_ids=("other", "app"))

    def test_a_trusted_client_needs_no_page(self, kratos: RecordedKratos, signed_in: FlaskClient) -> None:
        assert signed_in.get("/consent?consent_challenge=c1").location == ON
        assert accepted(kratos)[0]["grant_scope"] == ASKED["requested_scope"]
        assert accepted(kratos)[0]["remember"] is False

    def test_of_another_user_it_gets_nothing(self, kratos: RecordedKratos, signed_in: FlaskClient) -> None:
        kratos.on("GET", PATH, Given(200, {**ASKED, "subject": "somebody-else"}))
        page(signed_in, 403)
        assert accepted(kratos) == []


@pytest.mark.parametrize("skip", [False, True])
def test_nobody_answers_for_another_account(
    kratos: RecordedKratos, signed_in: FlaskClient, skip: bool
) -> None:
    kratos.on("GET", PATH, Given(200, {**ASKED, "subject": "somebody-else", "skip": skip}))
    shown = page(signed_in, 403)
    assert one(shown, "body")["data-state"] == "other_account"
    data = {"csrf_token": one(shown, "form input")["value"], "consent_action": "accept"}
    assert signed_in.post("/consent?consent_challenge=c1", data=data).status_code == 403
    assert accepted(kratos) == []
    back = {**data, "consent_action": "reject"}
    back_to = str(one(shown, "form")["action"])
    assert signed_in.post(back_to, data=back).location == ON, "the client learns that it is a no"


def test_a_page_of_who_was_here_before_is_refused(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    left_open = token(signed_in)
    kratos.plays(recording("v1.3.1", "whoami.200.password"))
    data = {"csrf_token": left_open, "consent_action": "accept"}
    assert signed_in.post("/consent?consent_challenge=c1", data=data).status_code == 400
    assert accepted(kratos) == []


@pytest.mark.parametrize(
    ("given", "status", "state"),
    [
        (Given(404, {"error": "Not Found"}), 404, "expired"),
        (Given(401, {"error": "request_unauthorized"}), 404, "expired"),
        (Given(410, {"redirect_to": "/oauth2/x"}), 410, "answered"),
    ],
)
def test_a_challenge_that_is_gone(
    kratos: RecordedKratos, signed_in: FlaskClient, given: Given, status: int, state: str
) -> None:
    kratos.on("GET", PATH, given)
    assert one(page(signed_in, status), "body")["data-state"] == state


def test_a_challenge_that_was_answered_leads_on(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    kratos.on("GET", PATH, Given(410, {"redirect_to": ON}))
    assert signed_in.get("/consent?consent_challenge=c1").location == ON


@pytest.mark.parametrize("path", ["/consent", "/consent?consent_challenge="])
def test_without_a_challenge_hydra_is_not_asked(
    kratos: RecordedKratos, signed_in: FlaskClient, path: str
) -> None:
    assert signed_in.get(path).status_code == 404
    assert all(not sent.path.startswith("/admin") for sent in kratos.sent)


@pytest.mark.parametrize(
    ("given", "status"),
    [(Given(500), 503), (requests.ConnectionError(), 503), (Given(403, {}), 502), (Given(200, []), 502)],
)
def test_hydra_down_is_a_page(
    kratos: RecordedKratos, signed_in: FlaskClient, given: Given | Exception, status: int
) -> None:
    kratos.on("GET", PATH, given)
    page(signed_in, status)


def test_visitors_sign_in_and_come_back(client: FlaskClient) -> None:
    target = urlsplit(client.get("/consent?consent_challenge=c1").location)
    assert target.path == "/self-service/login/browser"
    assert parse_qs(target.query) == {"return_to": ["http://localhost/consent?consent_challenge=c1"]}


def test_the_form_may_lead_to_hydra_and_the_client(signed_in: FlaskClient) -> None:
    policy = signed_in.get("/consent?consent_challenge=c1").headers["Content-Security-Policy"]
    allowed = policy.split("form-action ")[1].split(";")[0].split()
    assert allowed == [
        "'self'", "http://localhost:4433", "https://accounts.example.org", "https://hydra.example.org",
        "http://127.0.0.1:9", "http://127.0.0.1", "com.example.app:",
    ]  # fmt: skip


def test_the_language_that_the_client_asks_for(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    if "de" not in ui(signed_in.application).locales:
        ui(signed_in.application).locales = ("en", "de")
    kratos.on("GET", PATH, Given(200, {**ASKED, "oidc_context": {"ui_locales": ["xx", "de-AT"]}}))
    assert one(page(signed_in), "html")["lang"] == "de"


class TestWithoutHydra:
    @pytest.fixture
    def config(self) -> Config:
        return replace(CONFIG, hydra_admin_url="")

    @pytest.mark.parametrize("path", ["/consent?consent_challenge=c1", "/logout/oauth2?logout_challenge=l1"])
    def test_there_is_no_such_page(self, kratos: RecordedKratos, signed_in: FlaskClient, path: str) -> None:
        assert signed_in.get(path).status_code == 404
        assert kratos.sent == []
