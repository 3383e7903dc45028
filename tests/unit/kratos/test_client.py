import logging
import re
import time
from typing import Any

import pytest
import requests

from app.kratos.client import KratosClient
from app.kratos.errors import (
    FlowGone,
    FlowNotFound,
    KratosRejected,
    LocationChangeRequired,
    NotSignedIn,
    ReturnToForbidden,
)
from app.kratos.types import FLOW_KINDS, FlowKind
from app.upstream.errors import NotAnId, ProtocolError, Unavailable, UpstreamError
from tests.support.recorded_kratos import Given, RecordedKratos
from tests.support.recordings import Recording, flow_recordings, recording, recordings

VERSIONS = ("v1.3.1", "v26.2.0")
ID = "8baf02e3-5e3f-403a-bc83-eae5e09d46c5"
COOKIES = "ory_kratos_session=abc; csrf_token_9f=x"
SET = ("csrf_token_9f=y; Path=/; HttpOnly", "ory_kratos_session=z; Expires=Mon, 21 Dec 2026 00:42:29 GMT")


@pytest.fixture
def kratos() -> RecordedKratos:
    return RecordedKratos()


@pytest.fixture
def client(kratos: RecordedKratos) -> KratosClient:
    return kratos.client()


@pytest.mark.parametrize("each", [r for r in flow_recordings() if r.status == 200], ids=lambda r: r.id)
def test_get_flow(kratos: RecordedKratos, client: KratosClient, each: Recording) -> None:
    kratos.on("GET", f"/self-service/{each.kind}/flows", Given(200, each.body, SET))
    reply = client.get_flow(each.flow_kind, ID, COOKIES)
    assert (reply.value.kind, reply.value.id, reply.set_cookies) == (each.kind, each.body["id"], SET)
    sent = kratos.sent[0]
    assert (sent.method, sent.query, sent.cookies, sent.json) == ("GET", {"id": ID}, COOKIES, None)


@pytest.mark.parametrize("kind", FLOW_KINDS)
@pytest.mark.parametrize(
    "flow_id",
    ["&x=y", "a b", "../../admin", "ü€", "%00", "a#b", "\udcff", "?", "a;b", "a+b", "\r\nX: y", "x" * 5000],
)
def test_flow_ids_stay_in_their_place(
    kratos: RecordedKratos, client: KratosClient, kind: FlowKind, flow_id: str
) -> None:
    kratos.on("GET", f"/self-service/{kind}/flows", Given(404, {"error": {"code": 404}}))
    with pytest.raises(FlowNotFound):
        client.get_flow(kind, flow_id, "")
    assert kratos.sent[0].query == {"id": flow_id.replace("\udcff", "?")}
    assert kratos.sent[0].path == f"/self-service/{kind}/flows"


def test_without_cookies_there_is_no_header(kratos: RecordedKratos, client: KratosClient) -> None:
    kratos.on("GET", "/sessions/whoami", Given(401, {"error": {"code": 401}}))
    with pytest.raises(NotSignedIn):
        client.whoami("")
    assert "Cookie" not in kratos.sent[0].headers


def test_cookie_bytes_reach_the_adapter(kratos: RecordedKratos, client: KratosClient) -> None:
    kratos.on("GET", "/sessions/whoami", Given(401, {}))
    with pytest.raises(NotSignedIn):
        client.whoami("ory_session_x=\xe9\x80\xff")
    assert kratos.sent[0].cookies == "ory_session_x=\xe9\x80\xff"


@pytest.mark.parametrize(
    "each", [r for r in recordings() if r.kind == "whoami" and r.status == 200], ids=lambda r: r.id
)
def test_whoami(kratos: RecordedKratos, client: KratosClient, each: Recording) -> None:
    kratos.on("GET", "/sessions/whoami", Given(200, each.body, SET))
    reply = client.whoami(COOKIES)
    assert (reply.value.id, reply.value.identity.id) == (each.body["id"], each.body["identity"]["id"])
    assert reply.set_cookies == SET
    assert kratos.sent[0].cookies == COOKIES


ERRORS = [
    ("login.get.410_expired", FlowGone),
    ("recovery.get.410_expired", FlowGone),
    ("login.get.404_unknown", FlowNotFound),
]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("name", "kind"), ERRORS)
def test_error_answers_are_raised_with_their_headers(
    kratos: RecordedKratos, client: KratosClient, version: str, name: str, kind: type[UpstreamError]
) -> None:
    each = recording(version, name)
    headers = {"Retry-After": "7", "X-RateLimit-Reset": "1", "RateLimit": "limit=1", "X-Other": "no"}
    headers["RateLimit[x]"] = "no name of a header"
    kratos.on("GET", f"/self-service/{each.kind}/flows", Given(each.status, each.body, SET, headers))
    with pytest.raises(kind) as caught:
        client.get_flow(each.flow_kind, ID, COOKIES)
    assert caught.value.headers == {"Retry-After": "7", "X-RateLimit-Reset": "1", "RateLimit": "limit=1"}


@pytest.mark.parametrize("version", VERSIONS)
def test_logout_url(kratos: RecordedKratos, client: KratosClient, version: str) -> None:
    each = recording(version, "logout.init.200")
    kratos.plays(each)
    assert client.logout_url(COOKIES, "http://127.0.0.1:4455/bye").value == each.body["logout_url"]
    assert client.logout_url(COOKIES).value == each.body["logout_url"]
    assert [sent.query for sent in kratos.sent] == [{"return_to": "http://127.0.0.1:4455/bye"}, {}]


@pytest.mark.parametrize("version", VERSIONS)
def test_logout_url_leaves_a_refused_return_to_out(
    kratos: RecordedKratos, client: KratosClient, version: str
) -> None:
    refused = recording(version, "logout.init.bad_return_to")
    kratos.on("GET", "/self-service/logout/browser", refused, recording(version, "logout.init.200"))
    assert client.logout_url(COOKIES, "https://evil.example/").value.startswith("http://127.0.0.1:5433/")
    assert [sent.query for sent in kratos.sent] == [{"return_to": "https://evil.example/"}, {}]


def test_logout_url_asks_twice_at_most(kratos: RecordedKratos, client: KratosClient) -> None:
    kratos.on("GET", "/self-service/logout/browser", recording("v1.3.1", "logout.init.bad_return_to"))
    with pytest.raises(ReturnToForbidden):
        client.logout_url(COOKIES, "https://evil.example/")
    assert len(kratos.sent) == 2


@pytest.mark.parametrize("version", VERSIONS)
def test_logout_url_without_session(kratos: RecordedKratos, client: KratosClient, version: str) -> None:
    kratos.plays(recording(version, "logout.init.401"))
    with pytest.raises(NotSignedIn):
        client.logout_url("")


@pytest.mark.parametrize(
    "body", [{}, {"logout_url": "javascript:alert(1)"}, {"logout_url": 7}, [], "x", None]
)
def test_logout_url_must_be_one(kratos: RecordedKratos, client: KratosClient, body: Any) -> None:
    kratos.on("GET", "/self-service/logout/browser", Given(200, body))
    with pytest.raises(ProtocolError):
        client.logout_url(COOKIES)


GOT_ERRORS = [r for r in recordings() if r.kind == "error" and r.status == 200]


@pytest.mark.parametrize("each", GOT_ERRORS, ids=lambda r: r.id)
@pytest.mark.parametrize("as_list", [False, True])
def test_get_error(kratos: RecordedKratos, client: KratosClient, each: Recording, as_list: bool) -> None:
    error = each.body["error"]
    body = {**each.body, "error": [error, {"code": 418}]} if as_list else each.body
    kratos.on("GET", "/self-service/errors", Given(200, body))
    value = client.get_error(ID).value
    assert (value.status, value.id) == (error["code"], error.get("id", ""))
    assert value.reason == error.get("reason", error["message"])
    assert kratos.sent[0].query == {"id": ID}


def test_get_error_is_recorded_often_enough() -> None:
    assert len(GOT_ERRORS) >= 30


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", ["error.get.404_unknown", "error.get.stub_404"])
def test_get_error_unknown(kratos: RecordedKratos, client: KratosClient, version: str, name: str) -> None:
    kratos.plays(recording(version, name))
    with pytest.raises(FlowNotFound):
        client.get_error(ID)


@pytest.mark.parametrize(
    "body", [{}, {"error": []}, {"error": None}, {"error": "x"}, {"error": [7]}, [], "x", None]
)
def test_get_error_malformed(kratos: RecordedKratos, client: KratosClient, body: Any) -> None:
    kratos.on("GET", "/self-service/errors", Given(200, body))
    with pytest.raises(ProtocolError):
        client.get_error(ID)


def test_get_error_without_code_is_a_500(kratos: RecordedKratos, client: KratosClient) -> None:
    kratos.on("GET", "/self-service/errors", Given(200, {"error": {"message": "m"}}))
    assert (client.get_error(ID).value.status, client.get_error(ID).value.reason) == (500, "m")


@pytest.mark.parametrize("version", VERSIONS)
def test_sessions(kratos: RecordedKratos, client: KratosClient, version: str) -> None:
    each = recording(version, "sessions.list.200")
    kratos.plays(each)
    assert [session.id for session in client.sessions(COOKIES).value] == [raw["id"] for raw in each.body]
    assert kratos.sent[0].cookies == COOKIES


@pytest.mark.parametrize("body", [{}, None, "x", [{}], ["x"], [None]])
def test_sessions_malformed(kratos: RecordedKratos, client: KratosClient, body: Any) -> None:
    kratos.on("GET", "/sessions", Given(200, body))
    with pytest.raises(ProtocolError):
        client.sessions(COOKIES)


def test_no_other_sessions(kratos: RecordedKratos, client: KratosClient) -> None:
    kratos.on("GET", "/sessions", Given(200, []))
    assert client.sessions(COOKIES).value == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_revoke_session(kratos: RecordedKratos, client: KratosClient, version: str) -> None:
    kratos.on("DELETE", f"/sessions/{ID}", recording(version, "sessions.revoke_one.204"))
    assert client.revoke_session(ID, COOKIES).value is None
    assert kratos.sent[0].cookies == COOKIES
    kratos.on("DELETE", f"/sessions/{ID}", recording(version, "sessions.revoke_one.current_400"))
    with pytest.raises(KratosRejected) as caught:
        client.revoke_session(ID, COOKIES)
    assert caught.value.reason == "cannot revoke current session"


@pytest.mark.parametrize(
    "session_id",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a?b",
        "a#b",
        "%2e%2e",
        "{x}",
        "a b",
        "ü",
        "\r\n",
        f"{ID}\n",
        f"{ID}/",
        "\udcff",
    ],
)
def test_revoke_session_never_asks_for_another_path(
    kratos: RecordedKratos, client: KratosClient, session_id: str
) -> None:
    with pytest.raises(NotAnId):
        client.revoke_session(session_id, COOKIES)
    assert kratos.sent == []


@pytest.mark.parametrize("version", VERSIONS)
def test_revoke_other_sessions(kratos: RecordedKratos, client: KratosClient, version: str) -> None:
    each = recording(version, "sessions.revoke_others.200")
    kratos.plays(each)
    assert client.revoke_other_sessions(COOKIES).value == each.body["count"] > 0
    assert [sent.method for sent in kratos.sent] == ["DELETE"]


def test_writes_are_sent_once(kratos: RecordedKratos, client: KratosClient) -> None:
    lost = requests.ConnectionError()
    kratos.on("DELETE", "/sessions", lost).on("DELETE", f"/sessions/{ID}", lost).on("POST", "/p", lost)
    for call in (
        lambda: client.revoke_other_sessions(COOKIES),
        lambda: client.revoke_session(ID, COOKIES),
        lambda: client.exchange("POST", "/p", json={}),
    ):
        with pytest.raises(Unavailable):
            call()
    assert len(kratos.sent) == 3


@pytest.mark.parametrize("version", VERSIONS)
def test_ready(kratos: RecordedKratos, client: KratosClient, version: str) -> None:
    kratos.plays(recording(version, "health.ready"))
    client.ready()
    assert kratos.sent[0].timeout.total <= 2.0
    client.until(time.monotonic() + 0.5).ready()
    assert kratos.sent[1].timeout.total <= 0.5


@pytest.mark.parametrize(
    "reply",
    [
        Given(503, {"errors": {"database": "down"}}),
        Given(404, b"404 page not found\n"),
        Given(404, {"error": {"code": 404}}),
        Given(200, b"<html>"),
        Given(303),
        requests.ConnectionError(),
        requests.ReadTimeout(),
    ],
)
def test_not_ready(kratos: RecordedKratos, client: KratosClient, reply: Given | Exception) -> None:
    kratos.on("GET", "/health/ready", reply)
    with pytest.raises(Unavailable) as caught:
        client.ready()
    assert caught.value.reason or caught.value.status == 503


def test_exchange_gives_any_answer_below_500(kratos: RecordedKratos, client: KratosClient) -> None:
    headers = {"Retry-After": "3", "ratelimit-reset": "1", "X-Other": "no", "Location": "/flows?id=x"}
    body = {"error": {"id": "browser_location_change_required"}}
    kratos.on("POST", "/self-service/login", Given(422, body, SET, headers))
    answer = client.exchange(
        "POST", "/self-service/login", params={"flow": ID, "empty": ""}, json={"method": "password"},
        headers={"X-Session-Token": "t", "Cookie": "not=this"}, cookies=COOKIES,
    )  # fmt: skip
    assert (answer.status, answer.body, answer.set_cookies) == (422, body, SET)
    assert answer.headers == {"Retry-After": "3", "ratelimit-reset": "1", "Location": "/flows?id=x"}
    sent = kratos.sent[0]
    assert (sent.query, sent.json, sent.cookies) == ({"flow": ID}, {"method": "password"}, COOKIES)
    assert (sent.headers["X-Session-Token"], sent.headers["Content-Type"]) == ("t", "application/json")


@pytest.mark.parametrize("value", [{}, [], "", 0, False])
def test_exchange_sends_any_json_but_none(kratos: RecordedKratos, client: KratosClient, value: Any) -> None:
    kratos.on("POST", "/p", Given(204))
    client.exchange("POST", "/p", json=value)
    assert kratos.sent[0].headers["Content-Type"] == "application/json"
    assert kratos.sent[0].json == value
    client.exchange("POST", "/p")
    assert "Content-Type" not in kratos.sent[1].headers


@pytest.mark.parametrize(
    ("given", "body"),
    [
        (Given(204), None),
        (Given(303, b"<a href>See Other</a>"), None),
        (Given(429, b"<html>slow down</html>"), None),
        (Given(200, b"null"), None),
        (Given(400, b"[1]"), [1]),
    ],
)
def test_exchange_bodies(kratos: RecordedKratos, client: KratosClient, given: Given, body: Any) -> None:
    kratos.on("GET", "/p", given)
    answer = client.exchange("GET", "/p")
    assert (answer.status, answer.body) == (given.status, body)


@pytest.mark.parametrize("status", [200, 201, 400, 403, 404, 410])
@pytest.mark.parametrize(
    "body", [b"<html>", b"{", b"\xff\xfe", b"404 page not found\n", b"[" * 100_000, b"7" * 5000]
)
def test_exchange_refuses_what_is_not_json(
    kratos: RecordedKratos, client: KratosClient, status: int, body: bytes
) -> None:
    kratos.on("GET", "/p", Given(status, body))
    with pytest.raises(ProtocolError) as caught:
        client.exchange("GET", "/p")
    assert (caught.value.status, caught.value.reason) == (status, "the answer is not JSON")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"error": {"id": "invalid_configuration", "reason": "r"}}']
)
@pytest.mark.parametrize("status", [500, 502, 503])
def test_exchange_raises_5xx(kratos: RecordedKratos, client: KratosClient, status: int, body: bytes) -> None:
    kratos.on("POST", "/p", Given(status, body, SET, {"Retry-After": "3"}))
    with pytest.raises(Unavailable) as caught:
        client.exchange("POST", "/p")
    error = caught.value
    assert (error.status, error.headers) == (status, {"Retry-After": "3"})
    assert (error.id, error.reason) == (("invalid_configuration", "r") if b"error" in body else ("", ""))


@pytest.mark.parametrize("body", [[], "x", 7, None, {}, {"id": "x"}, {"ui": {"action": "http://a"}}])
@pytest.mark.parametrize("kind", FLOW_KINDS)
def test_no_flow(kratos: RecordedKratos, client: KratosClient, kind: FlowKind, body: Any) -> None:
    kratos.on("GET", f"/self-service/{kind}/flows", Given(200, body))
    with pytest.raises(ProtocolError):
        client.get_flow(kind, ID, "")


@pytest.mark.parametrize("status", [301, 302, 303, 307])
def test_a_redirect_is_not_followed(kratos: RecordedKratos, client: KratosClient, status: int) -> None:
    headers = {"Location": "http://kratos.test:4433/elsewhere"}
    kratos.on("GET", "/sessions/whoami", Given(status, b"<a>", headers=headers))
    with pytest.raises(ProtocolError):
        client.whoami(COOKIES)
    assert len(kratos.sent) == 1


def test_typed_methods_classify(kratos: RecordedKratos, client: KratosClient) -> None:
    body = {"error": {"id": "browser_location_change_required"}, "redirect_browser_to": "http://a.test/"}
    kratos.on("GET", "/sessions/whoami", Given(422, body))
    with pytest.raises(LocationChangeRequired) as caught:
        client.whoami(COOKIES)
    assert caught.value.redirect_browser_to == "http://a.test/"


def test_request_id(kratos: RecordedKratos, client: KratosClient) -> None:
    kratos.on("GET", "/p", Given(204))
    client.named("req-1").exchange("GET", "/p")
    client.named("req-1").until(time.monotonic() + 5).exchange("GET", "/p")
    client.exchange("GET", "/p")
    client.exchange("GET", "/p")
    first, second, *others = (sent.headers["X-Request-ID"] for sent in kratos.sent)
    assert first == second == "req-1"
    assert len(set(others)) == 2
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in others)


def test_deadline_is_shared_by_all_calls(kratos: RecordedKratos, client: KratosClient) -> None:
    kratos.on("GET", "/p", Given(204))
    bound = client.until(time.monotonic() + 3)
    assert client.deadline is None
    bound.exchange("GET", "/p")
    time.sleep(0.05)
    bound.exchange("GET", "/p")
    first, second = (sent.timeout.total for sent in kratos.sent)
    assert second < first - 0.04 <= 3
    with pytest.raises(Unavailable):
        client.until(time.monotonic() - 1).exchange("GET", "/p")
    assert len(kratos.sent) == 2


def test_without_deadline_a_call_has_both_timeouts(kratos: RecordedKratos) -> None:
    kratos.on("GET", "/p", Given(204))
    kratos.client((0.5, 2.0)).exchange("GET", "/p")
    assert 2.4 < kratos.sent[0].timeout.total <= 2.5


def test_log(kratos: RecordedKratos, client: KratosClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secrets = {
        "flow id": ID,
        "cookie": "abc",
        "set-cookie": "csrf_token_9f=y",
        "reason": "REASON",
        "token": "TOKEN",
    }
    kratos.on("GET", "/self-service/login/flows", Given(403, {"error": {"reason": "REASON"}}, SET))
    kratos.on("DELETE", f"/sessions/{ID}", requests.ConnectionError(ID))
    kratos.on("POST", "/self-service/login", Given(500, {"error": {"reason": "REASON"}}))
    named = client.named("req-1")
    for call in (
        lambda: named.get_flow("login", ID, COOKIES),
        lambda: named.revoke_session(ID, COOKIES),
        lambda: named.exchange(
            "POST", "/self-service/login", json={"p": "TOKEN"}, headers={"X-Session-Token": "TOKEN"}
        ),
    ):
        with pytest.raises(Exception) as caught:  # noqa: PT011
            call()
        logging.getLogger("test").error("failed", exc_info=caught.value)
    for name, secret in secrets.items():
        assert secret not in caplog.text, name
    lines = [
        (r.levelname, re.sub(r"\d+ ms", "N ms", r.getMessage()))
        for r in caplog.records
        if r.name == "kratos_ui.upstream"
    ]
    assert lines == [
        ("DEBUG", "GET /self-service/login/flows 403 N ms req-1"),
        (
            "WARNING",
            f"DELETE /sessions/{{id}} lost N ms req-1 at {client.base_url}: no answer: ConnectionError",
        ),
        ("WARNING", "POST /self-service/login 500 N ms req-1"),
    ]
