"""Between Flask and Kratos: the generic flow page, responses to errors, headers, cookies back."""

from __future__ import annotations

from flask import Flask

from app.config import Config


def install(app: Flask, config: Config) -> None:
    """Registers what every request passes; the order of the `after_request` hooks does not matter."""
    from app.web import csrf, errors, headers, kratos, relay, static

    kratos.install(app, config)
    headers.install(app, config)  # before csrf, whose refusal is a page with a nonce, too
    csrf.install(app, config)
    errors.install(app)
    app.after_request(relay.append_cookies)
    static.install(app, config)
