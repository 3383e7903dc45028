"""A page's context → HTML. Every page, live or preview, is made here."""

from __future__ import annotations

from dataclasses import fields
from threading import BoundedSemaphore

from flask import current_app

from ..i18n.domains import locale, one_language
from ..i18n.parts import tagged
from ..limits import PAGES_AT_ONCE
from .contract import PageContext

_places = BoundedSemaphore(PAGES_AT_ONCE)


def render(template: str, context: PageContext) -> str:
    """HTML of `template` ("pages/login.html"), whose variables are exactly the fields of `context`."""
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    with _places, one_language():
        page = current_app.jinja_env.get_template(template).render(values)
        return tagged(page, rtl=locale().text_direction == "rtl")
