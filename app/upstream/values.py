"""JSON of unknown quality → plain values. Nothing but `load` raises: what does not fit becomes empty."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NoReturn, TypeAlias, cast

from ..limits import JSON_DEPTH, JSON_VALUES

JSON: TypeAlias = "None | bool | int | float | str | Sequence[JSON] | Mapping[str, JSON]"

# what directs text, has no width, or is none; not the joiners that Persian, Hindi and emoji are written with
_NOT_TO_SEE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def load(data: bytes) -> JSON:
    """Read the JSON in `data`: UTF-8, finite numbers, no half of a surrogate pair, which nothing could send on.

    Raises:
        ValueError: no JSON, or too much of it (`JSON_DEPTH`, `JSON_VALUES`).
    """
    text = data.decode("utf-8-sig")
    try:
        found: JSON = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        if _HALF.search(text):
            found = json.loads(json.dumps(found, ensure_ascii=False).encode(errors="replace"))
    except RecursionError:
        raise ValueError("nested too deep") from None
    if isinstance(found, dict | list):
        _check_size(found)
    return found


def _check_size(value: JSON) -> None:
    count, level = 1, [value]
    for _ in range(JSON_DEPTH):
        inner: list[JSON] = []
        for each in level:
            inner += each.values() if type(each) is dict else cast("list[JSON]", each)
        count += len(inner)
        if count > JSON_VALUES:
            raise ValueError("too many values")
        level = [each for each in inner if type(each) in (dict, list)]
        if not level:
            return
    raise ValueError("nested too deep")


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)  # NaN and Infinity are Python's, not JSON's


def _finite(text: str) -> float:
    number = float(text)
    return number if abs(number) != float("inf") else _no_number(text)


def text(value: JSON) -> str:
    """`value` if it is a string, else ""."""
    return value if isinstance(value, str) else ""


def one_line(value: JSON, most: int = 100) -> str:
    """Put a stranger's text into one line of at most `most` characters, none of which turns it round."""
    return " ".join(_NOT_TO_SEE.sub("", text(value)).split())[:most]


def mapping(value: JSON) -> Mapping[str, JSON]:
    """`value` if it is an object, else an empty one."""
    if type(value) is dict:  # as JSON is read; to ask what else it may be takes ten times as long
        return value
    return value if isinstance(value, Mapping) else {}


def items(value: JSON) -> Sequence[JSON]:
    """`value` if it is an array, else an empty one (Kratos says null for none)."""
    if type(value) is list:
        return value
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def whole(value: JSON) -> int | None:
    """`value` if it is a whole number, else None; `true` is no number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def printed(value: JSON) -> str:
    """Return a scalar as a form posts it: `true`, `7`, the string itself; "" for null, arrays and objects."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def time(value: JSON) -> datetime | None:
    """Return an RFC 3339 time as aware UTC; nanoseconds are cut to microseconds."""
    try:
        parsed = datetime.fromisoformat(text(value))
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
