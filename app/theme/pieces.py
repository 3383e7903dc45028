"""A page in pieces: the text that it shares with others, and the places for what is its own. Pure.

A shape (`app.kratos.shape`) is made into a page with stand-ins in the place of its values; what lies between them are
the pieces. Values go in escaped, as a template that only prints them would have put them there. Whether it does no
more than that, whoever keeps pieces finds out by comparing.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from markupsafe import escape

from ..kratos.marks import CLOSE, OPEN
from ..upstream.values import JSON
from .watched import Watched

_MARK = re.compile(rf"{OPEN}([a-z]+)(\d*)-(\d+){CLOSE}")
_PRIVATE = range(0xE100, 0xF800)
"""Characters that stand for those of a secret, which pages may show in groups: no page has them."""
_GROUPS = re.compile(f"([{chr(_PRIVATE.start)}-{chr(_PRIVATE.stop)}]+)")
_LENGTH = 64
"""Of these characters that one value has: a secret is no longer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands on a page: all of it, or, of a secret, the characters from `start` to `end`."""

    value: int
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Pieces:
    """A page without its values: text, place, text, place, …, text."""

    texts: tuple[bytes, ...]
    places: tuple[Place, ...]

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return sum(map(len, self.texts)) + 100 * len(self.texts)

    def parts(self, values: Sequence[str]) -> list[bytes]:
        """Return the page with `values` in it, escaped; each second part is one of them."""
        shown = [_shown(value) for value in values]
        parts = [self.texts[0]]
        for place, text in zip(self.places, self.texts[1:], strict=True):
            whole = place.end is None
            parts.append(
                shown[place.value] if whole else _shown(values[place.value][place.start : place.end])
            )
            parts.append(text)
        return parts


def _shown(value: str) -> bytes:
    return escape(value).encode(errors="replace")  # as `app.web.page.show` does


def stand_ins(skeleton: str, beside: Sequence[str] = ()) -> tuple[str, ...]:
    """Something in the place of each value of `skeleton`, and of each value that a page gets from elsewhere.

    `beside`: the kinds of those. They are of the same class as what they stand for; but each call makes others, of
    other lengths, and most change when they are quoted.
    """
    found = {int(number): (kind, length) for kind, length, number in _MARK.findall(skeleton)}
    own = [_stand_in(*found[number], number) for number in range(len(found))]
    return (*own, *(Watched(_KINDS[kind]()) for kind in beside))


def asked(texts: Sequence[str]) -> bool:
    """Whether a template has asked one of these stand-ins for more than to be printed."""
    return any(isinstance(text, Watched) and text.asked for text in texts)


def in_place(skeleton: str, texts: Sequence[str]) -> Mapping[str, JSON]:
    """Return the flow that `skeleton` is one of, with `texts` as its values."""
    flow = _MARK.sub(lambda found: json.dumps(texts[int(found[3])], ensure_ascii=False)[1:-1], skeleton)
    return cast("Mapping[str, JSON]", _themselves(json.loads(flow), {str(text): text for text in texts}))


def _themselves(value: Any, texts: Mapping[str, str]) -> Any:
    """`value` with the stand-ins themselves, where equal texts are."""
    if isinstance(value, dict):
        return {key: _themselves(inner, texts) for key, inner in value.items()}
    if isinstance(value, list):
        return [_themselves(inner, texts) for inner in value]
    return texts.get(value, value) if isinstance(value, str) else value


def cut(page: str, texts: Sequence[str]) -> Pieces:
    """Return the pieces of `page`, which was made with `texts` as its values."""
    numbers = {str(escape(text)): number for number, text in enumerate(texts)}
    whole = re.compile("|".join(re.escape(text) for text in sorted(numbers, key=len, reverse=True)))
    found: list[str] = []
    places: list[Place] = []
    end = 0
    for match in re.finditer(f"{whole.pattern}|{_GROUPS.pattern}" if numbers else _GROUPS.pattern, page):
        place = _place(match[0], numbers)
        found.append(page[end : match.start()])
        places.append(place)
        end = match.end()
    return Pieces(tuple(text.encode(errors="replace") for text in (*found, page[end:])), tuple(places))


def _place(text: str, numbers: Mapping[str, int]) -> Place:
    if text in numbers:
        return Place(numbers[text])
    number, start = divmod(ord(text[0]) - _PRIVATE.start, _LENGTH)
    return Place(number, start, start + len(text))


def _stand_in(kind: str, length: str, number: int) -> str:
    if kind == "secret":
        first = _PRIVATE.start + number * _LENGTH
        return "".join(map(chr, range(first, first + int(length))))
    return Watched(_KINDS[kind]())


def _letters(least: int, most: int) -> str:
    count = least + secrets.randbelow(most - least + 1)
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(count))


def _digits(count: int) -> str:
    return "".join(secrets.choice("123456789") for _ in range(count))


_KINDS: Mapping[str, Callable[[], str]] = {
    "uuid": lambda: str(uuid4()),
    "time": lambda: (datetime(2000, 1, 1) + timedelta(seconds=secrets.randbelow(10**10))).isoformat() + "Z",
    "opaque": lambda: f"{_letters(16, 40)}+/=\"<&'>",
    "token": lambda: f"{_letters(16, 40)}_-7",
    "email": lambda: f"{_letters(6, 9)}@{_letters(7, 12)}.test",
    "address": lambda: f"{_letters(16, 40)}@{_letters(16, 40)}.test",
    "words": lambda: f"{_letters(6, 18)}é o'{_letters(6, 18)}",
    "phone": lambda: f"+{_digits(9 + secrets.randbelow(6))}",
    "image": lambda: f"data:image/png;base64,{_letters(16, 40)}+/=",
    "link": lambda: f"https://{_letters(8, 20)}.test/?a={_letters(8, 20)}&b=1",
}
