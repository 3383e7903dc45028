"""`kratos-ui theme check`: all that can be said of a theme, from its files to what a browser shows of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from .. import create_app
from ..config import Config, ConfigError
from ..current import ui
from ..mistake import Mistake
from .rendered import Progress, of_styles, rendered
from .seen import NoBrowser, seen
from .static import environment, static

QUICK = ("en", "de", "ar")
"""Languages that stand for all: ours, one with long words, one from right to left."""


@dataclass(slots=True)
class Report:
    """What was found, and what was looked at."""

    mistakes: list[Mistake] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # what was left out, and why

    @property
    def as_json(self) -> str:
        """For machines."""
        found = [
            {"file": str(each.path), "line": each.line, "says": each.says, "fix": each.fix}
            for each in self.mistakes
        ]
        return json.dumps({"findings": found, "notes": self.notes}, indent=2, ensure_ascii=False)

    @property
    def as_text(self) -> str:
        """For people."""
        count = len(self.mistakes)
        total = f"{count} finding{'s' if count > 1 else ''}" if count else "Nothing found"
        return "\n".join([*map(str, self.mistakes), *self.notes, total])


def check(theme: Path, *, quick: bool, browser: bool | None, progress: Progress) -> Report:
    """Look at a theme. `browser` None: if there is one.

    Raises:
        NoBrowser: there is none, and it was asked for.
    """
    with _quiet():
        stock = _app(None)
        fatal, other = static(theme, environment(stock, theme))
        report = Report(sorted({*fatal, *other}))
        if fatal:
            report.notes.append("No page was made: the UI does not start with this theme yet.")
            return report
        try:
            app, plain = _app(theme), _app(theme)
        except ConfigError as error:
            report.mistakes += [Mistake(theme, 0, problem) for problem in error.problems]
            return report
        plain.jinja_env.loader = stock.jinja_env.loader  # what its settings change is no loss
        found = rendered(app, plain, theme, _locales(app, quick), progress)
        report.mistakes += sorted(found.mistakes(theme))
        report.notes.append(f"{found.count} pages made, in {len(_locales(app, quick))} languages.")
        if browser is not False:
            _look(app, theme, of_styles(found.pages), browser, progress, report)
    return report


def _look(
    app: Flask, theme: Path, names: Sequence[str], must: bool | None, progress: Progress, report: Report
) -> None:
    try:
        report.mistakes += seen(app, theme, names, progress)
        report.notes.append(f"{len(names)} pages looked at in Chromium, which have all styles there are.")
    except NoBrowser as error:
        if must:
            raise
        report.notes.append(f"Contrast and size of targets were not looked at: {error}.")


def _app(theme: Path | None) -> Flask:
    return create_app(
        Config(
            kratos_public_url="http://localhost:4433",
            cookie_secret="only for looking at",  # noqa: S106 - signs nothing that leaves the process
            theme_dir=theme,
            preview_enabled=True,
        )
    )


def _locales(app: Flask, quick: bool) -> tuple[str, ...]:
    offered = ui(app).locales
    return tuple(each for each in QUICK if each in offered) if quick else ("en", *(set(offered) - {"en"}))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what pages log to themselves: it is for operators."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)
