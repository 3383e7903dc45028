"""A kept page is the page that would have been made, byte for byte: each recording, language and theme."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.current import ui
from app.kratos.shape import shape_of
from tests.support.kept import KINDS, Twins, others
from tests.support.recordings import Recording, flow_recordings

THEMES = sorted(path.parent for path in (Path(__file__).parents[1] / "themes").glob("*/theme.toml"))
PLACES = [(None, "en"), (None, "ar"), *((theme, "en") for theme in THEMES)]
"""Arabic has no catalog here: a page's direction and links change with it, in every theme alike."""
FLOWS = [each for each in flow_recordings() if each.kind in KINDS]
SHAPES = {each.id: shape for each in FLOWS if (shape := shape_of(each.body))}


def test_most_recordings_have_a_shape() -> None:
    assert len(SHAPES) >= 200


@pytest.mark.parametrize(
    ("theme", "language"),
    PLACES,
    ids=[f"{theme.name if theme else 'stock'}-{lang}" for theme, lang in PLACES],
)
def test_equal_to_the_page_made_anew(theme: Path | None, language: str) -> None:
    twins = Twins(theme, ("en", "ar"))
    source = random.Random(7)
    compared = 0
    for recording in FLOWS:
        if recording.id in SHAPES:
            compared += _compare(twins, recording, language, source)
    assert compared >= 2 * 200
    assert twins.hits >= 2 * 170, ui(twins.keeping).pages.counts


def _compare(twins: Twins, recording: Recording, language: str, source: random.Random) -> int:
    """Asks for the recording until its page is kept, then for two more flows of its shape; how many those were."""
    shape, headers = SHAPES[recording.id], {"Accept-Language": language}
    for body in (recording.body, others(shape, source)):
        twins.kept(recording.kind, body, **headers)
    for token in ("one", "two&<"):
        body = others(shape, source)
        kept = twins.kept(recording.kind, body, token, **headers)
        assert kept == twins.made(recording.kind, body, token, **headers), recording.id
        assert kept.startswith(f"200 OK {language} "), recording.id
    return 2
