"""The security and caching headers of every response, and the id that finds a request in the logs."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request
from flask_babel import get_locale

from ..config import Config
from ..current import config, state
from .csp import policy_for, serialize

POLICY = "Content-Security-Policy"
NO_PAGE = {
    "X-Content-Type-Options": "nosniff",
    POLICY: "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""For an answer that is no page, should a browser be made to show it as one."""
ALWAYS = {
    "Referrer-Policy": "strict-origin-when-cross-origin",  # stricter ones make Chromium post forms with `Origin: null`
}
"""Of every answer."""
VARIES = ("Cookie", "Accept-Language", "Accept-Encoding")
"""What else a page follows from."""
SEEN = "kratos_ui.seen"
"""Where in a request's environment `app.web.observed` keeps its id, and is told what it was."""
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def install(app: Flask, config: Config) -> None:
    """Register what a request begins with; `config` stays the same for the life of the process."""

    @app.before_request
    def prepare() -> None:
        state().request_id = request_id(config, request.environ)
        state().csp_nonce = secrets.token_urlsafe(16)


def request_id(config: Config, environ: Mapping[str, Any]) -> str:
    """Return the id of this request: the one that a proxy gave it, if there is one to trust; else a new one."""
    if seen := environ.get(SEEN):
        return str(seen.request_id)
    given = environ.get("HTTP_X_REQUEST_ID", "") if config.trusted_proxies else ""
    return given if _ID.fullmatch(given) else uuid.uuid4().hex


def page_policy() -> str:
    """Return the policy of the page of this request, as a header has it."""
    here, plain = state(), not request.is_secure
    return serialize(
        policy_for(config(), here.flow, here.csp_nonce, plain_http=plain, targets=here.form_targets)
    )


def add(response: Response) -> Response:
    """`after_request`: the headers that `response` lacks; all at once, as each look-up reads through them all."""
    there = {name.lower() for name, _ in response.headers}
    own = always(state().request_id, hsts(config(), request.is_secure))
    if response.mimetype == "text/html":
        own |= of_a_page(str(get_locale() or config().default_locale), page_policy())
        if "vary" in there:
            response.vary.update(VARIES)
    response.headers.extend((name, value) for name, value in own.items() if name.lower() not in there)
    return response


def hsts(config: Config, https: bool) -> str:
    """Return the value of `Strict-Transport-Security` for a request that came by `https`, or not; "" for none."""
    return config.hsts if https else ""


def always(request_id: str, hsts: str) -> dict[str, str]:
    """Return the headers of any answer."""
    secure = {"Strict-Transport-Security": hsts} if hsts else {}
    return {**NO_PAGE, **ALWAYS, "X-Request-ID": request_id, **secure}


def of_a_page(language: str, policy: str) -> dict[str, str]:
    """Those of a page, in which they take the place of `always`."""
    return {"Content-Language": language.replace("_", "-"), "Vary": ", ".join(VARIES), POLICY: policy}
