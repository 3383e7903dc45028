"""The table of `tests/engines/README.md`: seconds of each journey in each engine. `make engines` writes it."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from tests.support.kinds import TESTS

README = TESTS / "engines/README.md"
ENGINES = ("chromium", "firefox", "webkit")
_ROW = re.compile(r"(?P<start>\| [^|]+\| (?:`(?P<test>\w+\.\w+)` )?\|) .*\|")
_TEST = re.compile(r"tests/engines/test_(?P<file>\w+)\.py::test_(?P<function>\w+)\[(?P<variant>.*)\]")


class Journeys:
    """Counts the seconds of each test of engines, set-up and all variants together."""

    def __init__(self) -> None:
        self.seconds: dict[tuple[str, str], float] = defaultdict(
            float
        )  # by "file.function", or "" for all, and engine
        self.failed: set[tuple[str, str]] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = _TEST.search(report.nodeid)
        engine = next((each for each in ENGINES if found and each in found["variant"].split("-")), "")
        if not found or not engine:
            return
        for name in (f"{found['file']}.{found['function']}", ""):
            self.seconds[name, engine] += report.duration
            if report.failed:
                self.failed.add((name, engine))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        text = self.filled(README.read_text("utf-8"))
        for line in text.splitlines():
            if line.startswith("|"):
                terminalreporter.write_line(line)

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        if exitstatus == pytest.ExitCode.OK and {engine for _, engine in self.seconds} == set(ENGINES):
            README.write_text(self.filled(README.read_text("utf-8")), "utf-8")

    def filled(self, readme: str) -> str:
        """`readme` with these seconds in its rows."""
        return "\n".join(self._line(line) for line in readme.split("\n"))

    def _line(self, line: str) -> str:
        row = _ROW.fullmatch(line)
        if not row:
            return line
        cells = (self._cell(row["test"] or "", engine) for engine in ENGINES)
        return f"{row['start']} {' | '.join(cells)} |"

    def _cell(self, test: str, engine: str) -> str:
        if (test, engine) in self.failed:
            return "FAILED"
        return f"{self.seconds[test, engine]:.1f}" if (test, engine) in self.seconds else "–"
