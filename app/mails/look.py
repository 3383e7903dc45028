"""The colours and letters of mails: the tokens of the stylesheets, as far as mail programs understand them. Pure.

A mail links no stylesheet, knows no custom properties, and few programs know `oklch()` or `color-mix()`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

COLOURS = ("brand", "on-brand", "link", "canvas", "surface", "sunken", "text", "muted", "line")
_PLAIN = {
    **dict.fromkeys(COLOURS, re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})|[a-z]+", re.IGNORECASE)),
    "font": re.compile(r"""[\w\s,"'-]+"""),
    "font-mono": re.compile(r"""[\w\s,"'-]+"""),
}
"""What a token may say to be taken over."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VAR = re.compile(r"var\(--([\w-]+)\)")
_PIECE = re.compile(r"[^{};]+|[{}]")
_TOKEN = re.compile(r"\s*--([\w-]+)\s*:\s*(.+?)\s*", re.DOTALL)


@dataclass(slots=True)
class Look:
    """Tokens by name, and those of a theme that no mail can show."""

    light: dict[str, str] = field(default_factory=dict)
    dark: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def look(stock: str, theme: str = "", scheme: str = "") -> Look:
    """Return the look that two stylesheets make.

    Args:
        stock: ours.
        theme: the theme's, whose rules win in the dark too: they stand in no layer.
        scheme: "light" or "dark" if the theme wants that one alone.
    """
    light, dark = _sheet(stock)
    own, own_dark = _sheet(theme)
    unknown: list[str] = []
    day = _plain(light) | _plain(light | own, own, unknown)
    night = _plain(light | dark) | _plain(light | dark | own | own_dark, own | own_dark, unknown)
    told = list(dict.fromkeys(unknown))
    return Look(night if scheme == "dark" else day, day if scheme == "light" else night, told)


def _sheet(text: str) -> tuple[dict[str, str], dict[str, str]]:
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for name, said, in_dark in _tokens(text):
        (dark if in_dark else light)[name] = said
    return light, dark


def _plain(
    tokens: Mapping[str, str], told: Container[str] = (), unknown: list[str] | None = None
) -> dict[str, str]:
    """Return those of `tokens` that mails can show; the names of `told` that they can't go to `unknown`."""
    plain = {}
    for name, pattern in _PLAIN.items():
        text = _meant(tokens, name)
        if pattern.fullmatch(text):
            plain[name] = text.replace('"', "'")  # it stands in an attribute
        elif unknown is not None and name in told:
            unknown.append(f"--{name}: {tokens[name]}")
    return plain


def _meant(tokens: Mapping[str, str], name: str) -> str:
    """Return what the token `name` says, other tokens followed; no further than there are tokens: they may go round."""
    text = tokens.get(name, "")
    for _ in tokens:
        if not (other := _VAR.fullmatch(text)):
            break
        text = tokens.get(other[1], "")
    return text


def _tokens(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """Return each custom property of `:root`: its name, what it says, and whether that holds in the dark alone."""
    around: list[str] = []
    before = ""
    for piece in _PIECE.findall(_COMMENT.sub("", sheet)):
        if piece == "{":
            around.append(before.strip())
        elif piece == "}":
            around = around[:-1]
        elif around and ":root" in around[-1] and (token := _TOKEN.fullmatch(piece)):
            where = " ".join(around)
            if not re.search(r"@supports|prefers-contrast|forced-colors|@media print|dir=", where):
                yield token[1], token[2], bool(re.search(r"scheme\W+dark", where))
        before = piece
