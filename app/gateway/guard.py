"""What every request to the gateway passes before its view: who may call from where, and with what.

A browser sends the session cookie along whoever asked it to; it names the asker in `Origin` and
`Sec-Fetch-Site`, which no script can change, and asks first (preflight) before it posts JSON across origins.
"""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from ..config import Config
from ..current import state
from ..limits import GATEWAY_BODY_BYTES
from ..upstream import addresses
from .envelope import failure, of_http, pass_on

_METHODS = "GET, POST"
_HEADERS = "Authorization, Content-Type, X-Session-Token"
_EXPOSED = (
    "Retry-After, RateLimit, RateLimit-Policy, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
)


def install(app: Flask, config: Config) -> None:
    """Register both hooks. They see all requests, as a path without a view belongs to no blueprint."""
    api = ("/api",) if config.gateway_enabled else ()

    @app.before_request
    def check() -> Response | None:
        if not _ours(*api, "/internal/auth"):
            return None
        request.max_content_length = GATEWAY_BODY_BYTES
        if _ours(*api) and (refused := _refusal(config)):
            return refused
        if isinstance(request.routing_exception, HTTPException):
            return of_http(request.routing_exception)
        if request.method == "POST" and request.mimetype != "application/json":
            return failure(415, "Send JSON, with Content-Type: application/json.")
        return None

    @app.after_request
    def add(response: Response) -> Response:
        if _ours(*api):
            pass_on(response, state().client_headers)
            _allow(config, response)
        return response


def _ours(*prefixes: str) -> bool:
    return any(request.path == prefix or request.path.startswith(f"{prefix}/") for prefix in prefixes)


def _refusal(config: Config) -> Response | None:
    """Return the answer to a preflight, or to a request from where none may come; None lets it pass."""
    preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
    if not _may_call(config):
        return failure(403, "Requests from this origin are not allowed.")
    return Response(status=204) if preflight else None


def _may_call(config: Config) -> bool:
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin in config.gateway_origins:
        return True
    if request.method in ("GET", "HEAD") and request.headers.get("Sec-Fetch-Mode") == "navigate":
        return True  # somebody follows a link: it changes nothing, and sign-out has its own token
    if site:
        return site in ("same-origin", "none")
    return origin is None or addresses.split(origin).netloc == request.host  # without both it is no browser


def _allow(config: Config, response: Response) -> None:
    """CORS, with credentials, for the listed origins; others get no such header at all."""
    if not config.gateway_origins:
        return
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if origin not in config.gateway_origins:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Allow-Credentials"] = "true"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = _METHODS
        response.headers["Access-Control-Allow-Headers"] = _HEADERS
        response.headers["Access-Control-Max-Age"] = "600"
    else:
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
