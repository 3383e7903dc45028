"""Values of environment variables: text → what `Config` holds. Each raises `ValueError` with a sentence's end.

The caller puts the variable's name before it: `PORT` + `must be a whole number from 1 to 65535`.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError


def plain(value: str) -> str:
    """Return the value as it stands."""
    return value


def url(value: str) -> str:
    """Return an http(s) address without a slash at its end."""
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http(s) address such as http://localhost:4433")
    if parts.query or parts.fragment:
        raise ValueError("must not have a query or a fragment")
    return value.rstrip("/")


def flag(value: str) -> bool:
    """Either of "true" and "false", and their usual spellings."""
    known = {
        "true": True,
        "1": True,
        "yes": True,
        "on": True,
        "false": False,
        "0": False,
        "no": False,
        "off": False,
    }
    try:
        return known[value.lower()]
    except KeyError:
        raise ValueError('must be "true" or "false"') from None


def several(value: str) -> tuple[str, ...]:
    """Words between spaces or commas."""
    return tuple(value.replace(",", " ").split())


def language(value: str) -> str:
    """Return the tag of a language that Babel knows."""
    try:
        Locale.parse(value.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        raise ValueError(f'names "{value}", which is not a language such as de or pt-BR') from None
    return value


def languages(value: str) -> tuple[str, ...]:
    """Words, each the tag of a language."""
    return tuple(map(language, several(value)))


def origins(value: str) -> tuple[str, ...]:
    """Words, each the origin of a site."""
    for word in several(value):
        if word != f"{urlsplit(word).scheme}://{urlsplit(word).netloc}" or not urlsplit(word).hostname:
            raise ValueError(f'lists "{word}", which is not an origin such as https://app.example.org')
    return several(value)


def number(low: int, high: int) -> Callable[[str], int]:
    """Return a parser for whole numbers from `low` to `high`."""

    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(value)

    return parse


def seconds(value: str) -> tuple[float, float]:
    """Two numbers of seconds: connect, read."""
    try:
        parts = [float(word) for word in several(value)]
    except ValueError:
        parts = []
    if len(parts) != 2 or not all(0 < part <= 60 for part in parts):
        raise ValueError('must be two numbers of seconds, "connect read", such as "1 6"')
    return parts[0], parts[1]


def path_prefix(value: str) -> str:
    """Return a path without a slash at its end; "" for none."""
    if value.strip("/") and not value.startswith("/"):
        raise ValueError("must start with a slash, such as /auth")
    return value.rstrip("/")


def folder(value: str) -> Path:
    """Return a folder that exists."""
    path = Path(value)
    if not path.is_dir():
        raise ValueError("names a folder that does not exist")
    return path.resolve()


def file(value: str) -> Path:
    """Return a file that exists."""
    path = Path(value)
    if not path.is_file():
        raise ValueError("names a file that does not exist")
    return path.resolve()


_COOKIE_PATH = string.ascii_letters + string.digits + "/-._~"


def new_file(value: str) -> Path:
    """Return a file that may be made: its folder exists."""
    path = Path(value)
    if not path.absolute().parent.is_dir():
        raise ValueError("names a file in a folder that does not exist")
    return path.absolute()


def secret(value: str) -> str:
    """Return a secret long enough to be one."""
    if len(value) < 16 or not value.isascii():
        raise ValueError("must have at least 16 characters, all of them ASCII")
    return value


def cookie_path(value: str) -> str:
    """Return a path that a cookie can hold."""
    if not value.startswith("/") or not set(value) <= set(_COOKIE_PATH):
        raise ValueError("must be a path such as /api")
    return value


def page(value: str) -> str:
    """Return an http(s) address, or a path of this host; not `//host`, which is another one's."""
    parts = urlsplit(value)
    address = parts.scheme in ("http", "https") and parts.hostname
    path = value.startswith("/") and not parts.scheme and not parts.netloc and "\\" not in value
    if not (address or path) or not value.isprintable() or " " in value:
        raise ValueError("must be an address such as https://app.example.org/ or a path such as /bye")
    return value


def env(
    *names: str,
    doc: str,
    parse: Callable[[str], Any] = plain,
    default: Any = "",
    shown: str = "",
    secret: bool = False,
) -> Any:
    """Return a `Config` field that the first set one of the variables `names` gives.

    `shown`: the default in words. `secret`: kept out of `repr(config)`, and so out of logs.
    """
    metadata = {"names": names, "doc": doc, "parse": parse, "shown": shown}
    return field(default=default, metadata=metadata, repr=not secret)
