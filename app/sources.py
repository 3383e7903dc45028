"""Values of `CSP_*`: what stands in a Content-Security-Policy as it is, so that browsers can read it."""

from __future__ import annotations

import re

from .environ import several

_SOURCE = re.compile(
    r"'(self|none|unsafe-inline|unsafe-eval|unsafe-hashes|wasm-unsafe-eval|strict-dynamic|report-sample)'"
    r"|'(nonce|sha256|sha384|sha512)-[A-Za-z0-9+/_=-]+'"
    r"|\*|[A-Za-z][A-Za-z0-9+.-]*:"
    r"|([A-Za-z][A-Za-z0-9+.-]*://)?(\*\.)?([A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+(:(\d{1,5}|\*))?(/[^\s;,'\"?#]*)?"
    r"|([A-Za-z][A-Za-z0-9+.-]*://)\[[0-9A-Fa-f:.]+\](:\d{1,5})?"
)
_DIRECTIVES = frozenset(
    f"{name}-src"
    for name in (
        "child",
        "connect",
        "default",
        "font",
        "frame",
        "img",
        "manifest",
        "media",
        "object",
        "script",
    )
) | {"script-src-elem", "script-src-attr", "style-src", "style-src-elem", "style-src-attr", "worker-src"}
_OTHERS = frozenset({"base-uri", "form-action", "frame-ancestors", "report-to", "report-uri"})


def form_targets(value: str) -> tuple[str, ...]:
    """Words, each a place where a form may lead."""
    for word in several(value):
        if not _SOURCE.fullmatch(word):
            raise ValueError(f'lists "{word}", which is no source such as https://accounts.google.com')
    return several(value)


def directives(value: str) -> str:
    """Return directives with sources, as CSP has them."""
    for part in filter(None, map(str.strip, value.split(";"))):
        name, *words = part.split()
        if name.lower() not in _DIRECTIVES | _OTHERS:
            raise ValueError(f'has "{name}", which is no directive: such as img-src https://cdn.example.org')
        wrong = [word for word in words if not _SOURCE.fullmatch(word) and not word.startswith("/")]
        if wrong or not words:
            found = f'"{wrong[0]}", which is no source' if wrong else "no source"
            raise ValueError(f"has {found} for {name}: such as https://cdn.example.org")
    return value
