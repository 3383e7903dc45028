"""Connections whose answers are bounded in time and size, by way of requests' adapter and urllib3's pools."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

import requests
import urllib3
from httptools import HttpParserError, HttpResponseParser
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from ..limits import ANSWER_BYTES, ANSWER_HEAD_BYTES, RECEIVED_BYTES
from .errors import ProtocolError

Headers = tuple[tuple[str, str], ...]
"""Names and values as they came, in order."""


class Adapter(HTTPAdapter):
    """The connections of requests' own adapter, without what it makes of an answer.

    Its `send`, and urllib3's `urlopen` below it, make four objects of one, with headers and cookies of their own. That
    takes four times as long as to send a request and to read the answer: see `app/DECISIONS.md`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._pools: dict[str, HTTPConnectionPool] = {}
        super().__init__(*args, **kwargs)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make pools of connections whose TLS handshake keeps our time."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": HTTPConnectionPool, "https": _HTTPSPool}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Return the whole answer; its `raw` has `headers` as they came, and nothing to read.

        Takes no other arguments than `timeout` (urllib3's) and `verify`.

        Raises:
            ProtocolError: it is too large.
            HttpParserError: it is not HTTP.
            TimeoutError: it was not there in time.
            OSError, http.client.HTTPException, urllib3.exceptions.HTTPError: there is none, or not the whole.
        """
        pool, path = self._pool(request, kwargs["verify"])
        connection = cast(HTTPConnection, pool._get_conn())
        answer = None
        try:
            answer = _ask(connection, request, path, kwargs["timeout"])
        finally:
            if answer is None or not answer.keeps_open:
                connection.close()
            pool._put_conn(connection)
        response = requests.Response()
        response.raw, response.status_code, response._content = answer, answer.status, b"".join(answer.body)
        return response

    def _pool(self, request: requests.PreparedRequest, verify: bool | str) -> tuple[HTTPConnectionPool, str]:
        """Return the connections to where `request` goes, and its target there. A session's `verify` never changes."""
        scheme, _, rest = str(request.url).partition("://")
        host, _, path = rest.partition("/")
        origin = f"{scheme}://{host}"
        if origin not in self._pools:
            found = self.get_connection_with_tls_context(request, verify)
            self._pools[origin] = cast(HTTPConnectionPool, found)
        return self._pools[origin], f"/{path}"


class _Answer:
    """What httptools' parser, which is Node's, finds; interim answers (1xx) are passed over."""

    def __init__(self) -> None:
        self.parser = HttpResponseParser(self)
        self.status = self.size = 0
        self.headers: list[tuple[str, str]] = []
        self.body: list[bytes] = []
        self.whole = self.keeps_open = False

    def on_message_begin(self) -> None:
        self.keeps_open = False  # more than one answer: whose is the second?

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self.status:
            self.headers.append((name.decode("latin-1"), value.decode("latin-1")))

    def on_headers_complete(self) -> None:
        status = self.parser.get_status_code()
        if status < 200:
            self.headers.clear()
        elif not self.whole:
            self.status = status

    def on_body(self, body: bytes) -> None:
        if not self.whole:
            self.body.append(body)
            self.size += len(body)

    def on_message_complete(self) -> None:
        if self.status and not self.whole:
            self.whole, self.keeps_open = True, self.parser.should_keep_alive()

    def end(self) -> None:
        """Take note that the connection is closed. Raises: http.client.HTTPException: before the answer was whole."""
        names = {name.lower() for name, _ in self.headers}
        if not self.status:
            raise http.client.RemoteDisconnected("")
        if {"content-length", "transfer-encoding"} & names:
            raise http.client.IncompleteRead(b"")
        self.whole = True


def _ask(
    connection: HTTPConnection, request: requests.PreparedRequest, path: str, limits: urllib3.Timeout
) -> _Answer:
    """Send `request` and read the answer to its end."""
    limits.start_connect()
    connection.timeout = cast(float, limits.connect_timeout)
    if connection.sock is None:
        connection.connect()
    sock = cast(socket.socket, connection.sock)
    end = time.monotonic() + cast(float, limits.read_timeout)
    sock.settimeout(max(end - time.monotonic(), 0.001))
    with suppress(BrokenPipeError):  # an answer may be there before the whole request is
        sock.sendall(_head(connection, request, path) + cast(bytes, request.body or b""))
    answer, received = _Answer(), 0
    while not answer.whole:
        sock.settimeout(max(end - time.monotonic(), 0.001))
        data = sock.recv(65536)
        if not data:
            answer.end()
        received += len(data)
        answer.parser.feed_data(data)
        if answer.size > ANSWER_BYTES:
            raise ProtocolError(cause="protocol", reason="the answer is too large")
        if received > (RECEIVED_BYTES if answer.status else ANSWER_HEAD_BYTES):
            raise HttpParserError("no end")
    return answer


def _head(connection: HTTPConnection, request: requests.PreparedRequest, path: str) -> bytes:
    """Return the head of `request`. Raises: ValueError: a part of it would end its line."""
    host = f"[{connection.host}]" if ":" in connection.host else connection.host
    port = "" if connection.port == connection.default_port else f":{connection.port}"
    headers: Mapping[str, str] = {"Host": host + port, **cast("Mapping[str, str]", request.headers)}
    if request.body is not None:
        headers = {**headers, "Content-Length": str(len(request.body))}
    lines = [f"{request.method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    head = "\r\n".join(lines)
    if head.count("\r") != len(lines) - 1 or head.count("\n") != len(lines) - 1 or " " in path:
        raise ValueError("a header with a line end")
    return f"{head}\r\n\r\n".encode("latin-1")


class _HTTPSConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        """Return a connected socket with what is left of its timeout: the TLS handshake gets no second one."""
        started = time.monotonic()
        sock = super()._new_conn()
        sock.settimeout(max(cast(float, self.timeout) - (time.monotonic() - started), 0.001))
        return sock


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection
