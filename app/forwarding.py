"""Values of `FORWARD_AUTH_*`: which hosts people come back to, and which headers tell who they are."""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from .environ import several

_NAME = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = re.compile(rf"(\*\.)?{_NAME}(\.{_NAME})*(:[1-9]\d{{0,4}})?")
_HEADER = re.compile(r"(X|Remote)(-[a-z0-9]+)+", re.ASCII | re.IGNORECASE)
_TAKEN = re.compile(r"x-(forwarded|original|content|request-id|frame|real|accel)\b.*", re.IGNORECASE)
_FIELD = re.compile(r"id|email|verified|aal|schema_id|(traits|metadata_public)(\.[^.\s]+)+")
DEFAULT = (("X-User-Id", "id"), ("X-User-Email", "email"))
PORTS = {"http": 80, "https": 443}


def hosts(value: str) -> tuple[str, ...]:
    """Words, each a host that people may be sent back to; lower case."""
    for word in several(value):
        wide = word.startswith("*.") and "." not in word[2:] and not word.startswith("*.localhost")
        if not _HOST.fullmatch(word) or wide:
            raise ValueError(
                f'lists "{word}", which is no host such as app.example.org, *.example.org or localhost:8080'
            )
    return tuple(word.lower() for word in several(value))


def headers(value: str) -> tuple[tuple[str, str], ...]:
    """Words such as `X-User-Name=traits.name`, after those that are always sent; a name given here goes first."""
    found: dict[str, tuple[str, str]] = {}
    for word in several(value):
        name, _, source = word.partition("=")
        if not _HEADER.fullmatch(name) or _TAKEN.fullmatch(name):
            raise ValueError(
                f'lists "{word}": its name must be that of a header such as X-User-Name or Remote-Name'
            )
        if not _FIELD.fullmatch(source):
            raise ValueError(
                f'lists "{word}": after = comes id, email, verified, aal, schema_id, traits.… or metadata_public.…'
            )
        if name.lower() in found:
            raise ValueError(f'lists "{name}" twice')
        found[name.lower()] = name, source
    kept = [each for each in DEFAULT if each[0].lower() not in found]
    return (*kept, *found.values())


def is_listed(address: SplitResult, listed: tuple[str, ...]) -> bool:
    """Whether the host of an http(s) address is one of `listed`: without a port, on the scheme's own."""
    port = address.port or PORTS[address.scheme]
    host = (address.hostname or "").lower()
    names = {host if port == PORTS[address.scheme] else "", f"{host}:{port}"}
    return any(_is(each, name) for each in listed for name in names if name)


def _is(listed: str, name: str) -> bool:
    return name.endswith(listed[1:]) if listed.startswith("*.") else name == listed
