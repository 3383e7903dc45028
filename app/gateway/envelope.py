"""The one form of every answer: `{"success": true, "data"}` or `{"success": false, "error", "details"}`."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import HTTPException

from ..current import state
from ..kratos.errors import KratosError, NotSignedIn
from ..upstream.errors import ProtocolError, Unavailable, UpstreamError
from ..upstream.values import JSON
from ..web.errors import row_for

log = logging.getLogger("kratos_ui.gateway")

INVALID_SESSION = "Invalid session"
_OURS = {
    Unavailable: "The sign-in service does not answer. Please try again in a moment.",
    ProtocolError: "The sign-in service gave an answer that could not be understood.",
}  # Kratos' own words would name hosts and web hooks


class Refused(Exception):
    """A request that the gateway answers itself, with this status, text and details."""

    def __init__(self, status: int, error: str, **details: JSON) -> None:
        super().__init__(error)
        self.status, self.error, self.details = status, error, details


def success(data: JSON = None, status: int = 200, step: JSON = None) -> Response:
    """`{"success": true, "data": data, "step": step}`; None: no `data`, no `step`."""
    told = {name: value for name, value in (("data", data), ("step", step)) if value is not None}
    response = jsonify({"success": True, **told})
    response.status_code = status
    return response


def failure(status: int, error: str, details: Mapping[str, JSON] | None = None) -> Response:
    """`{"success": false, "error": error}`, with those of `details` that say something."""
    told = {key: value for key, value in (details or {}).items() if value not in (None, "", [], {})}
    response = jsonify({"success": False, "error": error, **({"details": told} if told else {})})
    response.status_code = status
    return response


def json_blueprint(name: str, import_name: str, url_prefix: str) -> Blueprint:
    """Return a blueprint whose views may raise anything: it becomes an envelope."""
    bp = Blueprint(name, import_name, url_prefix=url_prefix)
    bp.register_error_handler(Refused, lambda error: failure(error.status, error.error, error.details))
    bp.register_error_handler(UpstreamError, of_kratos)
    bp.register_error_handler(HTTPException, of_http)
    bp.register_error_handler(Exception, _failed)
    return bp


def of_kratos(error: UpstreamError) -> Response:
    """Kratos' refusal: its status, its reason, its id and where it sends the browser."""
    status = row_for(error).gateway or (error.status if 400 <= error.status < 600 else 502)
    text = _OURS.get(type(error)) or error.reason or error.message
    fallback = INVALID_SESSION if isinstance(error, NotSignedIn) else f"Kratos refused this ({status})."
    leads = error if isinstance(error, KratosError) else KratosError()
    response = failure(status, text or fallback, {
        "id": error.id,
        "redirect_browser_to": leads.redirect_browser_to,
        "use_flow_id": leads.use_flow_id,
        "return_to": leads.return_to,
        "continue_with": leads.details.get("continue_with"),
    })  # fmt: skip
    if isinstance(error, Unavailable):
        response.headers["Retry-After"] = "5"
    pass_on(response, error.headers)
    return response


def of_http(error: HTTPException) -> Response:
    """Answer what Flask refuses: unknown path, wrong method, too large."""
    status = error.code or 500
    if status < 400:
        return Response(error.get_body(), status, error.get_headers())
    response = failure(status, error.description or error.name)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _failed(error: Exception) -> Response:
    log.exception("request %s failed", state().request_id)
    return failure(500, "The gateway failed.", {"request_id": state().request_id})


def pass_on(response: Response, headers: Mapping[str, str]) -> None:
    """Kratos' `Retry-After` and rate-limit headers go out with `response`."""
    for name, value in headers.items():
        if name.lower() != "location":
            response.headers[name] = value
