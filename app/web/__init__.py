"""Between Flask and Kratos: the generic flow page, responses to errors, headers, cookies back."""

from __future__ import annotations

from flask import Flask, Response

from ..config import Config
from ..limits import PAGE_BODY_BYTES


def install(app: Flask, config: Config) -> None:
    """Register what every request passes."""
    from . import compress, cookies, csrf, errors, headers, observed, presence, relay

    app.config["MAX_CONTENT_LENGTH"] = PAGE_BODY_BYTES  # the check of a form's token reads it before any view
    headers.install(app, config)  # before csrf, whose refusal is a page with a nonce, too
    csrf.install(app, config)
    errors.install(app)

    @app.after_request
    def finish(response: Response) -> Response:
        for step in (
            relay.append_cookies,
            cookies.keep_language,
            presence.keep,
            headers.add,
            compress.packed,
            observed.name,
        ):
            response = step(response)
        return response
