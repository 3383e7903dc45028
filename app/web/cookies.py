"""This UI's own cookies: whether they are `Secure`, and the one that keeps a language."""

from __future__ import annotations

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from ..config import Config
from ..current import config
from ..i18n import locale

YEAR = 365 * 24 * 3600
"""Seconds that a picked language is kept."""
HOUR = 3600
"""Seconds that a client's wish is kept: as long as a sign-in takes."""


def secure_cookies() -> bool:
    """`Secure` unless we run on plain http: browsers reach us, or at least Kratos, by https."""
    return are_secure(config(), request.is_secure)


def are_secure(config: Config, https: bool) -> bool:
    """Return whether they are for a request that came by `https`, or not."""
    https = https or config.kratos_browser_url.startswith("https:")
    return https and not config.dangerously_disable_secure_csrf_cookies


def keep_language(response: Response) -> Response:
    """`after_request`: a language that was picked by a link is kept for a year, a client's wish for an hour.

    Links to pick one stand on pages, on that of an error as well, and lead to pages, by a detour or not.
    """
    if request.method == "GET" and response.mimetype == "text/html":
        found = ((locale.COOKIE, locale.picked(), YEAR), (locale.ASKED, locale.asked(), HOUR))
        for name, chosen, seconds in found:
            if chosen:
                response.set_cookie(
                    name, chosen, max_age=seconds, path=request.script_root or "/",
                    httponly=True, samesite="Lax", secure=secure_cookies(),
                )  # fmt: skip
    return response


class SessionInterface(SecureCookieSessionInterface):
    """Flask's signed cookie, `Secure` by the request."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the cookie; without one, which is most pages, nothing has to be set up to check a signature."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def get_cookie_secure(self, app: Flask) -> bool:
        """See `secure_cookies`."""
        return secure_cookies()
