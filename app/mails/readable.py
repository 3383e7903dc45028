"""Texts of a mail that can be read, where a theme's colours stand beside ours. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..theme.contrast import contrast, on, readable

Tokens = Mapping[str, str]
_INKS = (("muted", "surface"), ("link", "surface"), ("on-brand", "brand"))
_READ = (("text", "surface"), ("text", "sunken"), *_INKS)
"""What stands on what in a mail. Nothing is written on the canvas."""


def faint(look: Tokens) -> Iterator[str]:
    """Yield those pairs of a look that can't be read, in words."""
    for ink, ground in _READ:
        if not _reads(look, ink, ground):
            grade = int(contrast(look[ink], look[ground]) * 10) / 10  # 4.49 is no 4.5
            yield f"--{ink} {look[ink]} on --{ground} {look[ground]} ({grade}:1)"


def mended(look: Tokens, turned: Tokens, ours: Tokens, others: Tokens) -> dict[str, str]:
    """Return `look` with as few colours of ours in it as make all that it says readable.

    Args:
        look: the theme's colours, and ours of the scheme where it has none.
        turned: the same with ours of the other scheme: a theme may be dark without saying so.
        ours: ours alone.
        others: ours of the other scheme alone.
    """
    best = min((look, turned), key=_lost)
    if not _reads(best, "text", "surface"):
        return dict(ours)
    found = dict(best)
    if not _reads(found, "text", "sunken"):
        found["sunken"] = found["surface"]
    for ink, ground in _INKS:
        if not _reads(found, ink, ground):
            kept = (ours[ink], others[ink])
            found[ink] = next((each for each in kept if readable(each, [found[ground]])), on(found[ground]))
    return found


def _lost(look: Tokens) -> int:
    return sum(not _reads(look, "text", ground) for ground in ("surface", "sunken"))


def _reads(look: Tokens, ink: str, ground: str) -> bool:
    return readable(look[ink], [look[ground]])
