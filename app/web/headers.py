"""The security and caching headers of every response, and the id that finds a request in the logs."""

from __future__ import annotations

import re
import secrets
import uuid

from flask import Flask, Response, request
from flask_babel import get_locale

from app.config import Config
from app.current import config, state
from app.web.csp import policy_for, serialize

POLICY = "Content-Security-Policy"
NO_PAGE = {
    "X-Content-Type-Options": "nosniff",
    POLICY: "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""For an answer that is no page, should a browser be made to show it as one."""
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def install(app: Flask, config: Config) -> None:
    """Registers both hooks; `config` stays the same for the life of the process."""

    @app.before_request
    def prepare() -> None:
        given = request.headers.get("X-Request-ID", "") if config.trusted_proxies else ""
        state().request_id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        state().csp_nonce = secrets.token_urlsafe(16)

    @app.after_request
    def add(response: Response) -> Response:
        return _add(config, response)


def page_policy() -> str:
    """The policy of the page of this request, as a header has it."""
    here, plain = state(), not request.is_secure
    return serialize(
        policy_for(config(), here.flow, here.csp_nonce, plain_http=plain, targets=here.form_targets)
    )


def _add(config: Config, response: Response) -> Response:
    headers = response.headers
    headers.setdefault("X-Request-ID", state().request_id)
    # stricter values make Chromium post forms with `Origin: null`
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        if POLICY not in headers:
            headers[POLICY] = page_policy()
        headers.setdefault("Content-Language", str(get_locale() or config.default_locale).replace("_", "-"))
        response.vary.update(("Cookie", "Accept-Language"))
    for name, value in NO_PAGE.items():
        headers.setdefault(name, value)
    return response
