"""The scripts: small enough, and nothing in them that the policy or good manners forbid."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from rjsmin import jsmin

SCRIPTS = sorted((Path(__file__).parents[3] / "static/js").glob("*.js"))
LIMIT = 5.25 * 1024  # bytes as they are served, minified and gzipped: what any page loads, both together
LISTS = 900  # what pages with a list load besides
TIMES = 530  # and pages with times
MOMENTS = 780  # and those with a field of date and time
FORBIDDEN = r"\beval\(|new Function|innerHTML|outerHTML|document\.write|\balert\(|\.style\b|\"style\"|https?://|\bimport\b"


def test_all_are_there() -> None:
    assert [script.name for script in SCRIPTS] == [
        "enhance.js",
        "lists.js",
        "moments.js",
        "times.js",
        "triggers.js",
    ]


def test_size() -> None:
    sizes = {script.name: len(gzip.compress(jsmin(script.read_bytes()), 9, mtime=0)) for script in SCRIPTS}
    assert sizes.pop("lists.js") <= LISTS
    assert sizes.pop("moments.js") <= MOMENTS
    assert sizes.pop("times.js") <= TIMES
    assert sum(sizes.values()) <= LIMIT, sizes


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_clean(script: Path) -> None:
    assert re.findall(FORBIDDEN, script.read_text()) == []
