"""The gallery as files that hang together, for a web server, a review, or to compare the next version with."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from .. import create_app, paths
from ..config import Config
from ..current import ui
from ..preview.exhibits import exhibits

_ADDRESS = re.compile(r'(?<= )(href|src|action|data-renew)="/([^"#]*)')
_FIRST = '<!doctype html><meta http-equiv="refresh" content="0;url='
Progress = Callable[[Iterable[str]], Iterable[str]]
"""Hands on what it gets, and says how far that is."""


def build(config: Config) -> Flask:
    """Return the application of which files are made."""
    return create_app(config)


def export(app: Flask, out: Path, progress: Progress = iter) -> int:
    """Write the gallery below `out` in each language of LOCALES, else in the default one, and all that it links to.

    Return the number of files.
    """
    out.mkdir(parents=True, exist_ok=True)
    client = app.test_client()
    named = languages(app)
    (out / "index.html").write_text(f'{_FIRST}{named[0]}/index.html">', encoding="utf-8")
    for place in progress([f"{language}/{name}" for language in named for name in ("", *exhibits())]):
        language, _, name = place.partition("/")
        path = out / language / f"{name or 'index'}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_page(client, name, language), encoding="utf-8")
    _copy_static(app, out)
    return sum(1 for path in out.rglob("*") if path.is_file())


def is_gallery(out: Path) -> bool:
    """Return whether `export` has written into `out`, however far it came."""
    page = out / "index.html"
    return page.is_file() and page.read_text("utf-8", "replace").startswith(_FIRST)


def languages(app: Flask) -> tuple[str, ...]:
    """Return those that files are written in."""
    config = ui(app).config
    return config.locales or (config.default_locale,)


def _page(client: FlaskClient, name: str, language: str) -> str:
    address = f"/preview/{name}" if name else "/preview"
    html = client.get(address, query_string={"lang": language}).text
    up = "../" * (name.count("/") + 1)
    return _ADDRESS.sub(lambda found: f'{found[1]}="{_relative(found[2], up, language)}', html)


def _relative(address: str, up: str, language: str) -> str:
    """Return an address of ours, without its first slash, as seen from a page `up` from the root of the export."""
    path, _, query = address.partition("?")
    if path.startswith(("static/", "theme/")):
        return up + re.sub(r"^(\w+)/[0-9a-f]{12}/", r"\1/", path)
    if path.split("/")[0] == "preview":
        language = query.removeprefix("lang=") if query.startswith("lang=") else language
        return f"{up}{language}/{path.removeprefix('preview').strip('/') or 'index'}.html"
    return "#"  # a live page


def _copy_static(app: Flask, out: Path) -> None:
    theme = ui(app).theme
    shutil.copytree(paths.STATIC, out / "static", dirs_exist_ok=True)
    if theme.has_static:
        theme.copy_static(out / "theme")
