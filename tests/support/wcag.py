"""Which criteria of WCAG the tests prove: what `/accessibility` says. `make statement` writes it."""

from __future__ import annotations

import ast
import datetime
import json
import tomllib
from collections.abc import Iterator

import pytest

from tests.support.kinds import TESTS, kind_of

STATEMENT = TESTS.parent / "app/pages/accessibility.json"
BROWSERS = {"browser": ("Chromium",), "engines": ("Firefox", "WebKit")}
"""What tests of a kind run in."""


class Proven:
    """Notes the criteria of all tests that passed, and writes them down if none failed."""

    def __init__(self) -> None:
        self.criteria: dict[str, set[str]] = {}
        self.passed: set[str] = set()
        self.browsers: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            found = {str(number) for mark in item.iter_markers("wcag") for number in mark.args}
            if found:
                self.criteria[item.nodeid] = found

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed and report.nodeid in self.criteria:
            self.passed |= self.criteria[report.nodeid]
            self.browsers |= set(BROWSERS.get(kind_of(TESTS.parent / report.nodeid.partition("::")[0]), ()))

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        if exitstatus == pytest.ExitCode.OK and self.passed:
            write(self.passed, self.browsers)


def write(criteria: set[str], browsers: set[str]) -> None:
    """Write the statement's data."""
    found = {
        "version": version(),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "browsers": sorted(browsers),
        "criteria": sorted(criteria, key=in_order),
    }
    STATEMENT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def in_order(number: str) -> list[int]:
    """Return a key that sorts "1.4.10" behind "1.4.9"."""
    return [int(part) for part in number.split(".")]


def version() -> str:
    """Return the version of the UI."""
    found = tomllib.loads((TESTS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    return str(found["project"]["version"])


def marked() -> Iterator[tuple[str, str]]:
    """Yield file and criterion of each mark that stands in a test."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr == "wcag"
            ):
                yield from ((path.name, str(ast.literal_eval(each))) for each in call.args)
