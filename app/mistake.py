"""A mistake in somebody's file: where it is, what it is, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake, for people who can open the file."""

    path: Path
    line: int  # 0: the file as a whole
    says: str
    fix: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return f"{place}: {self.says}{f': {self.fix}' if self.fix else ''}"


Found = tuple[Sequence[Mistake], Sequence[Mistake]]
"""What keeps the UI from starting with a theme, and what else is wrong with it."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return what somebody who wrote `name` most likely meant, "" if nothing is near."""
    return next(iter(get_close_matches(name, sorted(known), 1, 0.75)), "")


def on_one_line(text: str) -> str:
    r"""Return `text` with the ends of its lines as a catalog writes them, `\n`: a list has one line for each text."""
    return r"\n".join(text.split("\n"))
