"""One HTTP exchange with Kratos or Hydra: pooled, bounded in time and size, with no memory of users."""

from __future__ import annotations

import http.client
import io
import logging
import socket
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from app.kratos.errors import KratosProtocolError, KratosUnavailable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_BYTES = 2 * 1024 * 1024
"""Largest answer that is read, in bytes; the largest recorded one has 60 KB."""
MAX_RECEIVED = 8 * MAX_BYTES
"""Bytes of an answer as it comes, with its heads and the sizes of its chunks."""


def new_http(ca_bundle: Path | None = None) -> requests.Session:
    """The one session of a process, shared by all users and threads: never mutated after this.

    It keeps no cookies, follows nothing from the environment, and its read timeout means the whole answer.
    """
    session = requests.Session()
    session.trust_env = False  # no netrc, no ambient proxy
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # else users get each other's cookies
    session.verify = str(ca_bundle) if ca_bundle else True
    session.headers.clear()
    # identity: nothing to unpack, so the size on the wire is the size in memory
    session.headers.update(
        {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": _agent()}
    )
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(pool_maxsize=64))
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # below that it logs addresses with flow ids in them
    return session


def probe(base_url: str, seconds: float) -> None:
    """Nothing if a connection to `base_url` can be made within `seconds`; nothing is sent.

    Raises:
        KratosUnavailable: nobody listens there.
    """
    parts = urlsplit(base_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=seconds).close()
    except OSError as error:
        raise KratosUnavailable(reason=f"no answer: {error.strerror or type(error).__name__}") from error


@dataclass(frozen=True, slots=True)
class Received:
    """An answer of any status, read to its end."""

    status: int
    headers: urllib3.HTTPHeaderDict
    body: bytes


def send(
    session: requests.Session, method: str, url: str, *, headers: Mapping[str, str | bytes],
    timeout: tuple[float, float], deadline: float, body: bytes | None = None,
) -> Received:  # fmt: skip
    """One answer, whatever its status. `timeout`: seconds to connect and for the whole answer.

    `deadline` (`time.monotonic()`) ends it all; only the look-up of the host name, and the connect timeout of
    each further address that it has, come on top. A GET is sent once more after a lost connection or a
    502, 503, 504, never after a read timeout; anything else is sent once. urllib3's `Retry` can't do that:
    the second try would get the full timeouts again.

    Raises:
        KratosUnavailable: no connection, or not the whole answer in time.
        KratosProtocolError: not HTTP, or too large.
    """
    for last in (False, True) if method == "GET" else (True,):
        left = deadline - time.monotonic()
        if left <= 0:
            raise KratosUnavailable(reason="no time left")
        limits = urllib3.Timeout(connect=min(timeout[0], left), read=min(timeout[1], left), total=left)
        try:
            received = _once(session, method, url, headers, body, limits)
        except _Lost as lost:
            if last:
                raise KratosUnavailable(reason=str(lost)) from None
        else:
            if last or received.status not in (502, 503, 504):
                break
    return received


def _once(
    session: requests.Session, method: str, url: str, headers: Mapping[str, str | bytes], body: bytes | None,
    limits: urllib3.Timeout,
) -> Received:  # fmt: skip
    try:
        request = session.prepare_request(requests.Request(method, url, headers, data=body))
        # not session.send: told not to follow a redirect, it still parses the target and reads the whole body
        with session.get_adapter(url).send(
            request, stream=True, verify=session.verify or True,
            timeout=cast(Any, limits),  # requests takes urllib3's, its stubs do not say so
        ) as response:  # fmt: skip
            return Received(response.status_code, response.raw.headers, _content(response.raw))
    # "from None": the texts of these exceptions hold addresses with flow ids
    except (requests.ReadTimeout, urllib3.exceptions.ReadTimeoutError):
        raise KratosUnavailable(reason="no whole answer in time") from None
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise _named(error) from None
    except ValueError:  # a chunk of -5 bytes
        raise KratosProtocolError(reason="the answer is not HTTP") from None


def _content(answer: urllib3.BaseHTTPResponse) -> bytes:
    """The whole body. Raises: KratosProtocolError."""
    content = bytearray()
    for part in answer.stream(65536, decode_content=False):  # unlike read() it tells a body that broke off
        content += part
        if len(content) > MAX_BYTES:
            raise KratosProtocolError(reason="the answer is too large")
    return bytes(content)


class _Lost(Exception):
    """No connection, or lost before the whole answer was there."""


def _named(error: Exception) -> Exception:
    """What happened, told by the innermost exceptions: requests and urllib3 wrap everything in their own."""
    causes = list(_causes(error))
    lost = (http.client.RemoteDisconnected, http.client.IncompleteRead)
    if any(isinstance(cause, http.client.HTTPException) and not isinstance(cause, lost) for cause in causes):
        return KratosProtocolError(reason="the answer is not HTTP")
    told = (cause.strerror for cause in reversed(causes) if isinstance(cause, OSError) and cause.strerror)
    return _Lost(f"no answer: {next(told, type(causes[-1]).__name__)}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _agent() -> str:
    name = "kratos-selfservice-ui-flask"
    try:
        return f"{name}/{version(name)}"
    except PackageNotFoundError:  # run from a checkout
        return f"{name}/0"


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


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
