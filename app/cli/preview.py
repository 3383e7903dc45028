"""`kratos-ui preview`: the gallery of every recorded state, served or written as files. Needs no Kratos."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import click
from flask import Flask
from flask.testing import FlaskClient

from app import create_app, paths
from app.cli.run import problems_listed
from app.config import Config
from app.current import ui
from app.preview.exhibits import exhibits
from app.server.ports import check_free

_ADDRESS = re.compile(r'(?<= )(href|src|action|data-renew)="/([^"#]*)')


@click.command()
@click.option("--port", default=4456, show_default=True, help="Port to listen on, on this machine only.")
@click.option(
    "--language", "languages", multiple=True, metavar="TAG",
    help="With --out: a language to write the pages in, more than once if need be; else DEFAULT_LOCALE.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Write files there instead of serving."
)
def preview(port: int, out: Path | None, languages: tuple[str, ...]) -> None:
    """Show every page in every recorded state, with the theme in THEME_DIR."""
    with problems_listed():
        app = build(gallery_config(languages if out else ()))
        if (
            not out and "WERKZEUG_RUN_MAIN" not in os.environ
        ):  # the reloader's child takes over the parent's port
            check_free("127.0.0.1", port, "--port")
    if out:
        click.echo(f"{export(app, out)} files below {out}: open index.html")
    else:
        click.echo(f"http://localhost:{port}/preview")
        app.run("127.0.0.1", port, use_reloader=True, extra_files=_watched(app))


def gallery_config(languages: tuple[str, ...] = ()) -> Config:
    """Return the settings of the environment, with the gallery switched on; Kratos' address is not needed.

    `languages`: those to offer instead of LOCALES.
    """
    os.environ.setdefault("KRATOS_PUBLIC_URL", "http://localhost:4433")
    if languages:
        os.environ.update(LOCALES=",".join(languages), DEFAULT_LOCALE=languages[0])
    return replace(Config.from_env(os.environ), preview_enabled=True, base_path="")


def build(config: Config) -> Flask:
    """Return the application, which looks at its templates anew for each page."""
    app = create_app(config)
    app.jinja_env.auto_reload = True
    return app


def export(app: Flask, out: Path) -> int:
    """Write the gallery below `out` in each language of LOCALES, else in the default one, and all that it links to.

    Return the number of files.
    """
    out.mkdir(parents=True, exist_ok=True)
    client = app.test_client()
    config = ui(app).config
    languages = config.locales or (config.default_locale,)
    for language in languages:
        with click.progressbar(("", *exhibits()), label=f"Writing {language}", file=sys.stderr) as names:
            for name in names:
                path = out / language / f"{name or 'index'}.html"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(_page(client, name, language), encoding="utf-8")
    first = f'<!doctype html><meta http-equiv="refresh" content="0;url={languages[0]}/index.html">'
    (out / "index.html").write_text(first, encoding="utf-8")
    _copy_static(app, out)
    return sum(1 for path in out.rglob("*") if path.is_file())


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
    if theme.static:
        shutil.copytree(theme.static, out / "theme", dirs_exist_ok=True)


def _watched(app: Flask) -> list[str]:
    """Return the static files: they are copied at start, so the server starts anew for a changed one."""
    theme = ui(app).theme
    folders = [paths.STATIC, *([theme.path] if theme.path else [])]
    return [str(path) for folder in folders for path in folder.rglob("*") if path.is_file()]
