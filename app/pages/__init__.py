"""One blueprint for each page."""

from __future__ import annotations

from flask import Flask

from ..current import ui


def install(app: Flask) -> None:
    """Register all of them."""
    from . import (
        accessibility,
        error,
        health,
        languages,
        login,
        logout,
        profile,
        recovery,
        registration,
        sessions,
        settings,
        verification,
        welcome,
    )

    flows = (login, registration, recovery, verification, settings)
    ui(app).flow_pages = {page.PAGE.kind: page.PAGE for page in flows}
    for page in (*flows, profile, error, welcome, sessions, logout, health, languages, accessibility):
        app.register_blueprint(page.bp)
