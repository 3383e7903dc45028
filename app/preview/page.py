"""`/preview`: the list of all pages, and each of them."""

from __future__ import annotations

from dataclasses import fields, replace
from pprint import pformat

from flask import Blueprint, Response, abort, request, url_for

from ..theme.contract import PageContext, PreviewContext
from ..web.page import shared, show
from .exhibits import Exhibit, exhibits

bp = Blueprint("preview", __name__)


@bp.get("/preview")
def index() -> Response:
    """List all pages."""
    rows = [
        (each.section, each.name, url_for("preview.page", name=each.name)) for each in exhibits().values()
    ]
    return show("pages/preview.html", PreviewContext(**shared(), links={}, exhibits=tuple(rows)))


@bp.get("/preview/<path:name>", endpoint="page")
def page(name: str) -> Response:
    """One page."""
    return answer(exhibits().get(name) or abort(404))


def answer(exhibit: Exhibit) -> Response:
    """Return its page, as the query asks for it.

    `_context=1`: the variables that its template gets; `_dir=rtl`: right to left, whatever the language;
    `_scheme=dark`: in these colours, whatever the browser.
    """
    context = _turned(exhibit.context())
    if request.args.get("_context"):
        return Response(_printed(context), mimetype="text/plain")
    return show(exhibit.template, context)


def _turned(context: PageContext) -> PageContext:
    language, brand = context.language, context.brand
    if (direction := request.args.get("_dir")) in ("ltr", "rtl"):
        language = replace(language, dir=direction)
    if (scheme := request.args.get("_scheme")) in ("light", "dark"):
        brand = replace(brand, scheme=scheme)
    return replace(context, language=language, brand=brand)


def _printed(context: PageContext) -> str:
    parts = (f"{each.name} = {pformat(getattr(context, each.name), width=110)}" for each in fields(context))
    return "\n\n".join(parts)
