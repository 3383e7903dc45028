"""A page's context → a response: the fields that every page shares, and the rendering."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import quote, urlencode

from babel import Locale
from flask import Response, current_app, request, url_for
from flask_babel import get_locale

from ..current import state, ui
from ..i18n.locale import own_name, parse
from ..limits import LISTED_LANGUAGES
from ..theme.contract import Brand, Language, PageContext, StatusPageContext
from ..theme.render import render


class Shared(TypedDict):
    """The fields of `PageContext` that follow from the request alone."""

    brand: Brand
    language: Language
    languages: tuple[Language, ...]
    all_languages: str
    accessibility: str


def shared() -> Shared:
    """Return what every page says of the product and of its languages."""
    here, names = _here(), ui().locales
    listed = names if len(names) <= LISTED_LANGUAGES else ()
    return {
        "brand": ui().brand,
        "language": language_of(get_locale() or Locale("en"), here),
        "languages": tuple(language_of(locale, here) for name in listed if (locale := parse(name))),
        "all_languages": "" if listed else f"{url_for('languages.page')}?{urlencode({'back': here})}",
        "accessibility": url_for("accessibility.page") if ui().theme.accessibility else "",
    }


def _here() -> str:
    """Return path and query of this page, without what was for one visit."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in ("lang", "restart")]
    query = urlencode([*kept])
    # quoted: "/\\elsewhere" would be another host
    return quote(request.script_root + request.path) + (f"?{query}" if query else "")


def language_of(locale: Locale, back: str) -> Language:
    """Return a language to choose. `back`: path and query of the page to show in it."""
    code = str(locale).replace("_", "-")
    url = f"{back}{'&' if '?' in back else '?'}lang={code}"
    return Language(code=code, name=own_name(locale), dir=locale.text_direction, url=url)


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
