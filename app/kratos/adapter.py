"""Connections whose answers are bounded in time and size, by way of requests' adapter and urllib3's pools."""

from __future__ import annotations

import http.client
import io
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from app.kratos.errors import KratosProtocolError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_BYTES = 2 * 1024 * 1024
"""Largest answer that is read, in bytes; the largest recorded one has 60 KB."""
MAX_RECEIVED = 8 * MAX_BYTES
"""Bytes of an answer as it comes, with its heads and the sizes of its chunks."""


class _InTime(io.RawIOBase):
    """A socket's stream whose reads, all together, end within the socket's timeout counted from now on.

    Raises:
        TimeoutError: from then on.
        http.client.HTTPException: after `MAX_RECEIVED` bytes: a chunk of -1 byte would be read to its end.
    """

    def __init__(self, sock: socket.socket, stream: io.RawIOBase) -> None:
        self._sock, self._stream = sock, stream
        self._end = time.monotonic() + (sock.gettimeout() or 0)  # every call of ours has a timeout
        self._received = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int | None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        if self._received > MAX_RECEIVED:
            raise http.client.HTTPException("too large")
        self._sock.settimeout(left)
        count = self._stream.readinto(buffer)
        self._received += count or 0
        return count

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_InTime(sock, self.fp.detach()))


class _HTTPConnection(HTTPConnection):
    response_class = _Response


class _HTTPSConnection(HTTPSConnection):
    response_class = _Response

    def _new_conn(self) -> socket.socket:
        """A connected socket with what is left of its timeout: the TLS handshake gets no second one."""
        started = time.monotonic()
        sock = super()._new_conn()
        sock.settimeout(max(cast(float, self.timeout) - (time.monotonic() - started), 0.001))
        return sock


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection


class Adapter(HTTPAdapter):
    """The connections of requests' own adapter, without what it makes of an answer.

    Its `send`, and urllib3's `urlopen` below it, make four objects of one, with headers and cookies of their own. That
    takes three times as long as to send a request and to read the answer: see `app/DECISIONS.md`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._pools: dict[str, HTTPConnectionPool] = {}
        super().__init__(*args, **kwargs)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make pools of connections that keep our time."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """The whole answer; `raw` is its head. Takes no other arguments than `timeout` (urllib3's) and `verify`.

        Raises:
            KratosProtocolError: it is too large.
            TimeoutError: it was not there in time.
            OSError, http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError: everything else.
        """
        pool, path = self._pool(request, kwargs["verify"])
        connection = cast(HTTPConnection, pool._get_conn())
        whole = False
        try:
            response = requests.Response()
            with _ask(connection, request, path, kwargs["timeout"]) as answer:
                response.status_code, response.raw, response._content = (
                    answer.status,
                    answer,
                    _content(answer),
                )
            whole = True
        finally:
            if not whole:
                connection.close()
            pool._put_conn(connection)
        return response

    def _pool(self, request: requests.PreparedRequest, verify: bool | str) -> tuple[HTTPConnectionPool, str]:
        """The connections to where `request` goes, and its target there. A session's `verify` never changes."""
        scheme, _, rest = str(request.url).partition("://")
        host, _, path = rest.partition("/")
        origin = f"{scheme}://{host}"
        if origin not in self._pools:
            self._pools[origin] = cast(
                HTTPConnectionPool, self.get_connection_with_tls_context(request, verify)
            )
        return self._pools[origin], f"/{path}"


def _ask(
    connection: HTTPConnection, request: requests.PreparedRequest, path: str, limits: urllib3.Timeout
) -> http.client.HTTPResponse:
    """Sends `request` and reads the head of the answer."""
    limits.start_connect()
    connection.timeout = cast(float, limits.connect_timeout)
    if connection.sock is None:
        connection.connect()
    connection.sock.settimeout(cast(float, limits.read_timeout) or 0.001)  # 0 would mean not to wait
    connection.putrequest(str(request.method), path, skip_accept_encoding=True)
    body = cast("bytes | None", request.body)
    headers = request.headers if body is None else {**request.headers, "Content-Length": str(len(body))}
    for name, value in headers.items():
        connection.putheader(name, value)
    with suppress(BrokenPipeError):  # an answer may be there before the whole request is
        connection.endheaders(body)
    return http.client.HTTPConnection.getresponse(connection)  # not urllib3's, which makes more of it


def _content(answer: http.client.HTTPResponse) -> bytes:
    """The whole body. Raises: KratosProtocolError, http.client.IncompleteRead."""
    content = answer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise KratosProtocolError(reason="the answer is too large")
    if answer.length:
        raise http.client.IncompleteRead(content, answer.length)
    return content
