"""One look at the pages: the application with one theme, made anew when the theme changes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask import Flask

from .. import create_app
from ..config import Config, ConfigError
from ..mistake import Found
from ..theme_files import chain

STOCK = "stock"
_TAKEN = ("preview", "static", "theme", "against")


def unread(theme: Path) -> Found:
    """Return nothing: a start alone says what is wrong with `theme`."""
    return (), ()


@dataclass(slots=True)
class Look:
    """An application below `/<name>`. `app` None: its theme could never be used so far."""

    name: str
    theme: Path | None
    settings: Config
    extend: Callable[[Look, Flask], None]  # what the workbench adds to each application
    read: Callable[[Path], Found] = unread
    app: Flask | None = None
    problems: tuple[str, ...] = field(default=())
    hints: tuple[str, ...] = field(default=())  # what breaks nothing, and is hardly meant so

    @property
    def places(self) -> tuple[Path, ...]:
        """Where its theme's files are, and those of the themes that it builds on, as far as they can be found."""
        if self.theme is None:
            return ()
        try:
            return (self.theme, *chain(self.theme))
        except ValueError:
            return (self.theme,)

    def renew(self) -> None:
        """Make the application anew; while the theme has mistakes, keep the last good one and say what they are."""
        fatal, self.hints = self._said()
        try:
            app = create_app(_below(self.settings, self.name, self.theme))
        except ConfigError as error:
            self.problems = fatal or tuple(each.removeprefix("THEME_DIR: ") for each in error.problems)
        except (
            Exception
        ) as error:  # whatever a theme that is being written leads to, it must not end the watch
            self.problems = (f"{type(error).__name__}: {error}",)
        else:
            app.jinja_env.auto_reload = True
            self.extend(self, app)
            self.app, self.problems = app, ()
        if self.problems and self.app and self.app.jinja_env.cache is not None:
            self.app.jinja_env.cache.clear()  # a broken template is to be seen where it is used

    def _said(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what a reading of the files finds, with their lines: what is fatal, and all else."""
        try:
            fatal, other = self.read(self.theme) if self.theme else ((), ())
        except Exception as error:  # as below: it must not end the watch
            return (), (f"The theme can't be read through: {type(error).__name__}: {error}",)
        return tuple(map(str, fatal)), tuple(map(str, other))


def _below(settings: Config, name: str, theme: Path | None) -> Config:
    """Return the settings of a look: nothing is kept, and the workbench, of the same origin, may frame the pages."""
    return replace(
        settings,
        theme_dir=theme,
        base_path=f"/{name}",
        preview_enabled=True,
        page_cache_mb=0,
        metrics_port=0,
        cookie_secret=settings.cookie_secret or secrets.token_urlsafe(32),
        csp_extra=f"{settings.csp_extra}; frame-ancestors 'self'",
    )


def named(themes: Iterable[Path]) -> dict[str, Path | None]:
    """Return a name for each theme, which its address begins with; the stock theme comes last."""
    found: dict[str, Path | None] = {}
    for theme in (each.resolve() for each in themes):
        called = theme.stem if theme.is_file() else theme.name
        name = re.sub(r"[^a-z0-9]+", "-", called.lower()).strip("-") or "unnamed"
        while name in found or name in (STOCK, *_TAKEN):
            name += "-2"
        found[name] = theme
    return {**found, STOCK: None}
