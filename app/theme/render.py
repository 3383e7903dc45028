"""A page's context → HTML. Every page, live or preview, is made here."""

from __future__ import annotations

from dataclasses import fields
from threading import BoundedSemaphore

from flask import current_app

from app.i18n.domains import one_language
from app.theme.contract import PageContext

AT_ONCE = 2
"""Pages in the making. An interpreter runs one thread at a time: 64 that ask for the same templates at once, as when
Kratos answers after a pause, hinder each other at every lock and file, and the last page comes seconds later."""

_places = BoundedSemaphore(AT_ONCE)


def render(template: str, context: PageContext) -> str:
    """HTML of `template` ("pages/login.html"), whose variables are exactly the fields of `context`."""
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    with _places, one_language():
        return current_app.jinja_env.get_template(template).render(values)
