"""Between Flask and Kratos: the generic flow page, responses to errors, headers, cookies back."""

from __future__ import annotations

from flask import Flask

from app.config import Config
from app.limits import PAGE_BODY_BYTES


def install(app: Flask, config: Config) -> None:
    """Register what every request passes; the order of the `after_request` hooks does not matter."""
    from app.web import cookies, csrf, errors, headers, presence, relay

    app.config["MAX_CONTENT_LENGTH"] = PAGE_BODY_BYTES  # the check of a form's token reads it before any view
    headers.install(app, config)  # before csrf, whose refusal is a page with a nonce, too
    csrf.install(app, config)
    errors.install(app)
    app.after_request(relay.append_cookies)
    app.after_request(cookies.keep_language)
    app.after_request(presence.keep)
