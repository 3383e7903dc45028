"""What is wrong with a template, in place of the page: file, line and the lines around it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response
from jinja2 import TemplateNotFound, TemplateSyntaxError

from .. import paths
from .look import Look

_AROUND = 4
_PLACED = re.compile(r"(?P<file>/.+?):(?P<line>\d+): (?P<says>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake. `excerpt`: numbered lines; `way`: the templates that led there, outermost first."""

    says: str
    file: str = ""
    line: int = 0
    excerpt: tuple[tuple[int, str], ...] = ()
    way: tuple[str, ...] = ()

    @property
    def files(self) -> frozenset[str]:
        """Return its file and those that led there."""
        return frozenset((self.file, *(each.rpartition(":")[0] for each in self.way)))


def fault_of(error: BaseException, places: Iterable[Path]) -> Fault:
    """Return what `error`, raised while a page was made, says to who writes templates; `places`: of a theme's files."""
    folders = tuple(map(str, (paths.TEMPLATES, *places)))
    steps = traceback.extract_tb(error.__traceback__)
    ours = [(step.filename, step.lineno or 0) for step in steps if step.filename.startswith(folders)]
    says = f"{type(error).__name__}: {error}"
    if isinstance(error, TemplateSyntaxError):
        ours.append((error.filename or "", error.lineno))
        says = error.message or says
    elif isinstance(error, TemplateNotFound):
        says = f'There is no template "{error.message}".'
    if not ours:
        return Fault(says)
    file, line = ours[-1]
    way = tuple(f"{name}:{number}" for name, number in ours[:-1] if (name, number) != (file, line))
    return Fault(says, file, line, excerpt(Path(file), line), way)


def fault_in(problem: str) -> Fault:
    """Return a problem of the settings, which may begin with file and line."""
    placed = _PLACED.fullmatch(problem)
    if placed is None:
        return Fault(problem)
    line = int(placed["line"])
    return Fault(placed["says"], placed["file"], line, excerpt(Path(placed["file"]), line))


def excerpt(path: Path, line: int) -> tuple[tuple[int, str], ...]:
    """Return the lines around `line`, with their numbers."""
    try:
        lines = path.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    first = max(0, line - 1 - _AROUND)
    return tuple(enumerate(lines[first : line + _AROUND], first + 1))


def install(app: Flask, look: Look, page: Callable[[list[Fault]], Response]) -> None:
    """Let `page` answer where `app`, of a look, would show visitors that something went wrong.

    What the start says of the files on the way says more than what it has led to, such as a recursion without end.
    """

    def shown(error: Exception) -> Response:
        fault = fault_of(error, look.places)
        known = map(fault_in, look.problems)
        return page([each for each in known if each.file and each.file in fault.files] or [fault])

    app.register_error_handler(Exception, shown)
