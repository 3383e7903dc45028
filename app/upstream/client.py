"""The way to a server behind this UI: one call, bounded, logged, with no memory of users."""

from __future__ import annotations

import json as jsonlib
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode
from uuid import uuid4

import requests

from .. import logs
from ..logs import Line
from ..meter import SILENT, Meter
from . import values
from .errors import NotAnId, ProtocolError, Unavailable, UpstreamError
from .http import Received, fits, probe, send
from .values import JSON

log = logging.getLogger("kratos_ui.upstream")
CALL = "%(endpoint)s %(outcome)s %(ms).0f ms %(request_id)s"
_ID = re.compile(r"[0-9A-Za-z_-]+")
_HEADER = re.compile(r"[0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of any status."""

    status: int
    body: JSON = None  # None: empty, or a redirect, a 429 or a 5xx that is not JSON
    set_cookies: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)  # Retry-After, rate limits, Location


@dataclass(frozen=True, slots=True)
class Upstream:
    """A server's API at `base_url`. A cheap value: `until` and `named` give copies for one request."""

    base_url: str  # no trailing slash
    http: requests.Session
    timeout: tuple[float, float]  # seconds: connect, whole answer
    deadline: float | None = None  # `time.monotonic()`; None: each call has both timeouts together
    request_id: str = ""  # "": a new one for each call
    meter: Meter = SILENT

    def until(self, deadline: float) -> Self:
        """Return a copy whose calls, all together, end by `deadline` (`time.monotonic()`)."""
        return replace(self, deadline=deadline)

    def within(self, seconds: float) -> Self:
        """Return a copy whose calls have at most `seconds` from now."""
        end = time.monotonic() + seconds
        return self.until(end if self.deadline is None else min(end, self.deadline))

    def named(self, request_id: str) -> Self:
        """Return a copy that sends `request_id` as `X-Request-ID`."""
        return replace(self, request_id=request_id)

    def reachable(self) -> None:
        """Nothing if somebody takes a connection at `base_url`, however slow to answer. Raises: Unavailable."""
        try:
            probe(self.base_url, self.timeout[0])
        except Unavailable as error:
            self.note("connect", error.cause, 0, self.request_id, error.reason)
            raise

    def ask(
        self, method: str, path: str, *, ids: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None, json: JSON = None,
        headers: Mapping[str, str] | None = None, cookies: str = "",
    ) -> Answer:  # fmt: skip
        """One call, and its answer of any status. A GET is tried twice, anything else is sent once (see `send`).

        `path` is a template that is logged as it stands: ids go in by `ids`, or as `params`, of which empty
        ones are dropped. `json` None: no body.

        Raises:
            Unavailable: no whole answer in time.
            ProtocolError: not HTTP, not JSON, too large.
        """
        request_id = self.request_id or uuid4().hex
        query = urlencode({key: value for key, value in (params or {}).items() if value}, errors="replace")
        started, outcome, reason = time.monotonic(), "failed", ""
        deadline = started + sum(self.timeout) if self.deadline is None else self.deadline
        try:
            received = send(
                self.http, method, self.base_url + _fill(path, ids or {}) + (f"?{query}" if query else ""),
                headers=_headers(request_id, json, {**(logs.trace.get() or {}), **(headers or {})}, cookies),
                body=None if json is None else jsonlib.dumps(json).encode(),
                timeout=self.timeout, deadline=deadline,
            )  # fmt: skip
            outcome = str(received.status)
            answer = _answer(received)
            self.check(answer)
            return answer
        except UpstreamError as error:
            outcome, reason = error.cause or outcome, error.reason
            raise
        finally:
            self.note(f"{method} {path}", outcome, time.monotonic() - started, request_id, reason)

    def check(self, answer: Answer) -> None:
        """Raise what `answer` says of a server that is not the one that was meant."""

    def note(self, endpoint: str, outcome: str, seconds: float, request_id: str, reason: str = "") -> None:
        """Count and log a call. `outcome`: its status, or the cause of there being none."""
        self.meter.upstream(endpoint, outcome, seconds)
        if (spent := logs.upstream.get()) is not None:
            spent.append(seconds)
        level = logging.DEBUG if outcome.isdigit() and int(outcome) < 500 else logging.WARNING
        if log.isEnabledFor(level):
            why = {"at": self.base_url, "reason": reason} if reason else {}
            log.log(level, Line(
                "upstream", CALL + " at %(at)s: %(reason)s" if reason else CALL,
                endpoint=endpoint, outcome=outcome, ms=round(seconds * 1000, 2), request_id=request_id, **why,
            ))  # fmt: skip


def _fill(path: str, ids: Mapping[str, str]) -> str:
    """Return the path with its ids. Raises: NotAnId for one that could make it another path (`..`, `a/b`)."""
    if not all(_ID.fullmatch(each) for each in ids.values()):
        raise NotAnId(status=404)
    return path.format_map(ids)


def _headers(request_id: str, json: JSON, extra: Mapping[str, str], cookies: str) -> dict[str, str | bytes]:
    own = {
        "Content-Type": "" if json is None else "application/json",
        "Cookie": cookies,
        "X-Request-ID": request_id,
    }
    return {**extra, **{name: value for name, value in own.items() if value}}


_KEPT = ("retry-after", "ratelimit", "x-ratelimit-", "location")


def _answer(received: Received) -> Answer:
    """Return what is kept of it. Raises: ProtocolError."""
    set_cookies: list[str] = []
    headers: dict[str, str] = {}
    for name, value in received.headers:
        low = name.lower()
        if low == "set-cookie" and fits(value):
            set_cookies.append(value)
        elif low.startswith(_KEPT) and _HEADER.fullmatch(name) and fits(value):
            headers[name] = value
    return Answer(received.status, _json(received), tuple(set_cookies), headers)


def _json(received: Received) -> JSON:
    """Return the body; None if there is none, and where proxies and Kratos' redirects put something else.

    Raises: ProtocolError.
    """
    if not received.body:
        return None
    try:
        return values.load(received.body)
    except ValueError:
        if received.status >= 500 or received.status == 429 or 300 <= received.status < 400:
            return None
        raise ProtocolError(
            status=received.status, cause="protocol", reason="the answer is not JSON"
        ) from None
