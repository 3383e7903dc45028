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
LANGUAGES = ("en", "ar")
"""Arabic has no catalog here: a page's direction and links change with it."""
FLOWS = [each for each in flow_recordings() if each.kind in KINDS]
SHAPES = {each.id: shape for each in FLOWS if (shape := shape_of(each.body))}


def test_most_recordings_have_a_shape() -> None:
    assert len(SHAPES) >= 200


@pytest.mark.parametrize("theme", [None, *THEMES], ids=lambda theme: theme.name if theme else "stock")
def test_equal_to_the_page_made_anew(theme: Path | None) -> None:
    twins = Twins(theme, LANGUAGES)
    source = random.Random(7)
    compared = 0
    for recording in FLOWS:
        if recording.id in SHAPES:
            for language in LANGUAGES:
                compared += _compare(twins, recording, language, source)
    assert compared >= 2 * 200 * len(LANGUAGES)
    assert twins.hits >= 2 * 170 * len(LANGUAGES), ui(twins.keeping).pages.counts


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
