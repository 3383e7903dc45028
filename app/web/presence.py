"""A mark in the browser that somebody was signed in here, to tell afterwards what became of it.

Kratos does not: after a sign-out, and where Settings were sent with a session that has ended, the browser arrives at a
bare sign-in page. The mark is a digest of Kratos' CSRF cookie, which a sign-out renews, and a session's end does not.
"""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import urlsplit

from flask import Response, request, url_for
from werkzeug.http import dump_cookie

from ..current import state
from .cookies import secure_cookies
from .kratos import has_session_cookie, kratos_cookies

COOKIE = "kratos_ui_signed_in"


def seen() -> None:
    """Note that this request's page is for somebody who is signed in."""
    state().signed_in_here = True


def keep(response: Response) -> Response:
    """`after_request`: leaves the mark on pages of somebody who is signed in, and takes it away when all is told."""
    path = request.script_root or "/"
    if state().signed_in_here and request.cookies.get(COOKIE) != _stamp():
        response.headers.add("Set-Cookie", mark(_stamp(), path, secure_cookies()))
    elif state().all_is_told and marked():
        response.delete_cookie(COOKIE, path=path, httponly=True, samesite="Lax")
    return response


def forget() -> None:
    """Note that this request's page tells what became of it."""
    state().all_is_told = True


def news() -> str:
    """Return what a page for visitors has to tell, as one of `restart.REASONS`; "" for nothing."""
    if not marked():
        return ""
    if signed_out():
        return "out"
    return "ended" if lost() or has_session_cookie() else ""


def marked() -> bool:
    """Whether somebody was signed in here, and has not been told of its end."""
    return COOKIE in request.cookies


def lost() -> bool:
    """Whether the session's cookie has run out: nobody signed out, nobody else signed in."""
    return marked() and not has_session_cookie() and request.cookies[COOKIE] == _stamp()


def signed_out() -> bool:
    """Whether somebody has signed out here, and was led to this page by that."""
    return marked() and not has_session_cookie() and not lost() and _led_here()


def sent_settings() -> bool:
    """Whether a form of Settings led here, for whoever is not signed in any more.

    Across origins, and Kratos' port is another one, browsers name but the origin of the page they come from.
    """
    return marked() and _led_here("", "/", url_for("settings.page"))


def _led_here(*paths: str) -> bool:
    """Whether one of our pages (with one of `paths`) led here, and nobody typed the address; no, if nothing tells."""
    if not request.referrer:  # a proxy may have made our policy stricter
        return request.headers.get("Sec-Fetch-Site", "none") != "none"
    try:
        origin = urlsplit(request.referrer)
    except ValueError:
        return False
    return origin.netloc == request.host and (not paths or origin.path in paths)


def _stamp() -> str:
    return stamp(kratos_cookies())


def mark(stamp: str, path: str, secure: bool) -> str:
    """Return the `Set-Cookie` that leaves `stamp` in a browser."""
    return dump_cookie(COOKIE, stamp, path=path, httponly=True, samesite="Lax", secure=secure)


def stamp(cookies: str) -> str:
    """Return the mark for a browser with these `cookies` of Kratos."""
    csrf = [pair for pair in cookies.split("; ") if pair.startswith("csrf_token_")]
    return sha256("; ".join(sorted(csrf)).encode(errors="replace")).hexdigest()[:16]
