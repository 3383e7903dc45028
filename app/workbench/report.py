"""Pages that show pictures: the contact sheet of an export, and what a comparison found."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from .. import paths
from .pages import FILES
from .shots import VIEWS

_SHEETS = {"ui.css": paths.STATIC / "css", "workbench.css": FILES / "static"}


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
    for name, folder in _SHEETS.items():
        shutil.copy(folder / name, page.parent / name)
    page.write_text(_templates().get_template(template).render(values), encoding="utf-8")


def sheet(out: Path, languages: Iterable[str], names: Iterable[str]) -> Path:
    """Write the contact sheet of an export whose pictures are in `shots/`. Return its file."""
    page = out / "sheet" / "index.html"
    _write(page, "sheet.html", languages=tuple(languages), names=tuple(names))
    return page


def is_ours(out: Path) -> bool:
    """Return whether `differences` has written into `out`."""
    page = out / "index.html"
    return page.is_file() and "Pages that look other than before." in page.read_text("utf-8", "replace")


def forget(out: Path) -> None:
    """Remove what an earlier comparison has written into `out`."""
    if not is_ours(out):
        return
    for view in VIEWS:
        shutil.rmtree(out / view, ignore_errors=True)
    for name in ("index.html", *_SHEETS):
        (out / name).unlink(missing_ok=True)
    if not any(out.iterdir()):
        out.rmdir()


def differences(
    out: Path, found: list[Difference], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Path:
    """Write what differs: before, after, and where; both as they were noted. Return the file."""
    page = out / "index.html"
    _write(page, "differences.html", found=found, before=before, after=after)
    return page
