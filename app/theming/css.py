"""A style sheet as its braces and semicolons divide it: no more than it takes to say which line is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_QUIET = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|url\([^)\"']*\)", re.DOTALL)
"""Texts and addresses, whose braces and semicolons divide nothing."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """`name: value`, and the heads of the blocks that it stands in, the outermost first."""

    line: int
    name: str
    value: str
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brace:
    """One that has no other: `{` where the block `head` starts, or `}`."""

    line: int
    head: str = ""


def plain(text: str) -> str:
    """Return a style sheet without comments, each line in its place."""
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


def parts(text: str) -> Iterator[Declaration | Brace]:
    """Yield what a `plain` style sheet declares, and the braces that are too many."""
    quiet = _QUIET.sub(lambda found: re.sub(r"[{};:]", "_", found[0]), text)
    around: list[Brace] = []
    start = 0
    for found in re.finditer(r"[{};]|\Z", quiet):
        said, at = text[start : found.start()], start
        line = text.count("\n", 0, at + len(said) - len(said.lstrip())) + 1
        name, colon, value = said.partition(":")
        if found[0] == "{":
            around.append(Brace(line, " ".join(said.split())))
        elif colon and around:
            yield Declaration(line, name.strip(), value.strip(), tuple(each.head for each in around))
        if found[0] == "}":
            if around:
                around.pop()
            else:
                yield Brace(text.count("\n", 0, found.start()) + 1)
        start = found.end()
    yield from around[-1:]
