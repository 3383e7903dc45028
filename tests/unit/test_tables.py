"""The tables in `tests/browser/README.md` and `tests/engines/README.md`: no empty cell, no name without its test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BROWSER = Path(__file__).resolve().parents[1] / "browser"
README = (BROWSER / "README.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in README.splitlines() if line.startswith("| ")][1:]


def test_every_cell_says_something() -> None:
    assert len(ROWS) == 10
    for row in ROWS:
        assert len(row) == 6, row[0]
        for cell in row[1:]:
            assert "`" in cell or cell.startswith("–"), row[0]


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?!test_)[a-z_]+\.[a-z_]+)`", README))))
def test_the_test_exists(name: str) -> None:
    file, _, function = name.partition(".")
    source = (BROWSER / f"test_{file}.py").read_text(encoding="utf-8")
    assert re.search(rf"^def test_{function}\(", source, re.MULTILINE)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:tests/kratos/)?test_[a-z_]+\.py)`", README))))
def test_the_file_exists(path: str) -> None:
    assert (BROWSER / path if "/" not in path else BROWSER.parents[1] / path).is_file()


ENGINES = BROWSER.parent / "engines"


@pytest.mark.parametrize(
    "name",
    sorted(set(re.findall(r"`((?!test_)[a-z_]+\.[a-z_]+)`", (ENGINES / "README.md").read_text("utf-8")))),
)
def test_the_journey_exists(name: str) -> None:
    file, _, function = name.partition(".")
    source = (ENGINES / f"test_{file}.py").read_text(encoding="utf-8")
    assert re.search(rf"^def test_{function}\(", source, re.MULTILINE)
