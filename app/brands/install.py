"""Puts the front before an application."""

from __future__ import annotations

from typing import cast

from flask import Flask

from ..current import ui
from .front import Front
from .shelf import Make, Shelf

NAME = "kratos_ui.brands"
"""Of the shelf in `app.extensions`."""


def install(app: Flask, make: Make) -> None:
    """Let `app` serve the brands of `THEMES`, each by an application that `make` gives.

    Raises:
        ConfigError: the file, or a brand, can't be used.
    """
    path = ui(app).config.themes
    if path is None:
        return
    shelf = app.extensions[NAME] = Shelf(path, app, make)
    app.wsgi_app = Front(shelf, app.wsgi_app)  # type: ignore[method-assign]


def shelf_of(app: Flask) -> Shelf | None:
    """Return the brands of `app`; None if it has none."""
    return cast(Shelf | None, app.extensions.get(NAME))
