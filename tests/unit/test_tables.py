"""The tables in `tests/browser/README.md` and `tests/engines/README.md`: no empty cell, no name without its test."""

from __future__ import annotations

import re
from pathlib import Path

BROWSER = Path(__file__).resolve().parents[1] / "browser"
README = (BROWSER / "README.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in README.splitlines() if line.startswith("| ")][1:]


def test_every_cell_says_something() -> None:
    assert len(ROWS) == 10
    for row in ROWS:
        assert len(row) == 6, row[0]
        for cell in row[1:]:
            assert "`" in cell or cell.startswith("–"), row[0]


def test_what_it_names_is_there() -> None:
    for file, function in re.findall(r"`((?!test_)[a-z_]+)\.([a-z_]+)`", README):
        source = (BROWSER / f"test_{file}.py").read_text(encoding="utf-8")
        assert re.search(rf"^def test_{function}\(", source, re.MULTILINE), f"{file}.{function}"
    for path in re.findall(r"`((?:tests/kratos/)?test_[a-z_]+\.py)`", README):
        assert (BROWSER / path if "/" not in path else BROWSER.parents[1] / path).is_file(), path


ENGINES = BROWSER.parent / "engines"


def test_the_journeys_that_the_engines_table_names_are_there() -> None:
    names = re.findall(r"`((?!test_)[a-z_]+)\.([a-z_]+)`", (ENGINES / "README.md").read_text("utf-8"))
    assert names
    for file, function in names:
        source = (ENGINES / f"test_{file}.py").read_text(encoding="utf-8")
        assert re.search(rf"^def test_{function}\(", source, re.MULTILINE), f"{file}.{function}"
