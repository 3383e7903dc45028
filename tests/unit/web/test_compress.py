"""Packed pages: only what may be, and the same once it is unpacked."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from flask import Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.current import state, ui
from app.kratos.flow import parse_flow
from app.web import compress
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recording

LOGIN = recording("v1.3.1", "login.choose_method.all_methods")
SETTINGS = recording("v1.3.1", "settings.show_form.password_only")
PAGE = f"/login?flow={LOGIN.body['id']}"
ZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}


@pytest.fixture(autouse=True)
def played(kratos: RecordedKratos) -> None:
    kratos.plays(LOGIN, recording("v1.3.1", "whoami.200.password"))
    kratos.on("GET", "/sessions", Given(200, recording("v1.3.1", "sessions.list.200").body))
    kratos.on("GET", "/self-service/logout/browser", Given(200, {"logout_url": f"{BASE_URL}/x?token=t"}))


def packed(answer: TestResponse) -> bool:
    return answer.headers.get("Content-Encoding") == "gzip"


def text(answer: TestResponse) -> str:
    body = gzip.decompress(answer.data) if packed(answer) else answer.data
    assert answer.content_length == len(answer.data)
    return re.sub(r'nonce="[^"]+"', "", body.decode())


def test_a_page_is_packed_where_the_browser_takes_it(client: FlaskClient) -> None:
    for _ in range(4):  # made, made to be kept, kept
        plain, small = client.get(PAGE), client.get(PAGE, headers=ZIP)
        assert (packed(plain), packed(small)) == (False, True)
        assert text(plain) == text(small)
        assert small.content_length < 0.4 * plain.content_length
        for answer in (plain, small):
            assert {"Accept-Encoding", "Cookie", "Accept-Language"} <= set(answer.vary)


@pytest.mark.parametrize(
    "header", ["", "br", "gzip;q=0", "identity", "gzip;q=0, *;q=0.1", "deflate", "x" * 200 + ", gzip"]
)
def test_not_where_it_does_not(client: FlaskClient, header: str) -> None:
    assert not packed(client.get(PAGE, headers={"Accept-Encoding": header}))


@pytest.mark.parametrize("more", ["&lang=en", "&return_to=x", "&x=y"])
def test_not_where_somebody_may_have_put_text_of_their_own(client: FlaskClient, more: str) -> None:
    assert not packed(client.get(PAGE + more, headers=ZIP))


def test_not_beside_a_way_on_for_who_is_signed_in(client: FlaskClient, kratos: RecordedKratos) -> None:
    client.set_cookie("ory_kratos_session", "s")
    ui(client.application).schemas.get(lambda: ())
    for way_on in ("", "https://a.test/guess"):
        body = {**SETTINGS.body, "return_to": way_on}
        kratos.on("GET", "/self-service/settings/flows", Given(200, body))
        for _ in range(4):
            assert packed(client.get(f"/settings?flow={body['id']}", headers=ZIP)) is not bool(way_on)
    assert ui(client.application).pages.counts.hits == 4


@pytest.mark.parametrize("path", ["/logout", "/welcome", "/sessions", "/languages"])
@pytest.mark.parametrize("query", ["flow=ory_lo_x", "flow=", "flow"])
def test_not_where_an_address_says_what_no_flow_is_called(client: FlaskClient, path: str, query: str) -> None:
    """The text of the link would stand on the page again, beside the token of the link to sign out."""
    client.set_cookie("ory_kratos_session", "s")
    assert not packed(client.get(f"{path}?{query}", headers=ZIP))


def test_not_where_it_says_more_than_one_flow(client: FlaskClient) -> None:
    assert packed(client.get(PAGE, headers=ZIP))
    assert not packed(client.get(f"{PAGE}&flow=guess", headers=ZIP))


def test_an_id_that_is_no_text_breaks_no_page(client: FlaskClient, kratos: RecordedKratos) -> None:
    body = {**recording("v1.3.1", "login.choose_method.password_only").body, "id": "x\ud800"}
    with client.application.test_request_context("/login?flow=x"):
        state().flow = parse_flow("login", body)
        assert "Content-Encoding" not in compress.packed(Response("x" * 5000, mimetype="text/html")).headers


@pytest.mark.parametrize("session", [True, False])
def test_not_beside_an_address_of_who_has_a_session(
    client: FlaskClient, kratos: RecordedKratos, session: bool
) -> None:
    """Who is asked to confirm or to verify sees an address, though no link to sign out."""
    if session:
        client.set_cookie("ory_kratos_session", "s")
    body = {
        **recording("v1.3.1", "verification.choose_method.code").body,
        "return_to": "https://a.test/guess",
    }
    kratos.on("GET", "/self-service/verification/flows", Given(200, body))
    for _ in range(3):
        assert packed(client.get(f"/verification?flow={body['id']}", headers=ZIP)) is not session


def test_not_with_a_token_of_our_own(client: FlaskClient) -> None:
    client.set_cookie("ory_kratos_session", "s")
    asks = client.get("/sessions/others", headers=ZIP)
    assert 'name="csrf_token"' in text(asks)
    assert not packed(asks)
    assert packed(client.get("/sessions", headers=ZIP))


@pytest.mark.parametrize("path", ["/health/alive", "/nope.json", "/login"])
def test_what_is_no_page_or_leads_on_stays_as_it_is(client: FlaskClient, path: str) -> None:
    answer: Any = client.get(path, headers=ZIP)
    assert not packed(answer) or answer.status_code == 404


def test_head_has_no_body(client: FlaskClient) -> None:
    answer = client.head(PAGE, headers=ZIP)
    assert answer.data == b""
    assert answer.status_code == 200
