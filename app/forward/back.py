"""Where the visitor was going: what the proxy says of it, held against the list of hosts."""

from __future__ import annotations

import re
import string
from urllib.parse import SplitResult, quote, quote_plus, urlsplit

from werkzeug.datastructures import Headers

from .. import forwarding
from ..limits import RETURN_CHARACTERS

_AUTHORITY = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(:\d{1,5})?")
_IN_A_URI = string.ascii_letters + string.digits + "-._~:/?@!$&'()*+,;=%[]"


def return_to(headers: Headers, otherwise: str, hosts: tuple[str, ...]) -> str:
    """Return the address to come back to; "" if its host is not one of `hosts`.

    nginx says it in one (`X-Original-URL`), Traefik and Caddy in three parts; `otherwise`: as it reached us.
    """
    return listed(headers.get("X-Original-URL") or _of_parts(headers) or otherwise, hosts)


def _of_parts(headers: Headers) -> str:
    scheme, host = headers.get("X-Forwarded-Proto", ""), headers.get("X-Forwarded-Host", "")
    uri = headers.get("X-Forwarded-Uri", "")
    return f"{scheme}://{host}{uri}" if uri.startswith("/") else ""


def listed(address: str, hosts: tuple[str, ...]) -> str:
    """Return an http(s) address of one of `hosts`, fit for a `Location`; of one that is too long, its host alone."""
    parts = _split(address)
    if parts is None or not forwarding.is_listed(parts, hosts):
        return ""
    base = f"{parts.scheme}://{parts.netloc.lower()}"
    query = f"?{parts.query}" if parts.query else ""
    rest = quote((parts.path or "/") + query, safe=_IN_A_URI, encoding="latin-1", errors="replace")
    fits = len(quote_plus(rest)) <= RETURN_CHARACTERS
    return base + (rest if fits else "/")


def _split(address: str) -> SplitResult | None:
    """Return the parts of an address that every browser reads alike: no user, no blank, no backslash; else None."""
    if any(each <= " " or each in "\\\x7f" for each in address):
        return None
    try:
        parts = urlsplit(address)
        usable = parts.port != 0
    except ValueError:
        return None
    return (
        parts if usable and parts.scheme in ("http", "https") and _AUTHORITY.fullmatch(parts.netloc) else None
    )
