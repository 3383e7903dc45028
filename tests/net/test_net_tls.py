"""The same limits over TLS, and whose certificate is believed."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest
from urllib3.connection import HTTPSConnection

from app.kratos.client import KratosClient
from app.upstream.errors import ProtocolError, Unavailable
from app.upstream.http import new_http
from tests.support import fake_kratos
from tests.support.fake_kratos import Behaviour, FakeKratos, says
from tests.support.relay import certificate

CONNECT, READ, SLACK = 0.8, 0.4, 0.5


@pytest.fixture(scope="module", name="certificate")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"), 1)


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def client_of(url: str, bundle: Path | None, connect: float = 5.0, read: float = 5.0) -> KratosClient:
    return KratosClient(url, new_http(bundle), (connect, read))


def test_kept_alive(tls: ssl.SSLContext, certificate: Path) -> None:
    with FakeKratos(says(b'{"a": 1}'), tls=tls) as kratos:
        client = client_of(kratos.url, certificate)
        assert [client.exchange("GET", "/").body for _ in range(3)] == [{"a": 1}] * 3
        assert kratos.connections == 1


@pytest.mark.parametrize(
    "behaviour",
    [fake_kratos.never, fake_kratos.drip_headers, fake_kratos.drip_body, fake_kratos.drip_chunks],
    ids=lambda each: each.__name__,
)
def test_the_read_timeout_means_the_whole_answer(
    tls: ssl.SSLContext, certificate: Path, behaviour: Behaviour
) -> None:
    with FakeKratos(behaviour, tls=tls) as kratos:
        started = time.monotonic()
        with pytest.raises(Unavailable, match="no whole answer in time"):
            client_of(kratos.url, certificate, CONNECT, READ).exchange("GET", "/")
        assert time.monotonic() - started < CONNECT + READ + SLACK
        assert len(kratos.seen) == 1


def test_too_large(tls: ssl.SSLContext, certificate: Path) -> None:
    with (
        FakeKratos(fake_kratos.endless_body, tls=tls) as kratos,
        pytest.raises(ProtocolError, match="too large"),
    ):
        client_of(kratos.url, certificate).exchange("GET", "/")


def test_a_dropped_connection_is_tried_again(tls: ssl.SSLContext, certificate: Path) -> None:
    with FakeKratos(says(), fake_kratos.drop, says(), tls=tls) as kratos:
        client = client_of(kratos.url, certificate)
        client.exchange("GET", "/")
        client.exchange("GET", "/")
        assert (len(kratos.seen), kratos.connections) == (3, 2)


def test_an_unknown_certificate_is_refused(
    tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))  # the environment has no say
    with (
        FakeKratos(says(), tls=tls) as kratos,
        pytest.raises(Unavailable, match="certificate") as caught,
    ):
        client_of(kratos.url, None).exchange("GET", "/")
    assert kratos.seen == []
    assert "self-signed" in caught.value.reason


def seconds_of_a_handshake_that_never_ends(certificate: Path) -> float:
    with FakeKratos(fake_kratos.never) as kratos:  # takes the connection, knows no TLS
        started = time.monotonic()
        client = client_of(kratos.url.replace("http://127.0.0.1", "https://localhost"), certificate, CONNECT)
        with pytest.raises(Unavailable):
            client.exchange("POST", "/")
        return time.monotonic() - started


def test_the_handshake_ends_in_time(certificate: Path) -> None:
    assert CONNECT - 0.1 < seconds_of_a_handshake_that_never_ends(certificate) < CONNECT + SLACK


def test_the_handshake_gets_what_connecting_left(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = HTTPSConnection._new_conn

    def slowly(connection: HTTPSConnection) -> socket.socket:
        time.sleep(CONNECT - 0.05)
        return connect(connection)

    monkeypatch.setattr(HTTPSConnection, "_new_conn", slowly)
    assert CONNECT - 0.1 < seconds_of_a_handshake_that_never_ends(certificate) < CONNECT + SLACK


def asked_by_the_container(**environ: str) -> int:
    """The exit status of the image's health check."""
    text = (Path(__file__).parents[2] / "Dockerfile").read_text().replace("\\\n", "")
    found = re.search(r"^HEALTHCHECK .*?CMD (\[.*\])$", text, re.MULTILINE)
    assert found
    command = [sys.executable, *json.loads(found[1])[1:]]
    return subprocess.run(command, env=environ, capture_output=True, timeout=20, check=False).returncode


def test_the_container_knows_whether_it_lives(tls: ssl.SSLContext, certificate: Path) -> None:
    with FakeKratos(says(b"{}"), tls=tls) as inside, FakeKratos(says(b"{}")) as plain:
        port = {"PORT": inside.url.rpartition(":")[2], "BASE_PATH": "/auth"}
        assert asked_by_the_container(**port, TLS_CERT_PATH=str(certificate)) == 0
        assert asked_by_the_container(**port) != 0
        assert asked_by_the_container(PORT=plain.url.rpartition(":")[2]) == 0
