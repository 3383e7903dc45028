"""A page's context → a response: the fields that every page shares, and the rendering."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import quote, urlencode

from babel import Locale
from flask import Response, current_app, request
from flask_babel import get_locale

from app.current import state, ui
from app.i18n.locale import parse
from app.theme.contract import Brand, Language, PageContext, StatusPageContext
from app.theme.render import render


class Shared(TypedDict):
    """The fields of `PageContext` that follow from the request alone."""

    brand: Brand
    language: Language
    languages: tuple[Language, ...]


def shared() -> Shared:
    """Return what every page says of the product and of its languages."""
    return {
        "brand": ui().brand,
        "language": _language(get_locale() or Locale("en")),
        "languages": tuple(_language(locale) for name in ui().locales if (locale := parse(name))),
    }


def _language(locale: Locale) -> Language:
    code = str(locale).replace("_", "-")
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in ("lang", "restart")]
    # quoted: "/\\elsewhere" would be another host
    url = f"{quote(request.script_root + request.path)}?{urlencode([*kept, ('lang', code)])}"
    return Language(code=code, name=_own_name(locale), dir=locale.text_direction, url=url)


def _own_name(locale: Locale) -> str:
    name = locale.get_display_name(locale) or str(locale)
    return name[:1].upper() + name[1:]


def show(template: str, context: PageContext, status: int = 200) -> Response:
    """Return the page `template` with `context`; its flow, or that it has none, is what the page's policy follows."""
    state().flow = getattr(context, "flow", None)
    html = render(template, context).encode(errors="replace")  # JSON may hold half a surrogate pair
    return current_app.response_class(html, status=status, mimetype="text/html")


def status_page(status: int, kind: str, links: dict[str, str]) -> Response:
    """Return a page that needs nothing from Kratos; `kind` as in `StatusPageContext`."""
    return show("pages/status.html", status_context(status, kind, links), status)


def status_context(status: int, kind: str, links: dict[str, str]) -> StatusPageContext:
    """Return what such a page shows."""
    return StatusPageContext(**shared(), links=links, status=status, kind=kind, request_id=state().request_id)
