"""Colours that can be read, as WCAG 2 counts it. Pure. A colour is `#rgb` or `#rrggbb`."""

from __future__ import annotations

import re
from collections.abc import Iterable

TEXT, SHAPE = 4.5, 3.0
"""What AA asks for: of text, and of edges of controls."""
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
WHITE, INK = "#ffffff", "#14171f"
_STEPS = 50


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, grounds: Iterable[str], least: float = TEXT) -> bool:
    """Whether `colour` stands out from each of `grounds`."""
    return all(contrast(colour, ground) >= least for ground in grounds)


def on(colour: str) -> str:
    """Return the colour of text on `colour`: white where it can be read, else the darker of the two that can."""
    inks = (WHITE, INK, "#000000")
    return next((ink for ink in inks if readable(ink, [colour])), "#000000")


def towards(colour: str, end: str, grounds: Iterable[str], least: float = TEXT) -> str:
    """Return `colour`, mixed with as little of `end` as makes it stand out from each of `grounds`."""
    grounds = tuple(grounds)
    mixes = (mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next((mix for mix in mixes if readable(mix, grounds, least)), end)


def mixed(one: str, other: str, share: float) -> str:
    """Return `one` with a `share` of `other` in it."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, ...]:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    return tuple(bytes.fromhex(digits))


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (n / 255 for n in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
