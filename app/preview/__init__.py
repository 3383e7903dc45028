"""The gallery: every page in every recorded state, made by the functions that the pages themselves use."""

from __future__ import annotations

from flask import Flask


def install(app: Flask) -> None:
    """Register `/preview`."""
    from . import page

    app.register_blueprint(page.bp)
