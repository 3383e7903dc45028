"""`/preview`: the list of all pages, and each of them."""

from __future__ import annotations

from dataclasses import fields
from pprint import pformat

from flask import Blueprint, Response, abort, request, url_for

from app.preview.exhibits import exhibits
from app.theme.contract import PageContext, PreviewContext
from app.web.page import shared, show

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
    """One page; `?_context=1`: the variables that its template gets."""
    exhibit = exhibits().get(name) or abort(404)
    context = exhibit.context()
    if request.args.get("_context"):
        return Response(_printed(context), mimetype="text/plain")
    return show(exhibit.template, context)


def _printed(context: PageContext) -> str:
    parts = (f"{each.name} = {pformat(getattr(context, each.name), width=110)}" for each in fields(context))
    return "\n\n".join(parts)
