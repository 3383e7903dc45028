"""Addresses of unknown quality: which may be followed, and what they are made of. Nothing here raises."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from .values import JSON, text

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,63}):")
_NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f]")
_OF_BROWSERS = frozenset({
    "about", "blob", "chrome", "data", "file", "filesystem", "ftp", "http", "https", "javascript", "vbscript",
    "view-source", "ws", "wss",
})  # fmt: skip


def url(value: JSON) -> str:
    """Return an absolute http(s) address, else "": Kratos is trusted for hosts, nobody for schemes."""
    address = text(value)
    parts = split(address)
    return address if parts.scheme in ("http", "https") and parts.hostname else ""


def split(address: str) -> SplitResult:
    """Return the parts of an address, all "" for one that can't be read, such as `http://[`."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def app_scheme(address: str) -> str:
    """Return the scheme of an address that leads into an app, `myapp` of `myapp://done`; "" for a browser's own."""
    found = _SCHEME.match(address.lower())
    return "" if not found or found[1] in _OF_BROWSERS or _NOT_IN_AN_ADDRESS.search(address) else found[1]


def link(value: JSON) -> str:
    """Return an http(s) address, or one that leads into an app; else ""."""
    address = text(value)
    return address if app_scheme(address) else url(address)


def image(value: JSON) -> str:
    """Return the address of an image: http(s), or the picture itself as `data:image/…`; else ""."""
    address = text(value)
    return address if address.lower().startswith("data:image/") else url(address)


def is_http_url(address: str) -> bool:
    """Whether `address` is absolute, http(s), and fit for a `Location` header."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
        host.encode("idna")  # so it is written there
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and not _NOT_IN_AN_ADDRESS.search(address)
