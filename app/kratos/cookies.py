"""Which of a browser's cookies go to Kratos. Cookies are cut out of the raw header, never decoded.

Header values are WSGI strings: each character stands for one byte (latin-1).
"""

from __future__ import annotations

from collections.abc import Iterator

from ..upstream.http import fits


def forward(header: str, patterns: tuple[str, ...]) -> str:
    """Return the cookies of a raw `Cookie` header whose names match, byte for byte and in order; "" without any.

    `patterns`: names; a final `*` stands for any end. Duplicates stay: which one counts is Kratos' decision.
    A cookie with a control character is left out: it could end the header.
    """
    return "; ".join(pair for _, pair in _matching(header, patterns))


def has_session(header: str, patterns: tuple[str, ...]) -> bool:
    """Whether a cookie is there that may be a Kratos session: a matching one, neither CSRF nor continuity.

    Says nothing of its being valid.
    """
    return any(
        pair.rstrip(" \t") != f"{name}="
        and not name.startswith("csrf_token_")
        and not name.endswith("_continuity")
        for name, pair in _matching(header, patterns)
    )


def _matching(header: str, patterns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Name and whole pair of each cookie to forward."""
    for pair in header.split(";"):
        name, equals, _ = pair.strip(" \t").partition("=")
        if equals and _matches(name, patterns) and fits(pair):
            yield name, pair.strip(" \t")


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(name.startswith(p[:-1]) if p.endswith("*") else name == p for p in patterns)
