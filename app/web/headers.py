"""The security and caching headers of every response, and the id that finds a request in the logs."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Container

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
ALWAYS = {
    "Referrer-Policy": "strict-origin-when-cross-origin",  # stricter ones make Chromium post forms with `Origin: null`
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Of every answer."""
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def install(app: Flask, config: Config) -> None:
    """Register what a request begins with; `config` stays the same for the life of the process."""

    @app.before_request
    def prepare() -> None:
        given = request.headers.get("X-Request-ID", "") if config.trusted_proxies else ""
        state().request_id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        state().csp_nonce = secrets.token_urlsafe(16)


def page_policy() -> str:
    """The policy of the page of this request, as a header has it."""
    here, plain = state(), not request.is_secure
    return serialize(
        policy_for(config(), here.flow, here.csp_nonce, plain_http=plain, targets=here.form_targets)
    )


def add(response: Response) -> Response:
    """`after_request`: the headers that `response` lacks; all at once, as each look-up reads through them all."""
    there = {name.lower() for name, _ in response.headers}
    own = {"X-Request-ID": state().request_id, **ALWAYS}
    if request.is_secure:
        own["Strict-Transport-Security"] = "max-age=31536000"
    if response.mimetype == "text/html":
        own |= _of_a_page(response, there)
    own = {**NO_PAGE, **own}
    response.headers.extend((name, value) for name, value in own.items() if name.lower() not in there)
    return response


def _of_a_page(response: Response, there: Container[str]) -> dict[str, str]:
    varies = ("Cookie", "Accept-Language", "Accept-Encoding")
    if "vary" in there:
        response.vary.update(varies)
    language = str(get_locale() or config().default_locale).replace("_", "-")
    policy = {} if POLICY.lower() in there else {POLICY: page_policy()}
    return {"Content-Language": language, "Vary": ", ".join(varies), **policy}
