"""Themes: `theme.toml`, the template search path, the theme's static files and catalogs."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from app import paths
from app.config import Config, ConfigError
from app.i18n import theme_catalogs
from app.theme import checked
from app.theme.contract import API, Brand
from app.theme.helpers import install_helpers

_LINKS = ("help", "privacy", "terms")
_SCHEMES = ("", "light", "dark")
_MESSAGES = ("", "kratos")


@dataclass(frozen=True, slots=True)
class Theme:
    """What `theme.toml` and its folder say. `path` None: the stock theme."""

    name: str = "My account"
    api: int = API
    messages: str = ""  # "kratos": show Kratos' own texts verbatim
    logo: str = ""  # file below the theme's `static/`
    links: Mapping[str, str] = field(default_factory=dict)
    scheme: str = ""
    keep_pages: bool = True  # whether its pages may be made once for many flows
    providers: tuple[str, ...] = ()  # ids, in the order of their buttons; all others follow
    path: Path | None = None
    _templates: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def static(self) -> Path | None:
        """Folder of the theme's own static files, None without one."""
        folder = self.path / "static" if self.path else None
        return folder if folder and folder.is_dir() else None

    @property
    def catalogs(self) -> tuple[Path, ...]:
        """Folders of `<locale>/` catalogs: the theme's own, which need not be there, then ours."""
        return (*([self.path / "translations"] if self.path else []), paths.TRANSLATIONS)

    @property
    def has_stylesheet(self) -> bool:
        """Whether the theme brings a `static/theme.css`."""
        return bool(self.static and (self.static / "theme.css").is_file())

    def templates(self, env: Environment) -> frozenset[str]:
        """Names of all templates; looked up anew each time while `env` reloads templates."""
        if env.auto_reload or "all" not in self._templates:
            self._templates["all"] = frozenset(env.list_templates())
        return self._templates["all"]


def load_theme(path: Path | None) -> Theme:
    """Return the theme in folder `path`; the stock theme for None.

    Raises:
        ConfigError: `theme.toml` is missing or says something that can't be used.
    """
    if path is None:
        return Theme()
    try:
        data = tomllib.loads((path / "theme.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(("THEME_DIR has no theme.toml: see templates/README.md",)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError((f"THEME_DIR: {path / 'theme.toml'} can't be read: {error}",)) from None
    problems = tuple(f"THEME_DIR: theme.toml: {problem}" for problem in _problems(data, path))
    if problems:
        raise ConfigError(problems)
    return Theme(
        name=data["name"],
        api=data["api"],
        messages=data.get("messages", ""),
        logo=data.get("logo", ""),
        links=data.get("links", {}),
        scheme=data.get("scheme", ""),
        keep_pages=data.get("keep_pages", True),
        providers=tuple(data.get("providers", ())),
        path=path,
    )


def install(app: Flask, theme: Theme) -> None:
    """Set up `app.jinja_env`; Flask-Babel and Flask-WTF must be there already.

    Raises:
        ConfigError: templates or catalogs of the theme that can't be used.
    """
    if theme.api != API:
        known = "Theme %s is written for template api %s, this version has %s: see CHANGELOG.md"
        app.logger.warning(known, theme.name, theme.api, API)
    env = app.jinja_env
    env.loader = template_loader(theme.path)
    env.undefined = StrictUndefined
    env.autoescape = True
    env.trim_blocks = env.lstrip_blocks = True
    install_helpers(app)
    if theme.path:
        problems = (*checked.problems(theme.path, env), *theme_catalogs.problems(theme.path / "translations"))
        if problems:
            raise ConfigError(tuple(f"THEME_DIR: {problem}" for problem in problems))


def template_loader(theme: Path | None) -> ChoiceLoader:
    """Search order: the theme's templates, then ours; ours also as `stock/<name>`."""
    stock = FileSystemLoader(paths.TEMPLATES)
    own = [FileSystemLoader(theme / "templates")] if theme else []
    return ChoiceLoader([*own, stock, PrefixLoader({"stock": stock})])


def brand(config: Config, theme: Theme, asset: Callable[..., str]) -> Brand:
    """Return what the pages show of the product. `asset(path, theme=True)`: the address of a theme's file."""
    return Brand(
        name=config.project_name or theme.name,
        app=config.project_name or (theme.name if theme.path else ""),
        logo=asset(theme.logo, theme=True) if theme.logo else "",
        links=theme.links,
        scheme=theme.scheme,
        stylesheet=asset("theme.css", theme=True) if theme.has_stylesheet else "",
    )


def _problems(data: Mapping[str, object], path: Path) -> list[str]:
    problems = []
    if not isinstance(data.get("name"), str) or not data["name"]:
        problems.append('"name" must be the name of the product')
    if not isinstance(data.get("api"), int):
        problems.append(f'"api" must be the number of the template contract, now {API}')
    if data.get("messages", "") not in _MESSAGES:
        problems.append('"messages" can only be "kratos"')
    if data.get("scheme", "") not in _SCHEMES:
        problems.append('"scheme" must be "light" or "dark"')
    logo = data.get("logo", "")
    if not isinstance(logo, str) or (logo and not (path / "static" / logo).is_file()):
        problems.append('"logo" must name a file below static/')
    if not isinstance(data.get("keep_pages", True), bool):
        problems.append('"keep_pages" must be true or false')
    providers = data.get("providers", [])
    if not isinstance(providers, list) or not all(isinstance(each, str) and each for each in providers):
        problems.append('"providers" must be a list of ids, as Kratos\' configuration has them')
    return problems + _link_problems(data.get("links", {}))


def _link_problems(links: object) -> list[str]:
    if not isinstance(links, Mapping):
        return ["[links] must be a table"]
    problems = [f'[links] has no "{name}": use {", ".join(_LINKS)}' for name in links if name not in _LINKS]
    starts = ("https://", "http://", "mailto:", "/")
    wrong = [
        name for name, url in links.items()
        if not isinstance(url, str) or not url.startswith(starts) or url.startswith("//")
    ]  # fmt: skip
    return problems + [f'[links] "{name}" must be an address' for name in wrong]
