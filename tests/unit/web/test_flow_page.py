"""The generic flow page: entry, rendering, cookies both ways."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from app.kratos import arrange
from app.kratos.flow import Flow
from app.kratos.plan import plan
from app.kratos.types import FLOW_KINDS
from app.upstream import client as client_module
from app.upstream.errors import Unavailable
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording
from tests.support.soup import soup

INIT = "http://localhost:4433/self-service/{kind}/browser"
CHECK = "/self-service/verification/api"
LOGIN = recording("v1.3.1", "login.choose_method.password_only")


@pytest.mark.parametrize("kind", [kind for kind in FLOW_KINDS if kind != "settings"])
def test_without_a_flow_kratos_starts_one(client: FlaskClient, kratos: RecordedKratos, kind: str) -> None:
    kratos.on("GET", CHECK, Given(200, {}))
    response = client.get(f"/{kind}?return_to=https://app.example/x&evil=1&login_challenge=")
    assert response.status_code == 303
    target = urlsplit(response.location)
    assert response.location.startswith(INIT.format(kind=kind) + "?")
    told = {"lang": ["en"]} if kind == "recovery" else {}
    assert parse_qs(target.query, keep_blank_values=True) == {"return_to": ["https://app.example/x"], **told}
    assert [sent.path for sent in kratos.sent] == ([CHECK] if kind == "verification" else [])


def test_each_form_says_the_language_of_the_page(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.on("GET", "/self-service/login/flows", Given(200, LOGIN.body))
    for accepted, tag in (("de-AT", "de"), ("ar", "ar"), ("de-AT", "de")):
        page = soup(client.get("/login?flow=1", headers={"Accept-Language": accepted}).text)
        forms = page.select("form[data-group]")
        said = [[each["value"] for each in form.select("[name=transient_payload]")] for form in forms]
        assert said == [[f'{{"lang": "{tag}"}}']] * len(forms)
        assert forms


def test_verification_asks_kratos_for_leave_as_browsers_would_get_bare_json(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    refused = recording("v1.3.1", "login.init.bad_return_to_json")
    kratos.on("GET", CHECK, Given(refused.status, refused.body))
    response = client.get("/verification?return_to=https://evil.example/x")
    assert response.status_code == 400
    assert "not one that we may send you back to" in response.text
    client.get("/verification")
    assert len(kratos.sent) == 1, "nothing to ask without a return_to"


def test_without_anybody_at_kratos_address_there_is_a_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(base_url: str, seconds: float) -> None:
        raise Unavailable(reason="nobody there")

    monkeypatch.setattr(client_module, "probe", refused)
    response = client.get("/login?return_to=https://app.example/x")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    retry = BeautifulSoup(response.data, "html.parser").select_one('main a[href*="return_to"]')
    assert retry is not None, "where the user was going is kept"


@pytest.fixture
def signed_in(client: FlaskClient) -> FlaskClient:
    client.set_cookie("ory_kratos_session", "abc")
    return client


def test_a_flow_is_shown_with_one_call(client: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(LOGIN)
    bare = client.application.test_client(use_cookies=False)
    response = bare.get("/login?flow=f1", headers={"Cookie": "csrf_token_1=x; other=1; kratos_ui=y"})
    assert response.status_code == 200
    assert [(sent.path, sent.query, sent.cookies) for sent in kratos.sent] == [
        ("/self-service/login/flows", {"id": "f1"}, "csrf_token_1=x")
    ]
    page = BeautifulSoup(response.data, "html.parser")
    form = page.select_one("form")
    assert form is not None
    assert form["action"] == LOGIN.body["ui"]["action"]
    assert page.select_one("input[name=csrf_token]") is not None


def test_cookies_of_an_answer_go_on_one_by_one(client: FlaskClient, kratos: RecordedKratos) -> None:
    cookies = ("a=1; Path=/; Expires=Wed, 21 Oct 2026 07:28:00 GMT", 'b="x,y"; HttpOnly; SameSite=Lax')
    kratos.on("GET", "/self-service/login/flows", Given(200, LOGIN.body, cookies))
    response = client.get("/login?flow=f1")
    assert [c for c in response.headers.getlist("Set-Cookie") if c[:2] in ("a=", "b=")] == list(cookies)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 500])
def test_cookies_of_an_error_stay_here(client: FlaskClient, kratos: RecordedKratos, status: int) -> None:
    reply = Given(status, {"error": {"code": status}}, ("csrf_token_1=fresh; Path=/",))
    kratos.on("GET", "/self-service/login/flows", reply)
    response = client.get("/login?flow=f1")
    assert not any("fresh" in cookie for cookie in response.headers.getlist("Set-Cookie"))


def test_links_carry_return_to(client: FlaskClient, kratos: RecordedKratos) -> None:
    body = {**LOGIN.body, "return_to": "https://app.example/x?a=b&c=d"}
    kratos.on("GET", "/self-service/login/flows", Given(200, body))
    page = BeautifulSoup(client.get("/login?flow=f1").data, "html.parser")
    for test_id, kind in (("signup-link", "registration"), ("forgot-password-link", "recovery")):
        link = page.select_one(f'[data-testid="{test_id}"]')
        assert link is not None, test_id
        assert urlsplit(str(link["href"])).path == f"/{kind}"
        assert parse_qs(urlsplit(str(link["href"])).query)["return_to"] == ["https://app.example/x?a=b&c=d"]


def test_settings_without_a_session_come_back_after_sign_in(
    client: FlaskClient, kratos: RecordedKratos
) -> None:
    response = client.get("/settings?return_to=https://app.example/x")
    target = urlsplit(response.location)
    assert response.status_code == 303
    assert target.path == "/self-service/login/browser"
    assert parse_qs(target.query)["return_to"] == [
        "http://localhost/settings?return_to=https%3A%2F%2Fapp.example%2Fx"
    ]
    assert kratos.sent == [], "no cookie, no question"


def test_settings_with_a_stale_session_do_too(signed_in: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "whoami.401.garbage_cookie"))
    response = signed_in.get("/settings")
    assert parse_qs(urlsplit(response.location).query)["return_to"] == ["http://localhost/settings"]


def test_settings_half_signed_in_come_back_after_the_second_step(
    signed_in: FlaskClient, kratos: RecordedKratos
) -> None:
    """Kratos' own redirect forgets where the user was going."""
    kratos.plays(recording("v1.3.1", "whoami.403.aal2_required"))
    target = urlsplit(signed_in.get("/settings").location)
    assert target.path == "/self-service/login/browser"
    assert parse_qs(target.query) == {"aal": ["aal2"], "return_to": ["http://localhost/settings"]}


def test_settings_with_a_session_start(signed_in: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "whoami.200.password"))
    response = signed_in.get("/settings?return_to=x")
    assert response.location == INIT.format(kind="settings") + "?return_to=x"


def test_settings_show_a_sign_out_link_bound_to_the_session(
    signed_in: FlaskClient, kratos: RecordedKratos
) -> None:
    logout = recording("v1.3.1", "logout.init.200")
    kratos.plays(recording("v1.3.1", "settings.show_form.password_only"), logout)
    page = BeautifulSoup(signed_in.get("/settings?flow=f").data, "html.parser")
    assert [str(a["href"]) for a in page.select("a[href*=logout]")] == [logout.body["logout_url"]]
    assert len([sent for sent in kratos.sent if sent.path != "/schemas"]) == 2  # that once a minute


def test_second_step_offers_a_way_out(signed_in: FlaskClient, kratos: RecordedKratos) -> None:
    logout = recording("v1.3.1", "logout.init.200_aal1")
    kratos.plays(recording("v1.3.1", "login.aal2.totp_only"), logout)
    page = BeautifulSoup(signed_in.get("/login?flow=f").data, "html.parser")
    link = page.select_one('[data-testid="logout-link"]')
    assert link is not None
    assert link["href"] == logout.body["logout_url"]


def test_a_page_is_not_lost_for_its_sign_out_link(signed_in: FlaskClient, kratos: RecordedKratos) -> None:
    kratos.plays(recording("v1.3.1", "login.aal2.totp_only"))
    kratos.on("GET", "/self-service/logout/browser", Given(500, {"error": {"code": 500}}))
    response = signed_in.get("/login?flow=f")
    assert response.status_code == 200
    assert b'href="/logout"' in response.data


def test_confirming_fills_in_who_it_is(signed_in: FlaskClient, kratos: RecordedKratos) -> None:
    """Typing another account's identifier there would sign in as that one."""
    whoami = recording("v1.3.1", "whoami.200.password")
    kratos.plays(recording("v1.3.1", "login.refresh.all_methods"), whoami)
    page = BeautifulSoup(signed_in.get("/login?flow=f").data, "html.parser")
    field = page.select_one("input[name=identifier]")
    assert field is not None
    assert field["value"] == whoami.body["identity"]["traits"]["email"]
    assert page.select_one(".who__id").get_text(strip=True) == field["value"]  # type: ignore[union-attr]
    assert len(kratos.sent) == 2


def test_a_page_that_asks_again_arranges_its_forms_once(
    client: FlaskClient, kratos: RecordedKratos, monkeypatch: pytest.MonkeyPatch
) -> None:
    kratos.plays(recording("v1.3.1", "login.refresh.all_methods"))
    planned: list[Flow] = []

    def planning(flow: Flow, first: str) -> Any:
        planned.append(flow)
        return plan(flow, first)

    monkeypatch.setattr(arrange, "plan", planning)
    assert client.get("/login?flow=f").status_code == 200
    assert len(planned) == 1
