"""One blueprint for each page."""

from __future__ import annotations

from flask import Flask

from app.config import Config


def install(app: Flask, config: Config) -> None:
    """Registers the pages that `config` asks for."""
    from app.pages import (
        error,
        health,
        login,
        logout,
        recovery,
        registration,
        settings,
        verification,
        welcome,
    )

    for page in (login, registration, recovery, verification, settings, error, welcome, logout, health):
        app.register_blueprint(page.bp)
    if config.preview_enabled:
        from app.pages import preview

        app.register_blueprint(preview.bp)
