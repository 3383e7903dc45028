"""The pages without a flow: each is what its own page makes of something recorded, or made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from flask import url_for

from .. import paths
from ..kratos.errors import classify
from ..kratos.session import Device, Session, parse_session
from ..pages.accessibility import accessibility_context
from ..pages.error import oauth2_error_context
from ..pages.languages import languages_context
from ..pages.logout import logout_context
from ..pages.recovery import signed_in_context
from ..pages.sessions import session_end_context, sessions_context
from ..pages.welcome import welcome_context
from ..theme.contract import PageContext, SessionView
from ..web.errors import error_context, ways_out
from ..web.page import status_context
from ..web.session_view import latest_first
from .recorded import VERSION, recorded, recorded_session

Make = Callable[[], PageContext]
Sample = tuple[str, str, Make]
"""Name, template, and what makes the context in a request."""

STATUSES = {
    "not_found": 404, "error_unknown": 404, "not_allowed": 405, "bad_request": 400, "cookies_blocked": 400,
    "circles": 500, "failed": 500, "bad_gateway": 502, "unavailable": 503,
}  # fmt: skip
PHONE = Device(
    user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1",
    ip_address="203.0.113.92:1",
    location="Hamburg, DE",
)
PC = Device(user_agent="Mozilla/5.0 (Windows NT 10.0) Chrome/131.0.0.0", ip_address="198.51.100.23:1")
WHO = "sam@example.com"
REQUEST_ID = "0123456789abcdef"


def samples() -> Iterator[Sample]:
    """Return all of them, in the order of the gallery."""
    yield "welcome.signed_out", "welcome", partial(welcome_context, None)
    yield "welcome.second_step", "welcome", partial(welcome_context, None, "/login?aal=aal2")
    for name in ("password", "aal2"):
        yield f"welcome.{name}", "welcome", partial(_welcome, f"whoami.200.{name}")
    yield "logout", "logout", partial(logout_context, WHO, "#")
    yield "logout.signed_out", "logout", partial(logout_context, "", "")
    yield "languages", "languages", partial(languages_context, "", "")
    yield "languages.none_found", "languages", partial(languages_context, "", "Klingon")
    yield "accessibility", "accessibility", accessibility_context
    yield "signed_in", "signed_in", partial(signed_in_context, WHO)
    yield from _of_sessions()
    yield from _of_clients()
    for kind, status in STATUSES.items():
        yield f"status.{kind}", "status", partial(_status, kind, status)
    yield from _errors()


def _welcome(name: str) -> PageContext:
    return welcome_context(recorded_session(name))


def _of_sessions() -> Iterator[Sample]:
    yield "sessions", "sessions", lambda: sessions_context(_here(), _elsewhere())
    yield "sessions.nowhere_else", "sessions", lambda: sessions_context(_here(), ())
    yield "session_end.one", "session_end", lambda: session_end_context(WHO, _elsewhere()[0], "#")
    yield "session_end.others", "session_end", lambda: session_end_context(WHO, None, "#")


def _here() -> Session:
    return replace(recorded_session("whoami.200.aal2"), devices=(PC,))


def _elsewhere() -> tuple[SessionView, ...]:
    found = [parse_session(body) for body in recorded("sessions.list.200")[:2]]
    return latest_first(
        replace(each, devices=(device,)) for each, device in zip(found, (PHONE, PC), strict=True)
    )


def _of_clients() -> Iterator[Sample]:
    yield "consent", "consent", _consent
    yield "oauth2_logout", "oauth2_logout", _oauth2_logout
    for kind in ("other_account", "expired", "answered"):
        yield f"oauth2_problem.{kind}", "oauth2_problem", partial(_oauth2_problem, kind)


def _consent() -> PageContext:
    from . import clients  # not before it is shown: without Hydra, its part is not loaded

    return clients.consent()


def _oauth2_logout() -> PageContext:
    from . import clients

    return clients.logout()


def _oauth2_problem(kind: str) -> PageContext:
    from . import clients

    return clients.problem(kind)


def _status(kind: str, status: int) -> PageContext:
    links = (
        {"retry": url_for("login.page")}
        if status > 500 or kind in ("cookies_blocked", "circles")
        else ways_out()
    )
    return replace(status_context(status, kind, links), request_id=REQUEST_ID)


def _errors() -> Iterator[Sample]:
    for path in sorted(paths.FLOWS.glob(f"{VERSION}/error.get.*.json")):
        body = recorded(path.stem)
        if isinstance(body.get("error"), dict) and "id" in body:
            yield path.stem.replace(".get", ""), "error", partial(_error, body["error"])
    yield "error.oauth2", "error", _oauth2_error


def _error(error: Any) -> PageContext:
    status = error.get("code", 400)
    return replace(error_context(classify(status, {"error": error}), status), request_id=REQUEST_ID)


def _oauth2_error() -> PageContext:
    query = {
        "error": "invalid_request",
        "error_hint": "The 'redirect_uri' is not one of the client's.",
    }
    return replace(oauth2_error_context(query), request_id=REQUEST_ID)
