r"""Regular expressions of identity schemas in English words; "" for all but the plain ones.

`^[A-Z]{2}\d{9}$` → `Enter 2 capital letters, then 9 digits.` Nothing is ever matched with a pattern: it is read once,
from left to right, so that a hostile one costs no more than its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

LONGEST = 120
"""Characters of a pattern that is read, and of the words for it."""
_PARTS, _EXTRA, _CHOICES, _TIMES = 5, 6, 6, 1000
"""More than these, and a sentence helps nobody."""
_SHORTHANDS = {"d": ("digit",), "w": ("letter", "digit", "_")}
_RANGES = {"A-Z": "capital letter", "a-z": "small letter", "0-9": "digit"}
_SPECIAL = frozenset(".^$*+?{}()[]|")


class _Unknown(Exception):
    """Something that this module does not read."""


@dataclass(frozen=True, slots=True)
class _Class:
    """One character out of some: of `kinds` ("digit"), or one of `extra`."""

    kinds: tuple[str, ...]
    extra: tuple[str, ...] = ()

    @property
    def literal(self) -> str:
        """The only character that it can be, "" if there are others."""
        return self.extra[0] if not self.kinds and len(self.extra) == 1 else ""

    def named(self, many: bool, last: str) -> str:
        kinds = [re.sub("letter|digit|character", r"\g<0>s", kind) if many else kind for kind in self.kinds]
        extra = ["spaces" if many and each == " " else _quoted(each) for each in self.extra]
        return _joined([*kinds, *extra], last)


@dataclass(frozen=True, slots=True)
class _Part:
    """A class so many times (`most` None: without end), or words for something that stands there once or never."""

    what: _Class | str
    least: int = 1
    most: int | None = 1

    @property
    def literal(self) -> str:
        """The only character that it can be."""
        once = isinstance(self.what, _Class) and self.least == self.most == 1
        return self.what.literal if once and isinstance(self.what, _Class) else ""


def in_words(pattern: str) -> str:
    """Say what `pattern` wants; "" if it is not plain. Go's rules: without `^` it may start anywhere."""
    if not 0 < len(pattern) <= LONGEST:
        return ""
    start, end = pattern.startswith("^"), pattern.endswith("$") and not pattern.endswith("\\$")
    try:
        parts = _Reader(pattern[start : len(pattern) - end]).read()
        words = _sentence(parts, start, end)
    except _Unknown:
        return ""
    return words if len(words) <= LONGEST else ""


def _sentence(parts: list[_Part], start: bool, end: bool) -> str:
    if not 0 < len(parts) <= _PARTS:
        raise _Unknown
    (what, least, most), alone = (parts[0].what, parts[0].least, parts[0].most), len(parts) == 1
    if start and end:
        if alone and isinstance(what, _Class) and least != most:
            return _only(what, least, most)
        return f"Enter {', then '.join(_counted(part) for part in parts)}."
    if not alone or not isinstance(what, str) or not least or start == end:
        raise _Unknown
    return f"Start with {what}." if start else f"End with {what}."


def _only(what: _Class, least: int, most: int | None) -> str:
    """Return a whole value of one class: `^[a-z]+$`."""
    if (least, most) == (0, 1) or (least < 2 and most is None and "character" in what.kinds):
        raise _Unknown
    words = what.named(True, "and")
    if most is None and least < 2:
        return f"Use only {words}."
    limits = f"at least {least}" if most is None else f"{least} to {most}" if least else f"at most {most}"
    simple = len(what.kinds) == 1 and not what.extra
    return f"Enter {limits} {words}." if simple else f"Use {limits} characters: {words}."


def _counted(part: _Part) -> str:
    least, most = part.least, part.most
    optional = "" if least or most is None else " (optional)"
    if isinstance(part.what, str):
        return part.what + optional
    words = part.what.named(most != 1, "or")
    if most is None:
        return (
            f"{('any number of', 'one or more')[least]} {words}" if least < 2 else f"at least {least} {words}"
        )
    if most == 1:
        return f"{words if part.what.literal else f'1 {words}'}{optional}"
    times = str(most) if least == most else f"{least} to {most}" if least else f"up to {most}"
    return f"{times} times {words}" if part.what.literal else f"{times} {words}{optional}"


class _Reader:
    """Reads a pattern from left to right, without anchors."""

    def __init__(self, pattern: str) -> None:
        self.left = pattern

    def read(self, inside: bool = False) -> list[_Part]:
        """Return the parts of a sequence; characters in a row become one."""
        parts: list[_Part] = []
        run = ""
        while self.left and not (inside and self.left[0] in ")|"):
            part = self._part(inside)
            if part.literal:
                run += part.literal
                continue
            parts, run = [*parts, *_literal(run), part], ""
        return [*parts, *_literal(run)]

    def _part(self, inside: bool) -> _Part:
        first = self._take()
        if first == "(" and not inside:
            words = self._group()
            least, most = self._times()
            return _Part(words, least, most) if (least, most) in ((1, 1), (0, 1)) else _fail()
        if first == "[":
            what = self._set()
        elif first == "\\":
            what = _class([*self._escaped()])
        elif first == ".":
            what = _Class(("character",))
        else:
            what = _Class((), (first,)) if first not in _SPECIAL else _fail()
        return _Part(what, *self._times())

    def _take(self) -> str:
        if not self.left:
            raise _Unknown
        first, self.left = self.left[0], self.left[1:]
        return first

    def _escaped(self) -> tuple[str, ...]:
        """Return what stands for the character after a backslash: kinds, or itself."""
        escaped = self._take()
        if escaped in _SHORTHANDS:
            return _SHORTHANDS[escaped]
        return (escaped,) if escaped.isascii() and not escaped.isalnum() else _fail()

    def _set(self) -> _Class:
        """`[A-Z0-9_-]`, its bracket taken."""
        found: list[str] = []
        while (first := self._take()) != "]":
            if first == "\\":
                found += self._escaped()
            elif self.left[:1] == "-" and self.left[1:2] not in ("]", ""):
                found.append(_range(f"{first}-{self.left[1]}"))
                self.left = self.left[2:]
            else:
                found.append(first if first not in "^[" else _fail())
        return _class(found)

    def _group(self) -> str:
        r"""One of several words, or a sequence: `(a|b)`, `(?:-\d{4})`, its parenthesis taken."""
        self.left = self.left.removeprefix("?:")
        choices = [self.read(inside=True)]
        while self._take() == "|":
            choices.append(self.read(inside=True))
        if len(choices) == 1:
            return " and ".join(_counted(part) for part in choices[0]) or _fail()
        words = [parts[0].what for parts in choices if len(parts) == 1 and parts[0].least == 1]
        plain = [each for each in words if isinstance(each, str)]
        return _joined(plain, "or") if len(plain) == len(choices) <= _CHOICES else _fail()

    def _times(self) -> tuple[int, int | None]:
        found = re.match(r"[?*+]|\{(\d{1,3})(,(\d{0,3}))?\}", self.left)
        if not found:
            return 1, 1
        self.left = self.left[found.end() :]
        if self.left[:1] in ("?", "+", "*", "{"):  # lazy, possessive, or no repetition at all
            raise _Unknown
        if found[0] in ("?", "*", "+"):
            return int(found[0] == "+"), 1 if found[0] == "?" else None
        least = int(found[1])
        most = least if found[2] is None else int(found[3]) if found[3] else None
        return (least, most) if most is None or 0 < most >= least else _fail()


def _range(name: str) -> str:
    if name in _RANGES:
        return _RANGES[name]
    low, high = name[0], name[2]
    return f"digit from {low} to {high}" if low.isdigit() and high.isdigit() and low < high else _fail()


def _class(found: list[str]) -> _Class:
    kinds = list(dict.fromkeys(each for each in found if len(each) > 1))
    extra = tuple(dict.fromkeys(each for each in found if len(each) == 1))
    if "letter" in kinds or {"capital letter", "small letter"} <= set(kinds):
        kinds = ["letter", *(kind for kind in kinds if not kind.endswith("letter"))]
    kinds.sort(key=lambda kind: kind.startswith("digit"))
    if not found or len(extra) > _EXTRA or (len(found) > 1 and any(map(str.isalnum, extra))):
        raise _Unknown
    return _Class(tuple(kinds), extra)


def _literal(run: str) -> list[_Part]:
    return [_Part(_quoted(run))] if run else []


def _quoted(text: str) -> str:
    return "a space" if text == " " else f"“{text}”"


def _joined(words: list[str], last: str) -> str:
    if not words:
        raise _Unknown
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else words[0]


def _fail() -> NoReturn:
    raise _Unknown
