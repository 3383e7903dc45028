"""Stock files that a theme has taken over: what they were then, and what has become of them.

A file that `eject` writes says in its first line which stock file it is made from, and in which version; that version
is kept in the theme's `.stock/`, so that after an upgrade three texts can be laid side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .. import paths
from ..mistake import Mistake
from ..theme.checked import templates
from ..theme.contract import API

KEPT = ".stock"
"""Folder of a theme that holds the stock files as they were."""
_HEAD = re.compile(r"\{# From stock/(\S+), api (\d+), ([0-9a-f]{12})\b.*?#\}")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file of a theme that is made from a stock file."""

    path: Path
    stock: str  # "pages/login.html"
    api: int
    digest: str
    then: str | None  # the stock file as it was, None if nobody kept it
    now: str | None  # as it is, None if there is none any more

    @property
    def changed(self) -> bool:
        """Whether the stock file is another one now."""
        return self.now is None or digest(self.now) != self.digest


def digest(text: str) -> str:
    """Return what a version of a file is known by."""
    return sha256(text.encode()).hexdigest()[:12]


def head(stock: str, text: str) -> str:
    """Return the first line of a file that is made from version `text` of a stock file."""
    return f"{{# From stock/{stock}, api {API}, {digest(text)}: `kratos-ui theme diff` says what changed since. #}}"


def source(name: str) -> str | None:
    """Return a stock file as it is now, None if there is none."""
    path = paths.TEMPLATES / name
    return path.read_text("utf-8") if path.is_file() else None


def keep(theme: Path, taken: str, text: str) -> None:
    """Keep version `text` of the stock file that the theme's template `taken` is made from."""
    path = theme / KEPT / taken
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def taken(theme: Path) -> Iterator[Taken]:
    """Yield the files of a theme that say what they are made from."""
    folder = theme / "templates"
    for name in templates(folder):
        path = folder / name
        if found := _HEAD.match(path.read_text("utf-8", errors="replace")):
            kept = theme / KEPT / name
            then = kept.read_text("utf-8") if kept.is_file() else None
            yield Taken(path, found[1], int(found[2]), found[3], then, source(found[1]))


def accept(theme: Path, each: Taken) -> None:
    """Write down that a file has been brought up to what the stock file is now."""
    if each.now is None:
        return
    text = each.path.read_text("utf-8")
    each.path.write_text(_HEAD.sub(lambda _: head(each.stock, each.now or ""), text, count=1), "utf-8")
    keep(theme, each.path.relative_to(theme / "templates").as_posix(), each.now)


def outdated(theme: Path) -> Iterator[Mistake]:
    """Yield the files whose stock file has changed since."""
    for each in taken(theme):
        if each.now is None:
            yield Mistake(each.path, 1, f"stock/{each.stock} is there no more", "see CHANGELOG.md")
        elif each.changed:
            yield Mistake(
                each.path, 1, f"stock/{each.stock} has changed since", f"see kratos-ui theme diff {theme}"
            )
