"""The client against servers that are slow, broken or evil: the right exception, and in time."""

from __future__ import annotations

import contextlib
import time

import pytest

from app.kratos.client import KratosClient
from app.limits import ANSWER_BYTES
from app.upstream.errors import ProtocolError, Unavailable, UpstreamError
from app.upstream.http import new_http
from tests.support import fake_kratos
from tests.support.fake_kratos import Behaviour, FakeKratos, answer, says, slow

CONNECT, READ = 0.6, 0.4
SLACK = 0.5
OK = says(b'{"status": "ok"}')


def client_of(kratos: FakeKratos) -> KratosClient:
    """For what is about time."""
    return KratosClient(kratos.url, new_http(), (CONNECT, READ))


def patient_client_of(kratos: FakeKratos) -> KratosClient:
    """For what is not: a busy machine must not fail it."""
    return KratosClient(kratos.url, new_http(), (5.0, 5.0))


def outcome(client: KratosClient, method: str = "GET") -> tuple[UpstreamError, float]:
    """What a call raised, and after how many seconds."""
    started = time.monotonic()
    with pytest.raises(UpstreamError) as caught:
        client.exchange(method, "/sessions/whoami")
    seconds = time.monotonic() - started
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or not caught.value.__context__  # whose texts hold the address
    return caught.value, seconds


IN_TIME = "no whole answer in time"
# behaviour, exception, reason, requests that a GET makes
MODES = [
    (fake_kratos.never, Unavailable, IN_TIME, 1),
    (fake_kratos.drip_headers, Unavailable, IN_TIME, 1),
    (fake_kratos.drip_body, Unavailable, IN_TIME, 1),
    (fake_kratos.drip_chunks, Unavailable, IN_TIME, 1),
    (fake_kratos.endless_continue, Unavailable, IN_TIME, 1),
    (fake_kratos.chunk_of_less_than_nothing, ProtocolError, "the answer is not HTTP", 1),
    (fake_kratos.endless_chunk, ProtocolError, "the answer is not HTTP", 1),
    (fake_kratos.drop, Unavailable, "no answer: RemoteDisconnected", 2),
    (fake_kratos.breaks_off, Unavailable, "no answer: IncompleteRead", 2),
    (fake_kratos.unavailable, Unavailable, "", 2),
    (fake_kratos.endless_body, ProtocolError, "the answer is too large", 1),
    (fake_kratos.endless_redirect, ProtocolError, "the answer is too large", 1),
    (fake_kratos.endless_headers, ProtocolError, "the answer is not HTTP", 1),
    (fake_kratos.garbage, ProtocolError, "the answer is not HTTP", 1),
    (says(b"<html>"), ProtocolError, "the answer is not JSON", 1),
    (slow(2.0), Unavailable, IN_TIME, 1),
]
NAMES = [getattr(mode[0], "__name__", "") for mode in MODES]
NAMES[7], NAMES[11], NAMES[12], NAMES[13] = "unavailable", "garbage", "not_json", "slow"


@pytest.mark.parametrize(("behaviour", "expected", "reason", "requests"), MODES, ids=NAMES)
def test_get(behaviour: Behaviour, expected: type[UpstreamError], reason: str, requests: int) -> None:
    with FakeKratos(behaviour) as kratos:
        error, seconds = outcome(client_of(kratos))
        assert type(error) is expected
        assert error.reason == reason
        assert len(kratos.seen) == requests
        assert seconds < CONNECT + READ + SLACK
        if reason == IN_TIME:
            assert READ - 0.05 < seconds < READ + SLACK


@pytest.mark.parametrize(
    "behaviour",
    [fake_kratos.drop, fake_kratos.breaks_off, fake_kratos.unavailable, fake_kratos.never],
    ids=["drop", "breaks_off", "unavailable", "never"],
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_writes_are_sent_once(behaviour: Behaviour, method: str) -> None:
    with FakeKratos(behaviour) as kratos:
        error, seconds = outcome(client_of(kratos), method)
        assert type(error) is Unavailable
        assert [request.method for request in kratos.seen] == [method]
        assert seconds < CONNECT + READ + SLACK


def test_empty() -> None:
    with FakeKratos(fake_kratos.empty) as kratos:
        assert patient_client_of(kratos).exchange("GET", "/").body is None
        with pytest.raises(ProtocolError):
            patient_client_of(kratos).whoami("")


def test_redirect_is_not_followed() -> None:
    with FakeKratos(fake_kratos.redirect) as kratos:
        with pytest.raises(ProtocolError):
            patient_client_of(kratos).whoami("")
        assert patient_client_of(kratos).exchange("GET", "/").headers == {
            "Location": "http://127.0.0.1:1/elsewhere"
        }
        assert len(kratos.seen) == 2


@pytest.mark.parametrize("seconds", [0.0, 0.25])
def test_slow_but_in_time(seconds: float) -> None:
    with FakeKratos(slow(seconds, b'{"a": 1}')) as kratos:
        assert client_of(kratos).exchange("GET", "/").body == {"a": 1}


def test_nobody_listens() -> None:
    with FakeKratos(OK) as kratos:
        client = client_of(kratos)
    error, seconds = outcome(client)
    assert (type(error), error.reason) == (Unavailable, "no answer: Connection refused")
    assert seconds < CONNECT + SLACK
    with pytest.raises(Unavailable):
        client.ready()
    with pytest.raises(Unavailable):
        client.reachable()


def test_reachable_asks_for_no_answer() -> None:
    with FakeKratos(fake_kratos.never) as kratos:
        client_of(kratos).reachable()
        with pytest.raises(Unavailable, match=IN_TIME):
            client_of(kratos).ready()


def test_the_deadline_ends_all_calls_of_a_page() -> None:
    with FakeKratos(slow(0.15)) as kratos:
        client = patient_client_of(kratos).until(time.monotonic() + 0.5)
        started = time.monotonic()
        answers = 0
        with contextlib.suppress(Unavailable):
            for answers in range(100):  # noqa: B007
                client.exchange("GET", "/")
        assert 0.45 < time.monotonic() - started < 0.5 + SLACK
        assert 1 <= answers <= 3


def test_keep_alive() -> None:
    with FakeKratos(OK) as kratos:
        client = patient_client_of(kratos)
        for method in ("GET", "DELETE", "POST", "GET"):
            client.exchange(method, "/")
        assert (len(kratos.seen), kratos.connections) == (4, 1)


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified", "404 Not Found"])
def test_keep_alive_after_any_status(status: str) -> None:
    body = b"" if status[0] != "4" else b"{}"
    plain = f"HTTP/1.1 {status}\r\n\r\n".encode() if not body else answer(body, status)

    def behave(talk: fake_kratos.Talk) -> bool:
        talk.write(plain)
        return True

    with FakeKratos(behave) as kratos:
        client = patient_client_of(kratos)
        assert [client.exchange("GET", "/").status for _ in range(3)] == [int(status[:3])] * 3
        assert kratos.connections == 1


def test_one_more_try_after_a_dropped_keep_alive() -> None:
    with FakeKratos(OK, fake_kratos.drop, OK) as kratos:
        client = patient_client_of(kratos)
        client.exchange("GET", "/")
        assert client.exchange("GET", "/").status == 200
        assert (len(kratos.seen), kratos.connections) == (3, 2)


def test_no_second_try_for_a_write_after_a_dropped_keep_alive() -> None:
    with FakeKratos(OK, fake_kratos.drop, OK) as kratos:
        client = patient_client_of(kratos)
        client.exchange("GET", "/")
        error, _ = outcome(client, "POST")
        assert type(error) is Unavailable
        assert [request.method for request in kratos.seen] == ["GET", "POST"]


def test_a_broken_connection_is_not_used_again() -> None:
    with FakeKratos(fake_kratos.drip_body, fake_kratos.endless_body, fake_kratos.breaks_off, OK) as kratos:
        client = client_of(kratos)
        outcome(client)
        outcome(client)
        assert client.exchange("GET", "/").body == {"status": "ok"}
        assert kratos.connections == 4


@pytest.mark.parametrize("length", [ANSWER_BYTES, ANSWER_BYTES + 1])
def test_the_largest_answer(length: int) -> None:
    with FakeKratos(says(b'"' + b"a" * (length - 2) + b'"')) as kratos:
        client = patient_client_of(kratos)
        if length <= ANSWER_BYTES:
            assert len(str(client.exchange("GET", "/").body)) == length - 2
        else:
            with pytest.raises(ProtocolError) as caught:
                client.exchange("GET", "/")
            assert caught.value.reason == "the answer is too large"


def test_a_connection_that_failed_is_not_used_again() -> None:
    with FakeKratos(fake_kratos.endless_redirect) as kratos:
        client = patient_client_of(kratos)
        for _ in range(2):
            with pytest.raises(ProtocolError):
                client.exchange("GET", "/")
        assert kratos.connections == 2


def test_cookie_bytes_on_the_wire() -> None:
    with FakeKratos(OK) as kratos:
        every = bytes(byte for byte in range(0x21, 0x100) if byte not in (0x3B, 0x7F))
        patient_client_of(kratos).exchange("GET", "/", cookies=(b"ory_session_x=" + every).decode("latin-1"))
        patient_client_of(kratos).exchange("GET", "/")
        assert kratos.seen[0].header("Cookie") == b"ory_session_x=" + every
        assert kratos.seen[1].header("Cookie") is None


def test_set_cookie_bytes_from_the_wire() -> None:
    cookies = ("a=1; Path=/; Expires=Mon, 21 Dec 2026 00:42:29 GMT", "b=\xe9\x80\xff", 'c="x, y"', "a=2")
    with FakeKratos(says(b"{}", "200 OK", *(f"Set-Cookie: {each}" for each in cookies))) as kratos:
        assert patient_client_of(kratos).exchange("GET", "/").set_cookies == cookies


def test_request_as_kratos_gets_it() -> None:
    with FakeKratos(OK) as kratos:
        patient_client_of(kratos).named("req-1").exchange(
            "POST", "/p", params={"flow": "a b"}, json={"ä": 1}, cookies="a=b"
        )
        head, *lines = kratos.seen[0].head.decode().split("\r\n")
        assert head == "POST /p?flow=a+b HTTP/1.1"
        headers = dict(line.split(": ", 1) for line in lines)
        assert headers.pop("User-Agent").startswith("kratos-selfservice-ui-flask/")
        assert headers == {
            "Host": kratos.url.removeprefix("http://"), "Accept": "application/json", "Accept-Encoding": "identity",
            "Content-Type": "application/json", "Content-Length": "13", "Cookie": "a=b", "X-Request-ID": "req-1",
        }  # fmt: skip
        assert kratos.seen[0].body == b'{"\\u00e4": 1}'
