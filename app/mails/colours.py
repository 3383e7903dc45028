"""Colours as style sheets write them, as `#rrggbb`: what all mail programs know, and contrast is counted of. Pure."""

from __future__ import annotations

from coloraide import Color

from ..theme.contrast import COLOUR


def hexed(text: str) -> str:
    """Return the colour `text` as `#rgb` or `#rrggbb`; "" if it is none, or one that lets through what is below.

    Of more colours than screens of mail programs show, `oklch(0.7 0.4 150)`, each channel is cut, as browsers do it.
    """
    if COLOUR.fullmatch(text):
        return text
    try:
        colour = Color(text).convert("srgb")
    except (ValueError, OverflowError):  # "inherit", "color-mix(…)"; "lab(1e308 …)"
        return ""
    return colour.to_string(hex=True, fit="clip") if colour.alpha() >= 1 else ""
