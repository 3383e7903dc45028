"""Visitors of `kratos-ui run` whose requests are odd on the wire, where no test client can send them."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from statistics import median
from urllib.parse import urlsplit

import pytest

from tests.net.test_net_server import get, running
from tests.support.fake_kratos import FakeKratos, says
from tests.support.recordings import recording

WHOAMI = says(json.dumps(recording("v1.3.1", "whoami.200.password").body).encode())
SLOW = 200
"""Visitors who send a body and never end it: more than there are threads."""


@pytest.fixture(scope="module")
def kratos() -> Iterator[FakeKratos]:
    with FakeKratos(WHOAMI) as server:
        yield server


@pytest.fixture(scope="module")
def url(kratos: FakeKratos) -> Iterator[str]:
    with running(kratos.url, TRUSTED_PROXIES="1", GATEWAY_ENABLED="true") as address:
        yield address


def connect(url: str, *lines: bytes, body: bytes = b"") -> socket.socket:
    parts = urlsplit(url)
    sock = socket.create_connection((parts.hostname, parts.port), timeout=15)
    sock.sendall(b"\r\n".join(lines) + b"\r\n\r\n" + body)
    return sock


def talk(url: str, *lines: bytes, body: bytes = b"") -> bytes:
    """The whole answer to a request of these lines."""
    with connect(url, *lines, b"Connection: close", body=body) as sock:
        return b"".join(iter(lambda: sock.recv(65536), b""))


@pytest.mark.parametrize("other", ["o=José".encode(), b"o=Jos\xe9", b"o=\x80\xff"])
def test_a_cookie_of_another_application_signs_nobody_out(kratos: FakeKratos, url: str, other: bytes) -> None:
    answer = talk(
        url, b"GET /welcome HTTP/1.1", b"Host: ui.test", b"Cookie: " + other + b"; ory_kratos_session=s"
    )
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"@" in answer, "it says who is signed in"
    assert kratos.seen[-1].header("Cookie") == b"ory_kratos_session=s"


def test_a_session_cookie_reaches_kratos_byte_for_byte(kratos: FakeKratos, url: str) -> None:
    cookie = b"ory_kratos_session=s\xc3\xa9\xff; csrf_token_x=\xe9"
    talk(url, b"GET /welcome HTTP/1.1", b"Host: ui.test", b"Cookie: " + cookie)
    assert kratos.seen[-1].header("Cookie") == cookie


def test_no_header_passes_for_that_of_the_proxy(url: str) -> None:
    answer = talk(
        url,
        b"GET /sessions HTTP/1.1",
        b"Host: ui.test",
        b"X-Forwarded-Host: real.test",
        b"X_Forwarded_Host: evil.test",
    )
    assert b"real.test%2Fsessions" in answer
    assert b"evil.test" not in answer


def test_a_giant_head_is_not_read(url: str) -> None:
    wishes = b"Accept-Language: " + b",".join(b"a%d;q=0.5" % number for number in range(30_000))
    answer = talk(url, b"GET /welcome HTTP/1.1", b"Host: ui.test", wishes)
    assert answer.startswith(b"HTTP/1.1 431")


def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one(kratos: FakeKratos, url: str) -> None:
    asked = len(kratos.seen)
    lines = (b"POST /api/auth/flows/login HTTP/1.1", b"Host: ui.test", b"Content-Type: application/json")
    with connect(url, *lines, b"Content-Length: 99", body=b'{"flow_id": "abc"}') as sock:
        sock.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
    assert not answer or answer.startswith(b"HTTP/1.1 400")
    assert len(kratos.seen) == asked


def test_visitors_who_never_end_their_body_hold_nobody_up(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (
        b"POST /api/auth/flows/login HTTP/1.1", b"Host: ui.test", b"Content-Type: application/json",
        b"Content-Length: 200",
    )  # fmt: skip
    with contextlib.ExitStack() as stack:
        waiting = [stack.enter_context(connect(url, *lines, body=b"{")) for _ in range(SLOW)]
        time.sleep(0.5)
        taken = []
        for _ in range(30):
            started = time.monotonic()
            assert get(f"{url}/health/alive", timeout=5).status_code == 200
            taken.append((time.monotonic() - started) * 1000)
        assert [sock.recv(12) for sock in waiting] == [b"HTTP/1.1 408"] * SLOW
    with capsys.disabled():
        print(f"\n  {SLOW} send no end: half of /health/alive within {median(taken):.1f} ms")
    assert median(taken) < 250
