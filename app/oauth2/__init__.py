"""The pages that Hydra sends browsers to, and what they share. Only with `HYDRA_ADMIN_URL`."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register `/consent` and `/logout/oauth2`."""
    from . import consent, logout

    app.register_blueprint(consent.bp)
    app.register_blueprint(logout.bp)
