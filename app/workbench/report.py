"""Pages that show pictures: the contact sheet of an export, and what a comparison found."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from .. import paths
from .pages import FILES


@dataclass(frozen=True, slots=True)
class Difference:
    """A state that looks other than before. `kind`: "changed", "new" or "missing"."""

    view: str
    name: str
    kind: str
    pixels: int = 0


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(FILES / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


def _write(page: Path, template: str, **values: object) -> None:
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(paths.STATIC / "css" / "ui.css", page.parent / "ui.css")
    shutil.copy(FILES / "static" / "workbench.css", page.parent / "workbench.css")
    page.write_text(_templates().get_template(template).render(values), encoding="utf-8")


def sheet(out: Path, languages: Iterable[str], names: Iterable[str]) -> Path:
    """Write the contact sheet of an export whose pictures are in `shots/`. Return its file."""
    page = out / "sheet" / "index.html"
    _write(page, "sheet.html", languages=tuple(languages), names=tuple(names))
    return page


def differences(out: Path, found: list[Difference], before: str, after: str) -> Path:
    """Write what differs: before, after, and where. Return the file."""
    page = out / "index.html"
    _write(page, "differences.html", found=found, before=before, after=after)
    return page
