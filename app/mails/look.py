"""The colours and letters of mails: the tokens of the stylesheets, as far as mail programs understand them. Pure.

A mail links no stylesheet, knows no custom properties, and few programs know `oklch()`; `color-mix()` is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .colours import hexed
from .readable import faint, mended

COLOURS = ("brand", "on-brand", "link", "canvas", "surface", "sunken", "text", "muted", "line")
FONTS = ("font", "font-mono")
_FAMILY = r"""(?:"[\w\s-]+"|'[\w\s-]+'|[\w-]+(?:\s+[\w-]+)*)"""
_FONT = re.compile(rf"{_FAMILY}(?:\s*,\s*{_FAMILY})*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VAR = re.compile(r"var\(--([\w-]+)\)")
_PIECE = re.compile(r"""(?:"[^"\n]*"|'[^'\n]*'|[^{};])+|[{}]""")  # a string may hold the marks of the rest
_TOKEN = re.compile(r"\s*--([\w-]+)\s*:\s*(.+?)\s*", re.DOTALL)


@dataclass(slots=True)
class Look:
    """Tokens by name, those of a theme that no mail can show, and what could not be read with the rest."""

    light: dict[str, str] = field(default_factory=dict)
    dark: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a theme's author should know, a sentence each."""
        kept = (
            f"Mails keep our {'font' if token.startswith('--font') else 'colour'}, "
            f"as few mail programs know this one: {token}"
            for token in self.unknown
        )
        pairs = ", ".join(self.faint)
        return *kept, *([f"Mails take our colours where these can't be read: {pairs}"] if pairs else ())


def look(stock: str, theme: str = "", scheme: str = "") -> Look:
    """Return the look that two stylesheets make.

    Args:
        stock: ours.
        theme: the theme's, whose rules win in the dark too: they stand in no layer.
        scheme: "light" or "dark" if the theme wants that one alone.
    """
    light, dark = _sheet(stock)
    own, own_dark = _sheet(theme)
    dark, own_dark = light | dark, own | own_dark
    told = dict.fromkeys((*_strange(light | own, own), *_strange(dark | own_dark, own_dark)))
    ours, ours_dark = _plain(light), _plain(dark)
    day, day_turned = (_plain(stocks) | _plain(stocks | own) for stocks in (light, dark))
    night, night_turned = (_plain(stocks) | _plain(stocks | own_dark) for stocks in (dark, light))
    by_day, by_night = tuple(faint(day)), tuple(faint(night))
    day, night = mended(day, day_turned, ours, ours_dark), mended(night, night_turned, ours_dark, ours)
    if scheme:
        only, pairs = (night, by_night) if scheme == "dark" else (day, by_day)
        return Look(only, only, list(told), list(pairs))
    more = (f"in the dark {pair}" for pair in by_night if pair not in by_day)
    return Look(day, night, list(told), [*by_day, *more])


def _sheet(text: str) -> tuple[dict[str, str], dict[str, str]]:
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for name, said, in_dark in _tokens(text):
        (dark if in_dark else light)[name] = said
    return light, dark


def _plain(tokens: Mapping[str, str]) -> dict[str, str]:
    """Return those of `tokens` that mails can show."""
    shown = ((name, _shown(tokens, name)) for name in (*COLOURS, *FONTS))
    return {name: text for name, text in shown if text}


def _strange(tokens: Mapping[str, str], told: Iterable[str]) -> Iterator[str]:
    """Yield those of `tokens` that mails can't show, as far as their names are in `told`."""
    for name in (*COLOURS, *FONTS):
        if name in told and not _shown(tokens, name):
            yield f"--{name}: {tokens[name]}"


def _shown(tokens: Mapping[str, str], name: str) -> str:
    """Return what a mail says for the token `name`; "" if it has no words for it."""
    text = _meant(tokens, name)
    if name in COLOURS:
        return hexed(text)
    return text.replace('"', "'") if _FONT.fullmatch(text) else ""  # it stands in an attribute


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
