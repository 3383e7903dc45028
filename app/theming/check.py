"""`kratos-ui theme check`: all that can be said of a theme, from its files to what a browser shows of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from .. import create_app
from ..config import Config, ConfigError
from ..current import ui
from ..mistake import Mistake
from ..theme_files import unpacked
from .rendered import Progress, Rendered, rendered
from .seen import NoBrowser, looks, seen
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
    """Look at a theme, a folder or a zip file. `browser` None: if there is one.

    Raises:
        NoBrowser: there is none, and it was asked for.
    """
    folder = unpacked(theme)
    with _quiet():
        report = _looked_at(theme, folder, quick, browser, progress)
    if folder != theme:  # nobody knows where a zip file was unpacked
        report.mistakes = [_packed(each, folder, theme) for each in report.mistakes]
    return report


def _looked_at(theme: Path, folder: Path, quick: bool, browser: bool | None, progress: Progress) -> Report:
    """Return what is wrong with `theme`, whose files are in `folder`."""
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
    found = rendered(app, plain, folder, _locales(app, quick), progress)
    report.mistakes += sorted(found.mistakes(folder))
    report.notes.append(f"{found.count} pages made, in {len(_locales(app, quick))} languages.")
    if browser is not False:
        _look(app, folder, found, browser, progress, report)
    return report


def _packed(mistake: Mistake, folder: Path, theme: Path) -> Mistake:
    """Return a mistake with the name of the zip file `theme` in place of the folder that it was unpacked into."""
    says, fix = (text.replace(str(folder), str(theme)) for text in (mistake.says, mistake.fix))
    inside = mistake.path.is_relative_to(folder)
    path = theme / mistake.path.relative_to(folder) if inside else mistake.path
    return Mistake(path, mistake.line, says, fix)


def _look(
    app: Flask, theme: Path, pages: Rendered, must: bool | None, progress: Progress, report: Report
) -> None:
    try:
        count, mistakes = seen(app, theme, pages, progress)
        report.mistakes += mistakes
        schemes, widths = zip(*looks(ui(app).theme.scheme), strict=True)
        how = ", ".join(" and ".join(map(str, dict.fromkeys(each))) for each in (schemes, widths))
        report.notes.append(
            f"{count} pages looked at in Chromium, {how} pixels wide: together they have all that "
            "the theme's style sheets, and ours, have rules for."
        )
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
