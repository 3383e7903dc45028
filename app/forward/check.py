"""`/session/check`: 200 with headers that tell who it is; else 401 or 403 with where to go, or the way there at once.

What is asked for stands in the query (`aal=aal2`, `verified=true`, `redirect=true`). Envoy puts the visitor's own
path and query behind the path it asks at; there it stands in a part of the path, and no query is read:
`/session/check/aal2,verified/orders?id=7`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self, cast
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, redirect, request

from ..current import config, ui
from ..kratos.errors import Aal2Required, NotSignedIn
from ..kratos.session import Session
from ..kratos.types import FlowKind
from ..kratos.urls import init_url
from ..upstream.errors import ProtocolError, UpstreamError
from ..web.kratos import has_session_cookie, kratos, kratos_cookies
from ..web.session import is_a_visit
from . import back, identity

bp = Blueprint("forward_auth", __name__, url_prefix="/session/check")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_QUERY = {"aal": {"aal1": False, "aal2": True}} | dict.fromkeys(
    ("verified", "redirect"), {"true": True, "false": False}
)
_WORDS = ("session", "aal2", "verified", "redirect")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a proxy asks for."""

    aal2: bool = False
    verified: bool = False
    redirect: bool | None = None  # None: as seems right

    @classmethod
    def of_query(cls) -> Self | None:
        """Return what the query says; None if a part of it says nothing: a slip must not open anything."""
        found: dict[str, bool] = {}
        for name, value in request.args.items(multi=True):
            if name in found or value not in _QUERY.get(name, {}):
                return None
            found[name] = _QUERY[name][value]
        return cls(found.get("aal", False), found.get("verified", False), found.get("redirect"))

    @classmethod
    def of_words(cls, text: str) -> Self | None:
        """Return what a part of the path says, `session` for no more than that; None for other words."""
        words = text.split(",")
        if len(set(words)) != len(words) or not set(words) <= set(_WORDS):
            return None
        return cls("aal2" in words, "verified" in words, True if "redirect" in words else None)


@bp.route("", methods=_METHODS)
def check() -> Response:
    """Answer a proxy that asks at an address of its own choice: nginx, Traefik, Caddy."""
    passes_on = "X-Forwarded-Uri" in request.headers and "X-Original-URL" not in request.headers
    return _answer(Wanted.of_query(), "", passes_on)


@bp.route("/<path:asked>", methods=_METHODS, merge_slashes=False)
def check_path(asked: str) -> Response:
    """Answer a proxy that puts the visitor's address behind ours: Envoy."""
    words, _, rest = asked.partition("/")
    query = request.query_string.decode("latin-1")
    scheme = request.headers.get("X-Forwarded-Proto", request.scheme)
    address = f"{scheme}://{request.host}/{quote(rest)}" + (f"?{query}" if query else "")
    return _answer(Wanted.of_words(words), address, passes_on=True)


def _answer(wanted: Wanted | None, otherwise: str, passes_on: bool) -> Response:
    """`passes_on`: the proxy gives our answer to the visitor, who can so be led on."""
    if wanted is None:
        return _error(400, "unknown_requirement")
    to = {"return_to": back.return_to(request.headers, otherwise, config().forward_auth_hosts)}
    led = wanted.redirect if wanted.redirect is not None else passes_on and is_a_visit()
    try:
        session = _session()
    except NotSignedIn:
        return _denied(401, "session_inactive", "login", to, led)
    except Aal2Required:
        return _step_up(to, led)
    except UpstreamError as error:
        return _error(502 if isinstance(error, ProtocolError) else 503, "no_answer")
    if wanted.aal2 and session.aal < "aal2":
        return _step_up(to, led)
    if wanted.verified and not session.identity.verified:
        return _denied(403, "session_verified_address_required", "verification", to, led)
    told = identity.headers(session, config().forward_auth_headers)
    return Response(status=200, headers=told, mimetype="text/plain")


def _session() -> Session:
    kept = ui().forwarded
    if kept is None or not has_session_cookie():
        raise NotSignedIn(status=401)
    cookies = kratos_cookies()
    return kept.get(cookies, lambda: kratos().whoami(cookies).value)


def _step_up(to: Mapping[str, str], led: bool) -> Response:
    return _denied(401, "session_aal2_required", "login", {"aal": "aal2", **to}, led)


def _denied(status: int, error_id: str, kind: FlowKind, params: Mapping[str, str], led: bool) -> Response:
    """Lead to the flow that helps, or say where that is: nginx can pass nothing but 401 and 403 on."""
    address = init_url(config().kratos_browser_url, kind, params)
    if led:
        return cast(Response, redirect(address, 302))
    response = _error(status, error_id)
    response.headers["Location"] = address
    return response


def _error(status: int, error_id: str) -> Response:
    response = jsonify(error={"code": status, "id": error_id})
    response.status_code = status
    return response
