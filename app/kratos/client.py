"""The Kratos client: one method for each endpoint that this UI uses. Knows no Flask, keeps no cookie.

`cookies` is always a header value, already cut down by `app.kratos.cookies.forward`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..upstream import values
from ..upstream.addresses import is_http_url
from ..upstream.client import Answer, Upstream
from ..upstream.errors import ProtocolError, Unavailable, UpstreamError
from ..upstream.values import JSON
from .errors import ReturnToForbidden, classify
from .flow import Flow, parse_flow
from .schema import Schema, parse_schemas
from .session import Session, parse_session, parse_whoami
from .types import FlowKind
from .urls import allowed

T = TypeVar("T")
ADMIN = "this is Kratos' admin API: set KRATOS_PUBLIC_URL to the public one"


@dataclass(frozen=True, slots=True)
class Reply(Generic[T]):
    """What a call gave, and the cookies that Kratos set along with it."""

    value: T
    set_cookies: tuple[str, ...] = ()  # verbatim, in order


@dataclass(frozen=True, slots=True)
class KratosClient(Upstream):
    """Kratos' public API.

    Every method raises `Unavailable` and `ProtocolError`, all but `exchange` and `ready` `KratosError` too.
    """

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
            raise ProtocolError(status=answer.status, reason="the answer has no logout_url")
        return Reply(address, answer.set_cookies)

    def get_error(self, error_id: str) -> Reply[UpstreamError]:
        """Return the error that Kratos sent a browser to `/error` for; its `status` is the error's own.

        Raises: FlowNotFound.
        """
        answer = self._call("GET", "/self-service/errors", params={"id": error_id})
        error = _object(answer).get("error")
        first = values.mapping(next(iter(values.items(error)), None) if values.items(error) else error)
        if not first:
            raise ProtocolError(status=answer.status, reason="the answer has no error")
        return Reply(classify(values.whole(first.get("code")) or 500, {"error": first}), answer.set_cookies)

    def sessions(self, cookies: str) -> Reply[tuple[Session, ...]]:
        """Return the other active sessions of this identity: the current one is not among them."""
        answer = self._call("GET", "/sessions", cookies=cookies)
        if not isinstance(answer.body, list):
            raise ProtocolError(status=answer.status, reason="the answer is no list of sessions")
        return Reply(tuple(parse_session(values.mapping(each)) for each in answer.body), answer.set_cookies)

    def revoke_session(self, session_id: str, cookies: str) -> Reply[None]:
        """End one other session; Kratos says nothing about unknown ids, and 400 about the current one.

        Raises: NotAnId.
        """
        answer = self._call("DELETE", "/sessions/{id}", ids={"id": session_id}, cookies=cookies)
        return Reply(None, answer.set_cookies)

    def revoke_other_sessions(self, cookies: str) -> Reply[int]:
        """End all other sessions; how many there were."""
        answer = self._call("DELETE", "/sessions", cookies=cookies)
        return Reply(values.whole(_object(answer).get("count")) or 0, answer.set_cookies)

    def schemas(self, seconds: float = 2.0) -> tuple[Schema, ...]:
        """All identity schemas, which Kratos gives to everybody; at most `seconds` are spent on it."""
        answer = self.within(seconds)._call("GET", "/schemas")
        return parse_schemas(answer.body)

    def ready(self, seconds: float = 2.0) -> None:
        """Nothing if Kratos says that it is ready. Raises: Unavailable with the reason."""
        try:
            answer = self.within(seconds).exchange("GET", "/health/ready")
        except ProtocolError as error:
            raise Unavailable(status=error.status, reason=error.reason) from None
        if answer.status != 200:
            raise Unavailable(status=answer.status, reason=f"Kratos is not ready: status {answer.status}")

    def version(self, seconds: float = 2.0) -> str:
        """Return Kratos' version, such as "v1.3.1"; "" if it says none. Its admin API alone knows: `base_url`."""
        return values.text(_object(self.within(seconds)._call("GET", "/admin/version")).get("version"))

    def check(self, answer: Answer) -> None:
        """Raise what says that this is Kratos' admin API. Raises: ProtocolError."""
        if answer.status == 307 and answer.headers.get("Location", "").startswith("/admin/"):
            raise ProtocolError(status=307, cause="admin", reason=ADMIN)

    def exchange(
        self, method: str, path: str, *, ids: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None, json: JSON = None,
        headers: Mapping[str, str] | None = None, cookies: str = "",
    ) -> Answer:  # fmt: skip
        """`ask`, for an answer of any status below 500."""
        answer = self.ask(method, path, ids=ids, params=params, json=json, headers=headers, cookies=cookies)
        if answer.status >= 500:
            raise classify(answer.status, answer.body, answer.headers)
        return answer

    def _call(
        self, method: str, path: str, *, ids: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None, cookies: str = "",
    ) -> Answer:  # fmt: skip
        """`exchange`, with every status but 2xx raised as what `classify` says."""
        answer = self.exchange(method, path, ids=ids, params=params, cookies=cookies)
        if not 200 <= answer.status < 300:
            raise classify(answer.status, answer.body, answer.headers)
        return answer


def _object(answer: Answer) -> Mapping[str, JSON]:
    if not isinstance(answer.body, Mapping):
        raise ProtocolError(status=answer.status, reason="the answer is no JSON object")
    return answer.body
