"""One HTTP exchange with Kratos or Hydra: pooled, bounded in time and size, with no memory of users."""

from __future__ import annotations

import http.client
import logging
import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import requests
import urllib3
from httptools import HttpParserError

from .. import release
from ..limits import KRATOS_CONNECTIONS
from .adapter import Adapter, Headers
from .errors import ProtocolError, Unavailable

_NOT_IN_A_HEADER = re.compile(r"[^\t\x20-\x7e\x80-\xff]")


def new_http(ca_bundle: Path | None = None) -> requests.Session:
    """Return the one session of a process, shared by all users and threads: never mutated after this.

    It holds what all calls have in common, and the connections; `send` is the one way to use it. It follows nothing
    from the environment, keeps no cookies, and its read timeout means the whole answer.
    """
    session = requests.Session()
    session.trust_env = False  # no netrc, no ambient proxy
    session.verify = str(ca_bundle) if ca_bundle else True
    session.headers.clear()
    # identity: nothing to unpack, so the size on the wire is the size in memory
    agent = f"{release.NAME}/{release.version()}"
    session.headers.update({"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": agent})
    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter(pool_maxsize=KRATOS_CONNECTIONS))
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # below that it logs addresses with flow ids in them
    return session


def probe(base_url: str, seconds: float) -> None:
    """Nothing if a connection to `base_url` can be made within `seconds`; nothing is sent.

    Raises:
        Unavailable: nobody listens there.
    """
    parts = urlsplit(base_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=seconds).close()
    except OSError as error:
        cause, told = _cause([error])
        raise Unavailable(cause=cause, reason=f"no answer: {told}") from error


def fits(value: str) -> bool:
    """Whether `value` can stand in a header: no end of line, no other control character."""
    return not _NOT_IN_A_HEADER.search(value)


@dataclass(frozen=True, slots=True)
class Received:
    """An answer of any status, read to its end."""

    status: int
    headers: Headers
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
        Unavailable: no connection, or not the whole answer in time.
        ProtocolError: not HTTP, or too large.
    """
    for last in (False, True) if method == "GET" else (True,):
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unavailable(cause="timeout", reason="no time left")
        limits = urllib3.Timeout(connect=min(timeout[0], left), read=min(timeout[1], left), total=left)
        try:
            received = _once(session, method, url, headers, body, limits)
        except _Lost as lost:
            if last:
                raise Unavailable(cause=lost.cause, reason=f"no answer: {lost}") from None
        else:
            if last or received.status not in (502, 503, 504):
                break
    return received


def _once(
    session: requests.Session, method: str, url: str, headers: Mapping[str, str | bytes], body: bytes | None,
    limits: urllib3.Timeout,
) -> Received:  # fmt: skip
    request = requests.PreparedRequest()  # by hand: its own checks cost more than all that is sent
    request.method, request.url, request.body = method, url, body
    request.headers = cast(Any, {**session.headers, **headers})
    try:
        # not session.send: told not to follow a redirect, it still parses the target and reads the whole body
        answer = session.get_adapter(url).send(
            request, verify=session.verify or True,
            timeout=cast(Any, limits),  # requests takes urllib3's, its stubs do not say so
        )  # fmt: skip
        return Received(answer.status_code, tuple(cast(Any, answer.raw).headers), answer.content)
    # "from None": the texts of these exceptions hold addresses with flow ids
    except TimeoutError:
        raise Unavailable(cause="timeout", reason="no whole answer in time") from None
    except (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError) as error:
        raise _named(error) from None
    except HttpParserError:
        raise ProtocolError(cause="protocol", reason="the answer is not HTTP") from None


class _Lost(Exception):
    """No connection, or lost before the whole answer was there."""

    def __init__(self, cause: str, told: str) -> None:
        super().__init__(told)
        self.cause = cause


def _named(error: Exception) -> Exception:
    """Return what happened, told by the innermost exceptions: requests and urllib3 wrap everything in their own."""
    causes = list(_causes(error))
    lost = (http.client.RemoteDisconnected, http.client.IncompleteRead)
    if any(isinstance(cause, http.client.HTTPException) and not isinstance(cause, lost) for cause in causes):
        return ProtocolError(cause="protocol", reason="the answer is not HTTP")
    return _Lost(*_cause(causes))


def _cause(causes: Sequence[BaseException]) -> tuple[str, str]:
    """Return why there is no answer: as a word, and as told. `causes`: from the outermost on."""
    for cause in reversed(causes):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "tls", f"TLS: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return "tls", f"TLS: {(cause.reason or 'failed').replace('_', ' ').lower()}"
        if isinstance(cause, socket.gaierror):
            return "dns", f"DNS: {cause.strerror}"
        if isinstance(cause, ConnectionRefusedError):
            return "refused", "Connection refused"
        if isinstance(cause, TimeoutError):
            return "timeout", "no connection in time"
    told = (cause.strerror for cause in reversed(causes) if isinstance(cause, OSError) and cause.strerror)
    return "lost", next(told, type(causes[-1]).__name__)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
