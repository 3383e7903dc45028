"""Exception → response: the only place. One table, two columns: pages and gateway."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, Response, current_app, redirect, request, url_for
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from ..current import state, ui
from ..i18n.domains import in_english
from ..kratos.errors import (
    Aal2Required,
    AlreadySignedIn,
    CsrfViolation,
    FlowDisabled,
    FlowGone,
    FlowNotFound,
    IdentityMismatch,
    KratosError,
    KratosRejected,
    LocationChangeRequired,
    NotSignedIn,
    RefreshRequired,
    ReturnToForbidden,
)
from ..theme.contract import ErrorPageContext
from ..upstream.errors import NotAnId, ProtocolError, Unavailable, UpstreamError
from . import misled, presence, restart
from .kratos import has_session_cookie
from .page import shared, show, status_page
from .restart import Circles, CookiesBlocked, flow_kind

log = logging.getLogger("kratos_ui.web")


@dataclass(frozen=True, slots=True)
class Row:
    """How one exception is answered: as a page, and by the gateway (0: with the status that Kratos gave)."""

    page: Callable[[Any], Response]  # of the class that its line names
    gateway: int = 0


def _again(reason: str) -> Callable[[KratosError], Response]:
    def page(error: KratosError) -> Response:
        kind = flow_kind()
        return restart.restart(kind, reason, error.return_to) if kind else _explain(error)

    return page


def _sign_in(error: UpstreamError) -> Response:
    reason = "ended" if has_session_cookie() or presence.lost() else "session"
    return restart.count(restart.start("login", {"return_to": restart.own_url()}), reason)


def _move(error: KratosError) -> Response:
    """To where Kratos sends the browser; without an address there is only the explanation."""
    if not error.redirect_browser_to:
        return _explain(error)
    return restart.count(cast(Response, redirect(error.redirect_browser_to, 303)), "session")


def _home(error: UpstreamError) -> Response:
    """Home, unless it is there that Kratos says so."""
    if request.endpoint == "welcome.page":
        return _explain(error)
    return cast(Response, redirect(url_for("welcome.page"), 303))


def _explain(error: UpstreamError) -> Response:
    """Show Kratos' reason, in Kratos' status; an error that came as a success or redirect is a 502."""
    status = error.status if 400 <= error.status < 600 else 502
    return _wait(show("pages/error.html", error_context(error, status), status), error)


def error_context(error: UpstreamError, status: int) -> ErrorPageContext:
    """Return what the error page shows of `error`."""
    return ErrorPageContext(
        **shared(), links=ways_out(), status=status, id=error.id, reason=in_english(error.reason),
        message=in_english(error.message), during=flow_kind() or "", request_id=state().request_id,
    )  # fmt: skip


def _unavailable(error: UpstreamError) -> Response:
    response = status_page(503, "unavailable", {"retry": _retry()})
    response.headers["Retry-After"] = "5"
    return _wait(response, error)


def _wait(response: Response, error: UpstreamError) -> Response:
    """`response` with the time that Kratos asks to wait, if it names one."""
    for name, value in error.headers.items():
        if name.lower() == "retry-after":
            response.headers["Retry-After"] = value
    return response


def _bad_gateway(error: UpstreamError) -> Response:
    return status_page(502, "bad_gateway", {"retry": _retry()})


TABLE: dict[type[UpstreamError], Row] = {
    FlowGone: Row(_again("expired"), 410),
    FlowNotFound: Row(_again("unknown")),
    NotAnId: Row(_explain, 404),
    IdentityMismatch: Row(_again("identity")),
    CsrfViolation: Row(_again("csrf"), 403),
    NotSignedIn: Row(_sign_in, 401),
    Aal2Required: Row(_move),
    RefreshRequired: Row(_move),
    LocationChangeRequired: Row(_move),
    AlreadySignedIn: Row(_home, 400),
    ReturnToForbidden: Row(_explain),
    FlowDisabled: Row(_explain),
    KratosRejected: Row(_explain),
    Unavailable: Row(_unavailable, 503),
    ProtocolError: Row(_bad_gateway, 502),
}


def row_for(error: UpstreamError) -> Row:
    """Return the row of `error`'s class; a class without one is explained like any other refusal."""
    return TABLE.get(type(error), TABLE[KratosRejected])


def install(app: Flask) -> None:
    """Register the handlers of every exception that a view may let pass."""
    app.register_error_handler(UpstreamError, _page)
    app.register_error_handler(CookiesBlocked, _cookies_blocked)
    app.register_error_handler(Circles, _circles)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def _page(error: UpstreamError) -> Response:
    try:
        return row_for(error).page(error)
    except Circles as circles:
        return _circles(circles)


def _cookies_blocked(error: Exception) -> Response:
    ui().meter.circle("no_cookies")
    return status_page(400, "cookies_blocked", {"retry": _retry()})


def _circles(error: Circles) -> Response:
    ui().meter.circle(error.reason)
    misled.cookies_lost(error.reason)
    response = status_page(500, "circles", {"retry": _retry()})
    response.delete_cookie(restart.COOKIE, path=request.script_root or "/", httponly=True, samesite="Lax")
    return response


def _http(error: HTTPException) -> Response:
    kinds = {404: "not_found", 405: "not_allowed", 502: "bad_gateway", 503: "unavailable"}
    status = error.code or 500
    if status == 500:
        return _failed(error)
    if status < 400 or error.response is not None:
        return cast(Response, error.get_response())
    if request_ctx.url_adapter is None:
        # a `Host` that is none: the page's links need no host, but an adapter
        request_ctx.url_adapter = current_app.url_map.bind("localhost", script_name=request.script_root)
    response = status_page(status, kinds.get(status, "bad_request"), ways_out())
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _failed(error: Exception) -> Response:
    request_id = state().request_id
    log.exception("request %s failed", request_id)
    try:
        return status_page(500, "failed", ways_out())
    except Exception:  # a theme whose layout fails takes its own error page down too
        log.exception("request %s: the error page failed too", request_id)
        text = f"Something went wrong on our side. Try again in a minute. Request: {request_id}"
        return Response(text, 500, mimetype="text/plain")


def ways_out() -> dict[str, str]:
    """Links that lead on from any page where nothing else does."""
    return {"login": url_for("login.page"), "home": url_for("welcome.page")}


def _retry() -> str:
    """Return this page's own address, relative: the same flow if there is one, without our own `restart`."""
    kind = flow_kind()
    if kind and not request.args.get("flow"):
        return restart.page_url(kind, request.args.to_dict())
    return f"{request.script_root}{request.full_path}".rstrip("?")
