"""Values of environment variables: text → what `Config` holds. Each raises `ValueError` with a sentence's end.

The caller puts the variable's name before it: `PORT` + `must be a whole number from 1 to 65535`.
"""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
import string
from collections.abc import Callable
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from babel import Locale, UnknownLocaleError


def plain(value: str) -> str:
    """Return the value as it stands."""
    return value


def url(value: str) -> str:
    """Return an http(s) address without a slash at its end."""
    parts = _split(value)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http(s) address such as http://localhost:4433")
    if "@" in parts.netloc:
        raise ValueError("must not hold a user name or a password: browsers would get them")
    if parts.query or parts.fragment:
        raise ValueError("must not have a query or a fragment")
    return value.rstrip("/")


def _split(value: str) -> SplitResult | None:
    """Return the parts of an address; None if a host, a port or a character in it is none."""
    try:
        parts = urlsplit(value)
        usable = parts.port != 0  # reading it fails where it is no number, or too large
    except ValueError:
        return None
    return parts if usable and value.isprintable() and not set(value) & set(' \\"<>^`{|}') else None


def is_this_machine(address: str) -> bool:
    """Whether an http(s) address leads to this machine itself, where browsers trust plain http."""
    host = urlsplit(address).hostname or ""
    return host == "localhost" or host.endswith(".localhost") or host.startswith("127.") or host == "::1"


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
        parts = _split(word)
        if not parts or not parts.hostname or word != f"{parts.scheme}://{parts.netloc}":
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
    path = value.rstrip("/")
    if path and (not _PATH.fullmatch(path) or {".", ".."} & set(path.split("/"))):
        raise ValueError("must be a path such as /auth, of letters, digits and -._~")
    return path


def file(value: str) -> Path:
    """Return a file that exists."""
    path = Path(value)
    if not path.is_file():
        raise ValueError("names a file that does not exist")
    if not os.access(path, os.R_OK):
        raise ValueError("names a file that this user may not read")
    return path.resolve()


def watched_file(value: str) -> Path:
    """Return a file that exists, by the name that it was given: a link may lead elsewhere later."""
    file(value)
    return Path(value).absolute()


def certificates(value: str) -> Path:
    """Return a file of certificates."""
    path = file(value)
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(path)
    except ssl.SSLError:
        raise ValueError("names a file that holds no certificate in PEM form") from None
    return path


_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_COOKIE_PATH = string.ascii_letters + string.digits + "/-._~"


def new_file(value: str) -> Path:
    """Return a file that may be made: its folder exists."""
    path = Path(value)
    if not path.absolute().parent.is_dir():
        raise ValueError("names a file in a folder that does not exist")
    if path.is_dir() or not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
        raise ValueError("names a file that this user can't write")
    return path.absolute()


def file_or_database(value: str) -> Path | str:
    """Return the address of a database as it stands, or a file that may be made."""
    if "://" not in value:
        return new_file(value)
    if not re.fullmatch(r"[a-z][a-z0-9+_]*://\S+", value):
        raise ValueError(
            "must be a file, or the address of a database: postgresql://user:password@host/database"
        )
    return value


def secret(length: int) -> Callable[[str], str]:
    """Return a parser for secrets of so many characters at least."""

    def parse(value: str) -> str:
        if len(value) < length or not value.isascii() or not value.isprintable():
            raise ValueError(
                f"must have at least {length} characters, all of them ASCII: openssl rand -hex 32"
            )
        return value

    return parse


def token(value: str) -> str:
    """Return what a header can hold after "Bearer"."""
    if not value.isascii() or not value.isprintable() or " " in value:
        raise ValueError("must be one word of ASCII characters")
    return value


_COOKIE_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def cookie_name(value: str) -> str:
    """Return the name of a cookie."""
    if not _COOKIE_NAME.fullmatch(value):
        raise ValueError("must be the name of a cookie, such as kratos_ui: letters, digits and -._ alone")
    return value


def cookie_names(value: str) -> tuple[str, ...]:
    """Words, each the name of a cookie, or its start with `*` behind."""
    for word in several(value):
        if not _COOKIE_NAME.fullmatch(word) or "*" in word[:-1]:
            raise ValueError(f'lists "{word}", which is no name such as ory_kratos_session or ory_kratos_*')
    return several(value)


def cookie_path(value: str) -> str:
    """Return a path that a cookie can hold."""
    if not value.startswith("/") or not set(value) <= set(_COOKIE_PATH):
        raise ValueError("must be a path such as /api")
    return value


def page(value: str) -> str:
    """Return an http(s) address, or a path of this host; not `//host`, which is another one's."""
    parts = _split(value)
    address = parts and parts.scheme in ("http", "https") and parts.hostname
    path = parts and value.startswith("/") and not parts.scheme and not parts.netloc
    if not (address or path):
        raise ValueError("must be an address such as https://app.example.org/ or a path such as /bye")
    return value


def ip(value: str) -> str:
    """Return an address to listen on."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        raise ValueError(
            "must be an IP address, no name: 127.0.0.1 for this machine alone, 0.0.0.0 or :: for all"
        ) from None


def one_of(*words: str) -> Callable[[str], str]:
    """Return a parser for one of `words`."""

    def parse(value: str) -> str:
        if value.lower() not in words:
            raise ValueError(f"must be one of: {', '.join(words)}")
        return value.lower()

    return parse


def hsts(value: str) -> str:
    """Return the value of `Strict-Transport-Security`; "" for "off"."""
    if value.lower() == "off":
        return ""
    if not re.fullmatch(r"max-age=\d{1,10}(; ?includeSubDomains)?(; ?preload)?", value, re.IGNORECASE):
        raise ValueError('must be such as "max-age=31536000; includeSubDomains", or "off"')
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
