"""Kratos' session token: where it comes in, and the cookie that carries it.

Kratos' API flows return a token and set no cookie, refuse a submit that brings one, and take no token from
one. So the gateway keeps the token in a cookie of its own, on a path of its own: the pages' real Kratos
session has the same name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Response, request
from werkzeug.http import dump_cookie

from ..current import config
from ..upstream import values
from ..upstream.values import JSON
from ..web.cookies import secure_cookies

COOKIE = "ory_kratos_session"
PREFIX = "ory_st_"  # how Kratos' session tokens begin; its session cookies never do
_DEFAULT_PATH = "/api"
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{1,512}")
_HANDS_OVER = "set_ory_session_token"


def presented() -> str:
    """Return the token of this request: `X-Session-Token`, else `Authorization: Bearer`, else the cookie."""
    return header_token() or from_cookie()


def header_token() -> str:
    """Return the token that a scripted client sends as a header; "" without, or if it can't be one."""
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    token = request.headers.get("X-Session-Token") or (bearer if kind.lower() == "bearer" else "")
    return token if _TOKEN.fullmatch(token) else ""


def from_cookie() -> str:
    """Return the token that the gateway's own cookie holds; "" without."""
    found = (value for value in request.cookies.getlist(COOKIE) if value.startswith(PREFIX))
    return next((value for value in found if _TOKEN.fullmatch(value)), "")


def issued(body: Mapping[str, JSON]) -> str:
    """Return the session token in an answer of Kratos; "" if there is none."""
    handed = (values.text(each.get("ory_session_token")) for each in _steps(body))
    return values.text(body.get("session_token")) or next(filter(None, handed), "")


def without_tokens(body: Mapping[str, JSON]) -> dict[str, JSON]:
    """`body` without its session tokens: scripts of a page have no use for what the cookie holds."""
    kept = {key: value for key, value in body.items() if key != "session_token"}
    if isinstance(body.get("continue_with"), list):
        kept["continue_with"] = [each for each in _steps(body) if each.get("action") != _HANDS_OVER]
    return kept


def _steps(body: Mapping[str, JSON]) -> list[Mapping[str, JSON]]:
    return [values.mapping(each) for each in values.items(body.get("continue_with"))]


def mint(response: Response, token: str, body: Mapping[str, JSON]) -> None:
    """`response` sets the cookie that holds `token`, for as long as the session in `body` lasts."""
    expires = values.time(values.mapping(body.get("session")).get("expires_at"))
    lasts = int((expires - datetime.now(UTC)).total_seconds()) if expires else None
    response.set_cookie(
        COOKIE, token, max_age=lasts, path=path(), httponly=True, samesite="Lax", secure=secure_cookies()
    )


def removal() -> str:
    """Return the `Set-Cookie` that removes our cookie; a Kratos session on another path stays."""
    return dump_cookie(
        COOKIE, max_age=0, expires=0, path=path(), httponly=True, samesite="Lax", secure=secure_cookies()
    )


def path() -> str:
    """Path of the cookie as browsers see it: `GATEWAY_COOKIE_PATH`; its default lies below `BASE_PATH`."""
    if config().gateway_cookie_path == _DEFAULT_PATH:
        return f"{config().base_path}{_DEFAULT_PATH}"
    return config().gateway_cookie_path
