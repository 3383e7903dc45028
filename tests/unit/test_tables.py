"""The tables in `tests/browser/README.md` and `tests/engines/README.md`: no empty cell, no name without its test."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest

from tests.support.engines.table import Journeys

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


def test_the_engines_table_names_each_journey() -> None:
    named = re.findall(r"^\|.*`([a-z_]+\.[a-z_]+)`", (ENGINES / "README.md").read_text("utf-8"), re.MULTILINE)
    found = {
        f"{path.stem.removeprefix('test_')}.{function}"
        for path in ENGINES.glob("test_*.py")
        for function in re.findall(r"^def test_(\w+)\(", path.read_text("utf-8"), re.MULTILINE)
    }
    assert sorted(named) == sorted(found)


def test_the_engines_table_takes_the_seconds_of_a_run() -> None:
    journeys = Journeys()
    for engine, failed in (("chromium", False), ("firefox", False), ("firefox", False), ("webkit", True)):
        place = f"tests/engines/test_ways_in.py::test_recovery[{engine}-js]"
        outcome: Literal["passed", "failed"] = "failed" if failed else "passed"
        journeys.pytest_runtest_logreport(
            pytest.TestReport(place, ("", 0, ""), {}, outcome, None, "call", duration=1.25)
        )
    lines = journeys.filled((ENGINES / "README.md").read_text("utf-8")).splitlines()
    assert "| recovery by code | `ways_in.recovery` | 1.2 | 2.5 | FAILED |" in lines
    assert "| all | | 1.2 | 2.5 | FAILED |" in lines
    assert sum(line.endswith("| – | – | – |") for line in lines) > 20
