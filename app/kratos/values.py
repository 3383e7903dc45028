"""JSON of unknown quality → plain values. Nothing here raises: what does not fit becomes empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from app.kratos.types import JSON


def text(value: JSON) -> str:
    """`value` if it is a string, else ""."""
    return value if isinstance(value, str) else ""


def mapping(value: JSON) -> Mapping[str, JSON]:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: JSON) -> Sequence[JSON]:
    """`value` if it is an array, else an empty one (Kratos says null for none)."""
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def whole(value: JSON) -> int | None:
    """`value` if it is a whole number, else None; `true` is no number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def printed(value: JSON) -> str:
    """A scalar as a form posts it: `true`, `7`, the string itself; "" for null, arrays and objects."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""


def time(value: JSON) -> datetime | None:
    """An RFC 3339 time as aware UTC; nanoseconds are cut to microseconds."""
    try:
        parsed = datetime.fromisoformat(text(value))
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def url(value: JSON) -> str:
    """An absolute http(s) address, else "": Kratos is trusted for hosts, nobody for schemes."""
    address = text(value)
    try:
        parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def image(value: JSON) -> str:
    """The address of an image: http(s), or the picture itself as `data:image/…`; else ""."""
    address = text(value)
    return address if address.lower().startswith("data:image/") else url(address)
