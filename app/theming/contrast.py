"""How well a colour is read on another, by WCAG 2. Pure."""

from __future__ import annotations

from collections.abc import Iterable

Colour = tuple[int, int, int]


def blend(above: tuple[float, float, float, float], below: Colour) -> Colour:
    """Return what is seen of a colour with an alpha above another one."""
    *rgb, alpha = above
    r, g, b = (round(alpha * one + (1 - alpha) * other) for one, other in zip(rgb, below, strict=True))
    return r, g, b


def ratio(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(text: Colour, grounds: Iterable[Colour], wanted: float) -> Colour | None:
    """Return the colour next to `text` that is read on each of `grounds`, None if there is none."""
    grounds = list(grounds)
    for step in range(1, 21):
        for end in (0, 255):
            r, g, b = (round(each + (end - each) * step / 20) for each in text)
            if all(ratio((r, g, b), ground) >= wanted for ground in grounds):
                return r, g, b
    return None


def hexadecimal(colour: Colour) -> str:
    """Return a colour as style sheets write it."""
    return "#" + "".join(f"{each:02x}" for each in colour)


def _luminance(colour: Colour) -> float:
    linear = [each / 255 / 12.92 if each <= 10 else ((each / 255 + 0.055) / 1.055) ** 2.4 for each in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
