"""Stock files that a theme has taken over: what they were then, and what has become of them.

A file that `eject` writes says in its first line which stock file it is made from, and in which version; that version
is kept in the theme's `.stock/`, so that after an upgrade three texts can be laid side by side. Either is enough.
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
from ..theme.doubts import stock

KEPT = ".stock"
"""Folder of a theme that holds the stock files as they were."""
_HEAD = re.compile(r"\{# From stock/(\S+), api \d+, ([0-9a-f]{12})\b.*?#\}")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file of a theme that is made from a stock file."""

    path: Path
    stock: str  # "pages/login.html"
    digest: str
    then: str | None  # the stock file as it was, None if nobody kept it
    now: str | None  # as it is, None if there is none any more

    @property
    def changed(self) -> bool:
        """Whether the stock file is another one now."""
        return self.now is None or digest(self.now) != self.digest

    @property
    def headless(self) -> bool:
        """Whether the line is gone that says what it is made from."""
        return not _HEAD.search(self.path.read_text("utf-8", errors="replace"))


def digest(text: str) -> str:
    """Return what a version of a file is known by."""
    return sha256(text.encode()).hexdigest()[:12]


def head(name: str, text: str) -> str:
    """Return the first line of a file that is made from version `text` of a stock file."""
    return f"{{# From stock/{name}, api {API}, {digest(text)}: `kratos-ui theme diff` says what changed since. #}}"


def source(name: str) -> str | None:
    """Return a stock file as it is now, None if there is none."""
    path = paths.TEMPLATES / name
    return path.read_text("utf-8") if path.is_file() else None


def keep(theme: Path, taken: str, text: str) -> None:
    """Keep version `text` of the stock file that the theme's template `taken` is made from."""
    path = theme / KEPT / taken
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def own(text: str) -> str:
    """Return what a theme's file says beside the line about where it is from."""
    return _HEAD.sub("", text, count=1).removeprefix("\n")


def origins(name: str) -> list[str]:
    """Return the stock files that may do what the template `name` does, the nearest first; wider ones of a node."""
    stem = name.removeprefix("nodes/").removesuffix(".html")
    parts = stem.split("--")
    wider = ["--".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
    nodes = [*wider, parts[0].split(".")[0]] if name.startswith("nodes/") else []
    return [each for each in (name, *(f"nodes/{node}.html" for node in nodes)) if each in stock()]


def taken(theme: Path) -> Iterator[Taken]:
    """Yield the files of a theme that say, or whose kept version says, what they are made from."""
    folder = theme / "templates"
    for name in templates(folder):
        path, kept = folder / name, theme / KEPT / name
        then = kept.read_text("utf-8") if kept.is_file() else None
        if found := _HEAD.search(path.read_text("utf-8", errors="replace")):
            yield Taken(path, found[1], found[2], then, source(found[1]))
        elif then is not None:
            origin = next(iter(origins(name)), name)
            yield Taken(path, origin, digest(then), then, source(origin))


def accept(theme: Path, each: Taken) -> None:
    """Write down that a file has been brought up to what the stock file is now."""
    if each.now is None:
        return
    text = own(each.path.read_text("utf-8"))
    each.path.write_text(f"{head(each.stock, each.now)}\n{text}", "utf-8")
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
        elif each.headless:
            says = "the line is gone that says which stock file this is made from"
            name = each.path.relative_to(theme / "templates").as_posix()
            fix = f"write {head(each.stock, each.now)} above all else, or remove {KEPT}/{name}"
            yield Mistake(each.path, 1, says, fix)
