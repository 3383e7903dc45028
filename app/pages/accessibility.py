"""`/accessibility`: which criteria of WCAG the tests prove. `make statement` writes down what they proved, and when."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from babel.lists import format_list
from flask import Blueprint, Response

from ..i18n.domains import locale
from ..theme.contract import AccessibilityContext
from ..web.page import shared, show
from .wcag import TITLES

bp = Blueprint("accessibility", __name__)


@bp.get("/accessibility", endpoint="page")
def page() -> Response:
    """Show the statement."""
    return show("pages/accessibility.html", accessibility_context())


def accessibility_context() -> AccessibilityContext:
    """Return what the page shows."""
    found = _proven()
    return AccessibilityContext(
        **shared(),
        links={},
        criteria=tuple(found["criteria"]),
        titles=TITLES,
        browsers=str(format_list(found["browsers"], locale=locale())),
        date=found["date"],
        version=found["version"],
    )


@cache
def _proven() -> dict[str, Any]:
    text = files(__package__).joinpath("accessibility.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
