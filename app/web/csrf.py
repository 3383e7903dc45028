"""CSRF protection of this UI's own POSTs (Flask-WTF). Kratos' flows carry Kratos' own token."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, session
from flask_wtf.csrf import CSRFError, CSRFProtect

from ..config import Config
from .cookies import SessionInterface

SECRET = 16
"""Characters of one that is not guessed; other UIs' settings come with 8."""
log = logging.getLogger("kratos_ui.web")
csrf = CSRFProtect()
"""For blueprints with a check of their own: `csrf.exempt(blueprint)`."""


def install(app: Flask, config: Config) -> None:
    """Set up the signed cookie and the check of every POST, PUT, PATCH and DELETE."""
    secret = config.cookie_secret
    if not secret:
        secret = secrets.token_urlsafe(32)
        log.warning("COOKIE_SECRET is not set: open forms hold until the next start")
    elif len(secret) < SECRET:
        log.warning(
            "COOKIE_SECRET has fewer than %d characters and may be guessed: openssl rand -hex 32", SECRET
        )
    app.config.update(
        SECRET_KEY=secret,
        WTF_CSRF_SECRET_KEY=config.csrf_cookie_secret or secret,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the cookie, i.e. the browser session
        SESSION_COOKIE_NAME=config.csrf_cookie_name,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH=config.base_path or "/",
    )
    app.session_interface = SessionInterface()
    csrf.init_app(app)


def belongs_to(identity_id: str) -> None:
    """For a page with a form of ours: its token is good for this identity only.

    Who signs in after somebody else in the same browser gets new tokens.
    """
    if session.get("identity") != identity_id:
        session.clear()
        session["identity"] = identity_id


def must_belong_to(identity_id: str) -> None:
    """For the POST of such a form. Raises: CSRFError: the page was made for another identity."""
    if session.get("identity") != identity_id:
        raise CSRFError("The page was made for another account.")
