"""Contrast by WCAG's own numbers."""

from __future__ import annotations

import pytest

from app.theming.contrast import blend, hexadecimal, ratio, readable


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ((0, 0, 0), (255, 255, 255), 21.0),
        ((255, 255, 255), (255, 255, 255), 1.0),
        ((0x77, 0x77, 0x77), (255, 255, 255), 4.48),
        ((0x76, 0x76, 0x76), (255, 255, 255), 4.54),
        ((0x23, 0x55, 0xD3), (255, 255, 255), 6.34),
    ],
)
def test_contrast(one: tuple[int, int, int], other: tuple[int, int, int], wanted: float) -> None:
    assert ratio(one, other) == ratio(other, one)
    assert round(ratio(one, other), 2) == wanted


def test_what_shines_through_counts() -> None:
    assert blend((0, 0, 0, 0.5), (255, 255, 255)) == (128, 128, 128)
    assert hexadecimal((1, 2, 255)) == "#0102ff"


def test_a_colour_that_can_be_read_is_near() -> None:
    better = readable((0x99, 0x99, 0x99), [(255, 255, 255), (240, 240, 240)], 4.5)
    assert better
    assert ratio(better, (240, 240, 240)) >= 4.5
    assert better > (0x60, 0x60, 0x60)
    assert readable((120, 120, 120), [(0, 0, 0), (255, 255, 255)], 7) is None
