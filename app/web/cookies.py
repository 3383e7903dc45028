"""This UI's own cookies: whether they are `Secure`."""

from __future__ import annotations

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface

from app.web.kratos import settings


def secure_cookies() -> bool:
    """`Secure` unless we run on plain http: browsers reach us, or at least Kratos, by https."""
    config = settings()
    https = request.is_secure or config.kratos_browser_url.startswith("https:")
    return https and not config.dangerously_disable_secure_csrf_cookies


class SessionInterface(SecureCookieSessionInterface):
    """Flask's signed cookie, `Secure` by the request."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """See `secure_cookies`."""
        return secure_cookies()
