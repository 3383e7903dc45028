"""Brands for tests: themes that can be told apart on every page and in every file, and their `themes.toml`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from flask import Flask

from app import create_app
from app.brands import shelf_of
from app.config import Config
from app.current import ui
from tests.support.recorded_kratos import BASE_URL, RecordedKratos

HOSTS = {"acme": "login.acme.example", "globex": "login.globex.example"}
FILE = """\
default = "main"

[brands.main]
theme = "main"

[brands.acme]
theme = "acme"
hosts = ["login.acme.example", "*.acme.test"]
locales = ["de", "en"]
default_locale = "de"
csp_extra = "img-src https://cdn.acme.example"

[brands.globex]
theme = "globex"
hosts = ["login.globex.example:8443"]
clients = ["globex-web"]

[brands.initech]
theme = "initech"
clients = ["initech-web"]
return_to = ["https://app.initech.example", "http://localhost:3000"]

[brands.umbrella]
theme = "umbrella"
name = "Umbrella & Co"
organizations = ["5e3ad4a9-0c8e-4a53-a3c9-2b5ad4a90c8e"]
logo = "other.svg"

[brands.umbrella.links]
privacy = "https://umbrella.example/privacy"
"""
NAMES = ("main", "acme", "globex", "initech", "umbrella")


def theme(folder: Path, name: str, **more: str) -> Path:
    """A theme whose name, style sheet, logo and error page say whose they are. `more`: other files by path."""
    files = {
        "theme.toml": f'name = "Brand {name}"\napi = 1\nlogo = "logo.svg"\n',
        "static/theme.css": f".brand-{name} {{ color: red }}\n",
        "static/logo.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><title>{name:<10}</title></svg>',
        "static/other.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><title>other {name}</title></svg>',
        **more,
    }
    for path, text in files.items():
        write(folder / name / path, text)
    return folder / name


def write(path: Path, text: str) -> None:
    """A file that has been there for a minute: nobody is writing it any more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    before = path.stat().st_mtime - 60
    os.utime(path, (before, before))


def themes(folder: Path, text: str = FILE, names: tuple[str, ...] = NAMES) -> Path:
    """`themes.toml` in `folder`, and the themes that it names."""
    for name in names:
        theme(folder, name)
    write(folder / "themes.toml", text)
    return folder / "themes.toml"


def themes_for(folder: Path, **told: str) -> Path:
    """A `themes.toml` in `folder` with a theme for each brand, "main" the default. `told`: who else, and for whom."""
    named = {"main": "", **told}
    tables = (f'[brands.{name}]\ntheme = "{name}"\n{line}\n' for name, line in named.items())
    return themes(folder, 'default = "main"\n' + "".join(tables), tuple(named))


class Branded:
    """An application with brands, all of which ask the same recorded Kratos."""

    def __init__(self, path: Path, **settings: object) -> None:
        given = {"kratos_public_url": BASE_URL, "cookie_secret": "t" * 32, "themes": path, **settings}
        self.app: Flask = create_app(Config(**given))  # type: ignore[arg-type]
        self.kratos = RecordedKratos()
        shelf = shelf_of(self.app)
        assert shelf is not None
        self.shelf = shelf
        self.connect()

    def connect(self) -> None:
        """All applications ask the recorded Kratos, those made since the last time too."""
        client = replace(self.kratos.client(), timeout=(1.0, 6.0))
        for app in (self.app, *self.apps.values()):
            ui(app).kratos = client
            ui(app).schemas.get(lambda: ())  # known, and not to be asked for first

    @property
    def apps(self) -> Mapping[str, Flask]:
        return self.shelf.now.apps

    def look(self) -> None:
        """Take up what has changed, as the next request after a second does."""
        self.shelf._looked = 0
        self.shelf.look()
        self.connect()
