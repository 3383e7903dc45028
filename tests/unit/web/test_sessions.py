"""`/sessions`: what it shows, and who may end what."""

from __future__ import annotations

import copy
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import recording
from tests.support.soup import one

WHOAMI = recording("v1.3.1", "whoami.200.aal2")
LIST = recording("v1.3.1", "sessions.list.200")
LOGOUT = {"logout_url": "http://localhost:4433/self-service/logout?token=x", "logout_token": "x"}
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1"
    " Mobile/15E148 Safari/604.1"
)
OTHER = LIST.body[0]["id"]
FOREIGN = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def kratos() -> RecordedKratos:
    others = copy.deepcopy(LIST.body)
    others[0]["devices"][0] |= {"user_agent": IPHONE, "location": "Hamburg, DE"}
    told = RecordedKratos().plays(WHOAMI).on("GET", "/sessions", Given(200, others))
    told.on("GET", "/self-service/logout/browser", Given(200, LOGOUT))
    told.on("DELETE", f"/sessions/{OTHER}", Given(204)).on("DELETE", "/sessions", Given(200, {"count": 4}))
    return told


@pytest.fixture
def signed_in(client: FlaskClient) -> FlaskClient:
    client.set_cookie("ory_kratos_session", "abc")
    return client


def page(client: FlaskClient, path: str = "/sessions") -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.data, "html.parser")


def token(client: FlaskClient, path: str) -> str:
    field = page(client, path).select_one('input[name="csrf_token"]')
    assert isinstance(field, Tag)
    return str(field["value"])


def writes(kratos: RecordedKratos) -> list[str]:
    return [f"{sent.method} {sent.path}" for sent in kratos.sent if sent.method != "GET"]


def test_other_devices_are_named_placed_and_can_be_ended(signed_in: FlaskClient) -> None:
    row = page(signed_in).select("#others .row")[0]
    assert one(row, ".row__name").get_text(strip=True) == "Safari on iPhone"
    meta = " ".join(one(row, ".row__meta").get_text().split())
    assert meta.startswith("Hamburg, DE · 127.0.0.1 · signed in November 21, 2026")
    assert [time["datetime"] for time in row.select("time")] == ["2026-11-21T00:34:35Z"]
    link = one(row, "a")
    assert " ".join(link.get_text().split()) == "Sign out device Safari on iPhone"
    assert link["href"] == f"/sessions/{OTHER}"


def test_a_later_proof_is_told(client: FlaskClient, kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    changed = copy.deepcopy(LIST.body[:1])
    changed[0]["authenticated_at"] = "2026-11-21T09:00:00Z"
    kratos.on("GET", "/sessions", Given(200, changed))
    others = one(page(signed_in), "#others")
    assert "last confirmed" in others.get_text()
    assert [time["datetime"] for time in others.select("time")][1] == "2026-11-21T09:00:00Z"


def test_this_device_has_a_badge_and_no_end(signed_in: FlaskClient) -> None:
    this = one(page(signed_in), "#this")
    assert one(this, ".badge--brand").get_text() == "Active now"
    assert this.select("a, button, form") == []
    text = this.get_text()
    for told in ("Password", "Authenticator app", "Two steps", "Since", "Expires"):
        assert told in text


def test_developers_find_kratos_own_words(signed_in: FlaskClient) -> None:
    shown = one(page(signed_in), "#this details pre").get_text()
    assert json.loads(shown) == WHOAMI.body
    assert "sam@example.com" in shown


def test_latest_first(signed_in: FlaskClient) -> None:
    times = [time["datetime"] for time in page(signed_in).select("#others time")]
    assert len(times) == 4
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    ("lang", "me", "device", "others"),
    [
        ("en", "Sign out", "Sign out device", "Sign out all"), ("it", "Esci", "Disconnetti", "Disconnetti tutti"),
        ("pl", "Wyloguj się", "Wyloguj", "Wyloguj wszystkie"), ("ja", "ログアウト", "ログアウト", "すべてログアウト"),
    ],
)  # fmt: skip
def test_who_is_signed_out_is_told(
    signed_in: FlaskClient, lang: str, me: str, device: str, others: str
) -> None:
    """Several languages have one word for leaving oneself, and another for ending what is elsewhere."""
    shown = page(signed_in, f"/sessions?lang={lang}")
    assert one(shown, ".topbar .btn").get_text(strip=True) == me
    assert str(one(shown, f'a[href^="/sessions/{OTHER}"]').contents[0]) == device
    for path, word in ((OTHER, device), ("others", others)):
        form = one(page(signed_in, f"/sessions/{path}?lang={lang}"), "main form")
        assert one(form, "button").get_text(strip=True) == word


def test_nowhere_else(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    kratos.on("GET", "/sessions", Given(200, []))
    shown = page(signed_in)
    assert one(shown, ".empty").get_text() == "You aren’t signed in anywhere else."
    assert shown.select('a[href="/sessions/others"]') == []


def test_ending_one_is_confirmed_sent_once_and_told(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    confirm = page(signed_in, f"/sessions/{OTHER}")
    assert one(confirm, "h1").get_text(strip=True) == "Sign out Safari on iPhone?"
    assert one(confirm, "form")["action"] == f"/sessions/{OTHER}"
    assert writes(kratos) == []
    done = signed_in.post(f"/sessions/{OTHER}", data={"csrf_token": one(confirm, "form input")["value"]})
    assert (done.status_code, done.location) == (303, "/sessions")
    assert writes(kratos) == [f"DELETE /sessions/{OTHER}"]
    assert "Safari on iPhone is signed out." in one(page(signed_in), "main [role=status]").get_text()
    assert page(signed_in).select("main [role=status]") == [], "the result is told once"


def test_ending_all_others(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    assert "Sign out all other devices?" in one(page(signed_in, "/sessions/others"), "h1").get_text()
    assert writes(kratos) == []
    signed_in.post("/sessions/others", data={"csrf_token": token(signed_in, "/sessions/others")})
    assert writes(kratos) == ["DELETE /sessions"]
    assert "4 other devices are signed out." in page(signed_in).get_text()


@pytest.mark.parametrize("path", [f"/sessions/{OTHER}", "/sessions/others"])
@pytest.mark.parametrize("given", [None, "", "made-up"])
def test_without_our_token_nothing_ends(
    kratos: RecordedKratos, signed_in: FlaskClient, path: str, given: str | None
) -> None:
    token(signed_in, path)  # the browser has our cookie
    data = {} if given is None else {"csrf_token": given}
    refused = signed_in.post(path, data=data)
    assert refused.status_code == 400
    assert "'nonce-'" not in refused.headers["Content-Security-Policy"], "a page like any other"
    assert refused.headers["X-Request-ID"]
    assert writes(kratos) == []


@pytest.mark.parametrize("path", [f"/sessions/{OTHER}", "/sessions/others"])
def test_the_token_of_another_browser_is_refused(
    kratos: RecordedKratos, signed_in: FlaskClient, path: str
) -> None:
    attacker = signed_in.application.test_client()
    attacker.set_cookie("ory_kratos_session", "theirs")
    stolen = token(attacker, path)
    token(signed_in, path)
    assert signed_in.post(path, data={"csrf_token": stolen}).status_code == 400
    assert writes(kratos) == []


@pytest.mark.parametrize("path", [f"/sessions/{OTHER}", "/sessions/others"])
def test_a_page_of_who_was_here_before_is_refused(
    kratos: RecordedKratos, signed_in: FlaskClient, path: str
) -> None:
    """Same browser, same cookie of ours, another account at Kratos."""
    left_open = token(signed_in, path)
    kratos.plays(recording("v1.3.1", "whoami.200.password"))
    assert signed_in.post(path, data={"csrf_token": left_open}).status_code == 400
    assert writes(kratos) == []
    fresh = token(signed_in, path)
    assert signed_in.post(path, data={"csrf_token": left_open}).status_code == 400, (
        "its tokens are void for good"
    )
    assert signed_in.post(path, data={"csrf_token": fresh}).status_code == 303


@pytest.mark.parametrize("session_id", [FOREIGN, WHOAMI.body["id"]])
def test_ids_that_are_not_listed_are_not_sent(
    kratos: RecordedKratos, signed_in: FlaskClient, session_id: str
) -> None:
    """Kratos answers 204 to unknown and foreign ids: the list decides what is the user's own."""
    assert signed_in.get(f"/sessions/{session_id}").status_code == 303
    data = {"csrf_token": token(signed_in, "/sessions/others")}
    assert signed_in.post(f"/sessions/{session_id}", data=data).status_code == 303
    assert writes(kratos) == []
    assert "That device is signed out already." in page(signed_in).get_text()


@pytest.mark.parametrize(
    "path", ["/sessions/..", "/sessions/x", "/sessions/%2e%2e%2fidentities", "/sessions/1"]
)
def test_what_is_no_id_is_no_page(kratos: RecordedKratos, signed_in: FlaskClient, path: str) -> None:
    assert signed_in.get(path).status_code == 404
    assert kratos.sent == []


@pytest.mark.parametrize("path", ["/sessions", "/sessions/others", f"/sessions/{OTHER}"])
def test_visitors_sign_in_and_come_back(client: FlaskClient, kratos: RecordedKratos, path: str) -> None:
    target = urlsplit(client.get(path).location)
    assert target.path == "/self-service/login/browser"
    assert parse_qs(target.query) == {"return_to": [f"http://localhost{path}"]}
    assert kratos.sent == []


@pytest.mark.parametrize("step", ["whoami", "list"])
def test_who_lacks_the_second_step_takes_it_and_comes_back(
    kratos: RecordedKratos, signed_in: FlaskClient, step: str
) -> None:
    """Kratos 25.4 and newer refuse the list, too; their redirect forgets where one was going."""
    refused: Any = recording("v26.2.0", "sessions.list.aal1_with_aal2_available")
    assert refused.status == 403
    kratos.on("GET", "/sessions/whoami" if step == "whoami" else "/sessions", refused)
    response = signed_in.get("/sessions")
    assert response.status_code == 303
    assert parse_qs(urlsplit(response.location).query) == {
        "aal": ["aal2"],
        "return_to": ["http://localhost/sessions"],
    }


def test_a_write_that_kratos_does_not_answer_is_not_sent_again(
    kratos: RecordedKratos, signed_in: FlaskClient
) -> None:
    kratos.on("DELETE", "/sessions", Given(503))
    data = {"csrf_token": token(signed_in, "/sessions/others")}
    assert signed_in.post("/sessions/others", data=data).status_code == 503
    assert writes(kratos) == ["DELETE /sessions"]


def test_home_links_here_once(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    assert len(page(signed_in, "/welcome").select('a[href*="sessions"]')) == 1


def test_home_tells_how_one_signed_in_and_takes_two_calls(
    kratos: RecordedKratos, signed_in: FlaskClient
) -> None:
    shown = page(signed_in, "/welcome")
    ways = [name.get_text(strip=True) for name in shown.select("#ways .row__name")]
    assert ways == ["Authenticator app", "Password"], "the latest first"
    assert len(shown.select("#ways time")) == 2
    assert shown.select("#ways .section__foot") == [], "two steps need no advice"
    assert [sent.path for sent in kratos.sent] == ["/sessions/whoami", "/self-service/logout/browser"]
    assert len(shown.select('a[href*="settings"]')) == 1


def test_home_says_what_is_worth_adding(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    kratos.plays(recording("v1.3.1", "whoami.200.password"))
    assert "passkey" in one(page(signed_in, "/welcome"), "#ways .section__foot").get_text()
    kratos.plays(recording("v1.3.1", "whoami.200.passkey"))
    assert page(signed_in, "/welcome").select("#ways .section__foot") == []


def test_home_has_a_button_to_confirm_an_address(kratos: RecordedKratos, signed_in: FlaskClient) -> None:
    alert = one(page(signed_in, "/welcome"), ".alert--warning")
    assert "sam@example.com is not confirmed yet." in alert.get_text()
    (address,) = WHOAMI.body["identity"]["verifiable_addresses"]
    assert one(alert, "a.btn")["href"] == f"/verification?address={address['id']}"
    identity = copy.deepcopy(WHOAMI.body)
    identity["identity"]["verifiable_addresses"][0]["verified"] = True
    kratos.on("GET", "/sessions/whoami", Given(200, identity))
    shown = page(signed_in, "/welcome")
    assert shown.select(".alert--warning") == []
    assert one(shown, "#session .badge--success").get_text(strip=True) == "Confirmed"


def test_home_sends_nobody_off_to_confirm_a_phone_number(
    kratos: RecordedKratos, signed_in: FlaskClient
) -> None:
    """Kratos' page for it takes email addresses only."""
    identity = copy.deepcopy(WHOAMI.body)
    (address,) = identity["identity"]["verifiable_addresses"]
    identity["identity"]["verifiable_addresses"] = [address | {"via": "sms", "value": "+4915112345678"}]
    kratos.on("GET", "/sessions/whoami", Given(200, identity))
    assert page(signed_in, "/welcome").select(".alert--warning") == []
