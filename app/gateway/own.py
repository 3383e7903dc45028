"""`protect(app)`: a Flask application of your own knows who its visitors are."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import cast

from flask import Flask, Response, redirect, request

from .. import current
from ..config import Config
from ..kratos.errors import Aal2Required, NotSignedIn
from ..kratos.urls import init_url
from ..upstream.errors import UpstreamError
from ..web import relay
from ..web.kratos import new_client
from ..web.session import is_a_visit
from .envelope import of_kratos

SETTINGS = (
    "KRATOS_PUBLIC_URL", "ORY_SDK_URL", "KRATOS_BROWSER_URL", "KRATOS_COOKIES", "KRATOS_TIMEOUT", "KRATOS_CA_BUNDLE",
)  # fmt: skip
"""What is read of the environment: all else there is the application's own."""
log = logging.getLogger("kratos_ui.gateway")
_SENT = "kratos_ui_sent"
_CIRCLES = 5  # times that somebody was sent to sign in, with not more between two of them than
_SECONDS = 20
_NO_WAY = (
    "Signing in led here again and again, without a session. Please tell the people who run this application."
)


def protect(app: Flask, variables: Mapping[str, str] | None = None) -> None:
    """Let views of `app` use `session_required` and `current_session`.

    Visitors without a session are led to sign in, and back; scripts get a 401 of JSON, and all a 503 while Kratos
    does not answer. The application's host must get Kratos' cookies, and Kratos must let people return to it
    (`selfservice.allowed_return_urls`).

    Args:
        app: any application; proxies' headers are its own affair (`ProxyFix`).
        variables: `SETTINGS` by name, in place of the environment's.

    Raises:
        ConfigError: `KRATOS_PUBLIC_URL` is missing, or a setting can't be used.
    """
    given = os.environ if variables is None else variables
    config = Config.from_env({name: given[name] for name in SETTINGS if name in given})
    current.install(app, current.Core(config=config, kratos=new_client(config)))
    app.register_error_handler(NotSignedIn, _sign_in)
    app.register_error_handler(Aal2Required, _second_step)
    app.register_error_handler(UpstreamError, of_kratos)
    app.after_request(relay.append_cookies)
    app.after_request(_for_one_person)


def _sign_in(error: NotSignedIn) -> Response:
    return _lead({}) if is_a_visit() else of_kratos(error)


def _second_step(error: Aal2Required) -> Response:
    return _lead({"aal": "aal2"}) if is_a_visit() else of_kratos(error)


def _lead(params: Mapping[str, str]) -> Response:
    """Send a visitor to sign in, and back: after a form, which is lost, to the page that held it.

    Who comes back without a session again and again would go in circles for ever.
    """
    sent = request.cookies.get(_SENT, "")
    if len(sent) >= _CIRCLES:
        log.error(
            "Kratos' session does not reach %s: see cookies.domain, and `kratos-ui doctor --app`",
            request.host,
        )
        return Response(_NO_WAY, 503, mimetype="text/plain", headers={"Cache-Control": "no-store"})
    here = request.url if request.method in ("GET", "HEAD") else request.referrer or request.url_root
    address = init_url(current.config().kratos_browser_url, "login", {**params, "return_to": here})
    response = cast(Response, redirect(address, 303))
    response.set_cookie(
        _SENT, f"{sent}1", max_age=_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return response


def _for_one_person(response: Response) -> Response:
    """No cache in between may give what was made for one person to another."""
    if current.state().client_session is not None:
        response.vary.add("Cookie")
        response.headers.setdefault("Cache-Control", "private, no-store")
    return response
