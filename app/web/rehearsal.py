"""Whether pages can be made at all: a status page in each language, and a sign-in page, made for nobody."""

from __future__ import annotations

import json
import traceback
from pathlib import Path

from flask import Flask

from .. import paths
from ..current import App, ui
from ..kratos.flow import parse_flow
from ..theme.render import render
from .flow_page import flow_context
from .kratos import ask_nobody
from .page import status_page

RECORDED = paths.FLOWS / "v1.3.1" / "login.choose_method.all_methods.json"


def unusable(app: Flask) -> str:
    """Return what breaks the pages, with its file and line; "" if they can be made. Each process finds out once."""
    known = ui(app)
    if known.unusable is None:
        known.unusable = _rehearse(app, known)
    return known.unusable


def _rehearse(app: Flask, known: App) -> str:
    try:
        for language in _doubtful(known):
            _make(app, known, language, flow=language == known.config.default_locale)
    except Exception as error:
        return _told(error)
    return ""


def _doubtful(known: App) -> set[str]:
    """Return the default language, and those that the theme has catalogs of.

    Ours are whole, as tests say, and are read when somebody asks for them: 49 in memory are 60 MB.
    """
    own = {
        path.parent.parent.name.replace("_", "-")
        for folder in known.theme.catalogs[:-1]
        for path in folder.glob("*/*/*.[pm]o")
    }
    return {known.config.default_locale, *own.intersection(known.locales)}


def _make(app: Flask, known: App, language: str, *, flow: bool) -> None:
    with app.app_context(), app.test_request_context("/", query_string={"lang": language}):
        ask_nobody()
        status_page(503, "unavailable", {"retry": "/"})
        if flow and RECORDED.is_file() and (page := known.flow_pages.get("login")):
            body = json.loads(RECORDED.read_text("utf-8"))["body"]
            render(page.template, flow_context(page, parse_flow("login", body)))


def _told(error: Exception) -> str:
    """Return the innermost template of the error, its line, and what it is."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [frame for frame in frames if Path(frame.filename).suffix != ".py"] or frames
    told = f"{type(error).__name__}: {error}".splitlines()[0]
    return f"{places[-1].filename}:{places[-1].lineno}: {told}"
