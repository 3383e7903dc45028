"""Themes: what `theme.toml` says, the template search path, the theme's static files and catalogs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from flask import Flask
from jinja2 import Environment, StrictUndefined

from .. import paths
from ..config import Config, ConfigError
from ..i18n import theme_catalogs
from ..theme_files import FILE, chain, toml
from . import checked, file, look
from .compiled import COMPILED
from .contract import API, Brand
from .doubts import doubts
from .helpers import install_helpers
from .search import install_search

SHEET = "look.css"
"""Name, below a theme's static files, of the stylesheet that its table `[look]` makes."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What `theme.toml` and its folder say, and those of the themes it builds on. `path` None: the stock theme."""

    name: str = "My account"
    api: int = API
    messages: str = ""  # "kratos": show Kratos' own texts verbatim
    logo: str = ""  # file below the theme's `static/`; so are the next two
    logo_dark: str = ""
    favicon: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    footer: str = ""
    first: str = ""  # group that comes first where somebody signs in or up, "" for the usual order
    scheme: str = ""
    accessibility: bool = True  # whether pages link to the statement on it
    keep_pages: bool = True  # whether its pages may be made once for many flows
    providers: tuple[str, ...] = ()  # ids, in the order of their buttons; all others follow
    look: str = ""  # the stylesheet that the table [look] makes
    path: Path | None = None
    parents: tuple[Path, ...] = ()  # folders of the themes that it builds on, the nearest first
    _templates: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Its own folder and those of its parents, in the order in which files are looked for."""
        return (self.path, *self.parents) if self.path else ()

    @property
    def static(self) -> Path | None:
        """Folder of the theme's own static files, None without one."""
        folder = self.path / "static" if self.path else None
        return folder if folder and folder.is_dir() else None

    @property
    def has_static(self) -> bool:
        """Whether there is anything to serve below `/theme`."""
        return bool(self.look) or any((folder / "static").is_dir() for folder in self.folders)

    @property
    def catalogs(self) -> tuple[Path, ...]:
        """Folders of `<locale>/` catalogs: the theme's own, which need not be there, its parents', then ours."""
        return (*(folder / "translations" for folder in self.folders), paths.TRANSLATIONS)

    @property
    def has_stylesheet(self) -> bool:
        """Whether the theme brings a `static/theme.css`."""
        return bool(self.static and (self.static / "theme.css").is_file())

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the stylesheets before its own: those of its parents, the furthest first, then its look."""
        own = [name for name, path in self._parents_sheets().items() if path.is_file()]
        return (*reversed(own), *([SHEET] if self.look else []))

    def _parents_sheets(self) -> dict[str, Path]:
        """Return what the parents' stylesheets are called: each counts, of all other files the nearest."""
        return {f"parent-{n}.css": each / "static" / "theme.css" for n, each in enumerate(self.parents, 1)}

    def copy_static(self, to: Path) -> None:
        """Write all its static files below the folder `to`: its parents', its own, and what its look makes."""
        for folder in reversed(self.folders):
            if (folder / "static").is_dir():
                shutil.copytree(folder / "static", to, dirs_exist_ok=True)
        for name, path in self._parents_sheets().items():
            if path.is_file():
                shutil.copyfile(path, to / name)
        if self.look:
            to.mkdir(parents=True, exist_ok=True)
            (to / SHEET).write_text(self.look, encoding="utf-8")

    def styles(self) -> str:
        """Return all that its stylesheets say, in their order."""
        names = self._parents_sheets()
        texts = [names[name].read_text("utf-8") if name in names else self.look for name in self.sheets]
        own = (self.static / "theme.css").read_text("utf-8") if self.static and self.has_stylesheet else ""
        return "\n".join([*texts, own])

    def templates(self, env: Environment) -> frozenset[str]:
        """Names of all templates; looked up anew each time while `env` reloads templates."""
        if env.auto_reload or "all" not in self._templates:
            self._templates["all"] = frozenset(env.list_templates())
        return self._templates["all"]


def load_theme(path: Path | None, over: Mapping[str, Any] = MappingProxyType({})) -> Theme:
    """Return the theme at `path`, a folder or a zip file; the stock theme for None.

    `over`: keys of `theme.toml` that somebody else has the last word on; in a table, each of its own.

    Raises:
        ConfigError: `theme.toml` is missing, or it or `over` says something that can't be used.
    """
    if path is None and not over:
        return Theme()
    try:
        folders = chain(path) if path else ()
    except ValueError as error:
        raise ConfigError((f"THEME_DIR {error}",)) from None
    said: dict[str, Any] = {} if path else {"name": Theme().name, "api": API}
    for depth in range(len(folders) - 1, -1, -1):
        said = _over(said, _checked(_read(folders[depth]), folders[depth:]))
    if problems := tuple(file.slips(over, _has(folders))):
        raise ConfigError(problems)  # who has the last word says where
    said = _over(said, over) if over else said
    names = [
        name for name in Theme.__dataclass_fields__ if name in said and name not in ("providers", "look")
    ]
    return Theme(
        **{name: said[name] for name in names},
        providers=tuple(said.get("providers", ())),
        look=look.sheet(said.get("look", {}), said.get("scheme", ""), bool(said.get("logo_dark"))),
        path=folders[0] if folders else None,
        parents=folders[1:],
    )


def _read(folder: Path) -> dict[str, Any]:
    """Return what the `theme.toml` of a theme says. Raises: ConfigError."""
    path = folder / FILE
    try:
        return toml(path)
    except FileNotFoundError:
        raise ConfigError(
            (f"THEME_DIR has no {FILE}: {path} is not there, kratos-ui theme new writes one",)
        ) from None
    except (ValueError, OSError) as error:
        raise ConfigError((f"THEME_DIR: {path} can't be read: {error}",)) from None


def _checked(data: dict[str, Any], folders: tuple[Path, ...]) -> dict[str, Any]:
    """Return `data`, which the first of `folders` says; files may stand in any of them. Raises: ConfigError."""
    where = folders[0] / FILE
    if problems := tuple(f"THEME_DIR: {where}: {problem}" for problem in file.problems(data, _has(folders))):
        raise ConfigError(problems)
    return data


def _has(folders: tuple[Path, ...]) -> file.HasFile:
    return lambda name: any((folder / "static" / name).is_file() for folder in folders)


def _over(said: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a parent said, and over it what its child says; tables key by key."""
    tables = {name: {**said.get(name, {}), **more.get(name, {})} for name in ("links", "look")}
    return {**said, **more, **{name: table for name, table in tables.items() if table}}


def install(app: Flask, theme: Theme) -> None:
    """Set up `app.jinja_env`; Flask-Babel and Flask-WTF must be there already.

    Raises:
        ConfigError: templates or catalogs of the theme that can't be used.
    """
    if theme.api != API:
        known = "Theme %s is written for template api %s, this version has %s: %s"
        todo = "this UI is older than the theme" if theme.api > API else "see CHANGELOG.md"
        app.logger.warning(known, theme.name, theme.api, API, todo)
    env = app.jinja_env
    install_search(env, theme.folders)
    env.bytecode_cache = COMPILED
    env.undefined = StrictUndefined
    env.autoescape = True
    env.trim_blocks = env.lstrip_blocks = True
    install_helpers(app)
    wrong = [
        problem for folder in theme.folders for problem in theme_catalogs.problems(folder / "translations")
    ]
    if problems := (*checked.problems(theme.folders, env), *wrong):
        raise ConfigError(tuple(f"THEME_DIR: {problem}" for problem in problems))
    if theme.path:
        for doubt in (*doubts(theme.folders, env), *theme_catalogs.doubts(theme.path / "translations")):
            app.logger.warning("THEME_DIR: %s", doubt)


def brand(config: Config, theme: Theme, asset: Callable[..., str]) -> Brand:
    """Return what the pages show of the product. `asset(path, theme=True)`: the address of a theme's file."""

    def address(name: str) -> str:
        return asset(name, theme=True) if name else ""

    dark = theme.logo_dark if theme.logo and not theme.scheme else ""
    logo = theme.logo_dark if theme.logo_dark and (theme.scheme == "dark" or not theme.logo) else theme.logo
    return Brand(
        name=config.project_name or theme.name,
        app=config.project_name or (theme.name if theme.path else ""),
        logo=address(logo),
        logo_dark=address(dark),
        favicon=address(theme.favicon),
        links=theme.links,
        footer=theme.footer,
        scheme=theme.scheme,
        sheets=tuple(map(address, theme.sheets)),
        stylesheet=address("theme.css" if theme.has_stylesheet else ""),
    )
