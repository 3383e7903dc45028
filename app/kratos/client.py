"""The Kratos client: one method for each endpoint that this UI uses. Knows no Flask, keeps no cookie.

`cookies` is always a header value, already cut down by `app.kratos.cookies.forward`.
"""

from __future__ import annotations

import json as jsonlib
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar
from urllib.parse import urlencode
from uuid import uuid4

import requests

from app import logs
from app.kratos import values
from app.kratos.addresses import is_http_url
from app.kratos.cookies import fits
from app.kratos.errors import (
    FlowNotFound,
    KratosError,
    KratosProtocolError,
    KratosUnavailable,
    ReturnToForbidden,
    classify,
)
from app.kratos.flow import Flow, parse_flow
from app.kratos.http import Received, probe, send
from app.kratos.schema import Schema, parse_schemas
from app.kratos.session import Session, parse_session, parse_whoami
from app.kratos.types import JSON, FlowKind
from app.kratos.urls import allowed
from app.logs import Line
from app.meter import SILENT, Meter

T = TypeVar("T")
log = logging.getLogger("kratos_ui.kratos")
_ID = re.compile(r"[0-9A-Za-z_-]+")
ADMIN = "this is Kratos' admin API: set KRATOS_PUBLIC_URL to the public one"
CALL = "%(endpoint)s %(outcome)s %(ms).0f ms %(request_id)s"
_HEADER = re.compile(r"[0-9A-Za-z-]+")


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """What a call gave, and the cookies that Kratos set along with it."""

    value: T
    set_cookies: tuple[str, ...] = ()  # verbatim, in order


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of any status below 500."""

    status: int
    body: JSON = None  # None: empty, or a redirect or a 429 that is not JSON
    set_cookies: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)  # Retry-After, rate limits, Location


@dataclass(frozen=True, slots=True)
class KratosClient:
    """Kratos' public API at `base_url`. A cheap value: `until` and `named` give copies for one request.

    Every method raises `KratosUnavailable` and `KratosProtocolError`; all but `exchange`, `ready` and
    `reachable` raise the rest of `KratosError` too.
    """

    base_url: str  # no trailing slash
    http: requests.Session
    timeout: tuple[float, float]  # seconds: connect, whole answer
    deadline: float | None = None  # `time.monotonic()`; None: each call has both timeouts together
    request_id: str = ""  # "": a new one for each call
    meter: Meter = SILENT

    def until(self, deadline: float) -> KratosClient:
        """Return a copy whose calls, all together, end by `deadline` (`time.monotonic()`)."""
        return replace(self, deadline=deadline)

    def named(self, request_id: str) -> KratosClient:
        """Return a copy that sends `request_id` as `X-Request-ID`."""
        return replace(self, request_id=request_id)

    def flow_body(self, kind: FlowKind, flow_id: str, cookies: str) -> Reply[Mapping[str, JSON]]:
        """Return the flow to show, as Kratos gives it."""
        answer = self._call("GET", f"/self-service/{kind}/flows", params={"id": flow_id}, cookies=cookies)
        return Reply(_object(answer), answer.set_cookies)

    def get_flow(self, kind: FlowKind, flow_id: str, cookies: str) -> Reply[Flow]:
        """Return the flow to show."""
        reply = self.flow_body(kind, flow_id, cookies)
        return Reply(parse_flow(kind, reply.value), reply.set_cookies)

    def new_flow(self, kind: FlowKind, params: Mapping[str, str], cookies: str) -> Reply[Flow]:
        """Return a flow for this browser, as if it had been sent to Kratos' init."""
        path = f"/self-service/{kind}/browser"
        answer = self._call("GET", path, params=allowed(kind, params), cookies=cookies)
        return Reply(parse_flow(kind, _object(answer)), answer.set_cookies)

    def whoami(self, cookies: str) -> Reply[Session]:
        """Return the session of this browser. Raises: NotSignedIn, Aal2Required."""
        answer = self._call("GET", "/sessions/whoami", cookies=cookies)
        return Reply(parse_whoami(_object(answer)), answer.set_cookies)

    def logout_url(self, cookies: str, return_to: str = "") -> Reply[str]:
        """Where a browser signs out; a `return_to` that Kratos refuses is left out. Raises: NotSignedIn."""
        try:
            answer = self._call(
                "GET", "/self-service/logout/browser", params={"return_to": return_to}, cookies=cookies
            )
        except ReturnToForbidden:
            if not return_to:
                raise
            return self.logout_url(cookies)
        address = values.text(_object(answer).get("logout_url"))
        if not is_http_url(address):
            raise KratosProtocolError(status=answer.status, reason="the answer has no logout_url")
        return Reply(address, answer.set_cookies)

    def get_error(self, error_id: str) -> Reply[KratosError]:
        """Return the error that Kratos sent a browser to `/error` for; its `status` is the error's own.

        Raises: FlowNotFound.
        """
        answer = self._call("GET", "/self-service/errors", params={"id": error_id})
        error = _object(answer).get("error")
        first = values.mapping(next(iter(values.items(error)), None) if values.items(error) else error)
        if not first:
            raise KratosProtocolError(status=answer.status, reason="the answer has no error")
        return Reply(classify(values.whole(first.get("code")) or 500, {"error": first}), answer.set_cookies)

    def sessions(self, cookies: str) -> Reply[tuple[Session, ...]]:
        """Return the other active sessions of this identity: the current one is not among them."""
        answer = self._call("GET", "/sessions", cookies=cookies)
        if not isinstance(answer.body, list):
            raise KratosProtocolError(status=answer.status, reason="the answer is no list of sessions")
        return Reply(tuple(parse_session(values.mapping(each)) for each in answer.body), answer.set_cookies)

    def revoke_session(self, session_id: str, cookies: str) -> Reply[None]:
        """End one other session; Kratos says nothing about unknown ids, and 400 about the current one.

        Raises: FlowNotFound for what can't be an id.
        """
        answer = self._call("DELETE", "/sessions/{id}", ids={"id": session_id}, cookies=cookies)
        return Reply(None, answer.set_cookies)

    def revoke_other_sessions(self, cookies: str) -> Reply[int]:
        """End all other sessions; how many there were."""
        answer = self._call("DELETE", "/sessions", cookies=cookies)
        return Reply(values.whole(_object(answer).get("count")) or 0, answer.set_cookies)

    def schemas(self, seconds: float = 2.0) -> tuple[Schema, ...]:
        """All identity schemas, which Kratos gives to everybody; at most `seconds` are spent on it."""
        answer = self._within(seconds)._call("GET", "/schemas")
        return parse_schemas(answer.body)

    def ready(self, seconds: float = 2.0) -> None:
        """Nothing if Kratos says that it is ready. Raises: KratosUnavailable with the reason."""
        try:
            answer = self._within(seconds).exchange("GET", "/health/ready")
        except KratosProtocolError as error:
            raise KratosUnavailable(status=error.status, reason=error.reason) from None
        if answer.status != 200:
            raise KratosUnavailable(
                status=answer.status, reason=f"Kratos is not ready: status {answer.status}"
            )

    def reachable(self) -> None:
        """Nothing if somebody takes a connection at `base_url`, however slow to answer. Raises: KratosUnavailable."""
        try:
            probe(self.base_url, self.timeout[0])
        except KratosUnavailable as error:
            self._note("connect", error.cause, 0, self.request_id, error.reason)
            raise

    def exchange(
        self, method: str, path: str, *, ids: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None, json: JSON = None,
        headers: Mapping[str, str] | None = None, cookies: str = "",
    ) -> Answer:  # fmt: skip
        """One call, of any status below 500. A GET is tried twice, anything else is sent once (see `send`).

        `path` is a template that is logged as it stands: ids go in by `ids`, or as `params`, of which empty
        ones are dropped. `json` None: no body.

        Raises:
            KratosUnavailable: no whole answer in time, or a 5xx.
            KratosProtocolError: not HTTP, not JSON, too large.
        """
        request_id = self.request_id or uuid4().hex
        query = urlencode({key: value for key, value in (params or {}).items() if value}, errors="replace")
        started, outcome, reason = time.monotonic(), "failed", ""
        deadline = started + sum(self.timeout) if self.deadline is None else self.deadline
        try:
            received = send(
                self.http, method, self.base_url + _fill(path, ids or {}) + (f"?{query}" if query else ""),
                headers=_headers(request_id, json, headers or {}, cookies),
                body=None if json is None else jsonlib.dumps(json).encode(),
                timeout=self.timeout, deadline=deadline,
            )  # fmt: skip
            outcome = str(received.status)
            answer = _answer(received)
        except KratosError as error:
            outcome, reason = error.cause or outcome, error.reason
            raise
        finally:
            self._note(f"{method} {path}", outcome, time.monotonic() - started, request_id, reason)
        if answer.status >= 500:
            raise classify(answer.status, answer.body, answer.headers)
        return answer

    def _note(self, endpoint: str, outcome: str, seconds: float, request_id: str, reason: str = "") -> None:
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

    def _within(self, seconds: float) -> KratosClient:
        end = time.monotonic() + seconds
        return self.until(end if self.deadline is None else min(end, self.deadline))

    def _call(
        self, method: str, path: str, *, ids: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None, cookies: str = "",
    ) -> Answer:  # fmt: skip
        """`exchange`, with every status but 2xx raised as what `classify` says."""
        answer = self.exchange(method, path, ids=ids, params=params, cookies=cookies)
        if not 200 <= answer.status < 300:
            raise classify(answer.status, answer.body, answer.headers)
        return answer


def _fill(path: str, ids: Mapping[str, str]) -> str:
    """Return the path with its ids. Raises: FlowNotFound for an id that could make it another path (`..`, `a/b`)."""
    if not all(_ID.fullmatch(each) for each in ids.values()):
        raise FlowNotFound(status=404)
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
    """Return what is kept of it. Raises: KratosProtocolError."""
    set_cookies: list[str] = []
    headers: dict[str, str] = {}
    for name, value in received.headers:
        low = name.lower()
        if low == "set-cookie" and fits(value):
            set_cookies.append(value)
        elif low.startswith(_KEPT) and _HEADER.fullmatch(name) and fits(value):
            headers[name] = value
        if low == "location" and received.status == 307 and value.startswith("/admin/"):
            raise KratosProtocolError(status=307, cause="admin", reason=ADMIN)
    return Answer(received.status, _json(received), tuple(set_cookies), headers)


def _json(received: Received) -> JSON:
    """Return the body; None if there is none, and where proxies and Kratos' redirects put something else.

    Raises: KratosProtocolError.
    """
    if not received.body:
        return None
    try:
        return values.load(received.body)
    except ValueError:
        if received.status >= 500 or received.status == 429 or 300 <= received.status < 400:
            return None
        raise KratosProtocolError("protocol", received.status, reason="the answer is not JSON") from None


def _object(answer: Answer) -> Mapping[str, JSON]:
    if not isinstance(answer.body, Mapping):
        raise KratosProtocolError(status=answer.status, reason="the answer is no JSON object")
    return answer.body
