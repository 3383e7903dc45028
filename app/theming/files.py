"""What is wrong with a theme's own files whatever they say: weight, and places where nobody looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..mistake import Mistake, nearest
from ..theme.checked import templates
from ..theme_files import FILE

KB = 1024
_HEAVY = {
    ".css": 60 * KB,
    ".js": 60 * KB,
    ".woff2": 150 * KB,
    ".woff": 150 * KB,
    ".ttf": 150 * KB,
    ".svg": 60 * KB,
}
_PICTURE = 300 * KB
"""Bytes of any other file, from where on a visitor by phone waits for it."""
_FOLDERS = ("static", "templates", "translations")
_PLACES = {".css": "static", ".js": "static", ".woff": "static", ".woff2": "static", ".html": "templates"}
"""Where a file belongs that stands beside `theme.toml`."""


def heavy(static: Path) -> Iterator[Mistake]:
    """Yield the files that a visitor waits for."""
    for path in below(static):
        most, size = _HEAVY.get(path.suffix.lower(), _PICTURE), path.stat().st_size
        if size > most:
            says = f"has {size // KB} KB, which a visitor by phone waits for"
            yield Mistake(path, 0, says, f"make it smaller than {most // KB} KB")


def misplaced(theme: Path) -> Iterator[Mistake]:
    """Yield what stands where nobody looks for it."""
    for path in sorted(theme.iterdir()):
        if path.is_dir() and path.name not in _FOLDERS and not path.name.startswith("."):
            if near := nearest(path.name.lower(), _FOLDERS):
                yield Mistake(path, 0, "nobody looks into this folder", f"call it {near}")
        elif path.is_file() and path.suffix in _PLACES:
            place = _PLACES[path.suffix]
            yield Mistake(path, 0, "nobody looks for this file here", f"move it to {place}/{path.name}")


def unused(theme: Path) -> Iterator[Mistake]:
    """Yield style sheets and scripts that nothing of the theme names."""
    static = theme / "static"
    files = [
        path for path in below(static) if path.suffix in (".css", ".js") and path != static / "theme.css"
    ]
    if not files:
        return
    named = [theme / FILE, *(theme / "templates" / name for name in templates(theme / "templates"))]
    named += [path for path in below(static) if path.suffix in (".css", ".js")]
    for path in files:
        if not any(
            path.name in each.read_text("utf-8", errors="replace") for each in named if each.is_file()
        ):
            own = "call it theme.css, or " if path.suffix == ".css" else ""
            fix = f'{own}name it in a template: asset("{path.relative_to(static).as_posix()}", theme=True)'
            yield Mistake(path, 0, "no page loads this file", fix)


def line_of(text: str, at: int) -> int:
    """Return the line of a file that the character `at` stands in."""
    return text.count("\n", 0, at) + 1


def foreign(path: Path, line: int, address: str) -> Mistake | None:
    """Return that a page can't load `address`, where it is another origin's."""
    if not re.match(r"(https?:)?//", address):
        return None
    says = f"the policy of the pages forbids to load {address}"
    return Mistake(path, line, says, "put the file into static/, or name its origin in CSP_EXTRA")


def below(folder: Path) -> list[Path]:
    """Return the files in a folder and its folders."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
