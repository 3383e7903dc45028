"""The kinds of tests, one folder each: counted, marked, and required to have run."""

from __future__ import annotations

import gc
import signal
from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
MARKED = ("kratos", "browser", "engines")
"""Those that need the real Kratos."""
WITHOUT_KRATOS = " and ".join(f"not {kind}" for kind in MARKED)
"""For `pytest -m`."""
ORDER = ("unit", "render", "themes", "kept", "soak", "net", "kratos", "browser", "engines")
"""Quick ones first, so that a mistake shows early."""


def kind_of(path: Path) -> str:
    """The folder below `tests/`: "unit", "render", "themes", "kept", …; "" for none of them."""
    parts = path.relative_to(TESTS).parts if path.is_relative_to(TESTS) else ()
    return parts[0] if len(parts) > 1 else ""


class Kinds:
    """Counts the tests that passed, and fails a run that lacks a kind it was asked for."""

    def __init__(self, config: pytest.Config) -> None:
        self.root = config.rootpath
        self.shared_out = hasattr(config, "workerinput")
        self.required = [kind for kind in config.getoption("--require-kinds").split(",") if kind]
        self.passed: Counter[str] = Counter()
        self.skipped: list[str] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            if (kind := kind_of(item.path)) in MARKED:
                item.add_marker(kind)
        items.sort(key=self._turn)

    def _turn(self, item: pytest.Item) -> tuple[bool, int]:
        """Among several processes the long ones begin first: nobody waits for them at the end."""
        kind = kind_of(item.path)
        later = self.shared_out and item.get_closest_marker("long") is None
        return later, ORDER.index(kind) if kind in ORDER else len(ORDER)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped:
            self.skipped.append(report.nodeid)
        elif report.when == "call" and report.passed:
            self.passed[kind_of(self.root / report.nodeid.partition("::")[0])] += 1

    def complaints(self) -> list[str]:
        """Why this run is not enough, one sentence each."""
        if not self.required:
            return []
        lacking = [f"no test of kind {kind} passed" for kind in self.required if not self.passed[kind]]
        return lacking + [f"{name} was skipped" for name in self.skipped]

    def pytest_collection_finish(self) -> None:
        """What thousands of tests consist of stays: nobody needs to look for garbage in it again and again."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(100_000, 10, 10)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.complaints() and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.passed:
            counts = ", ".join(f"{kind or 'other'} {number}" for kind, number in sorted(self.passed.items()))
            terminalreporter.write_line(f"passed by kind: {counts}")
        for complaint in self.complaints():
            terminalreporter.write_line(f"NOT ENOUGH: {complaint}", red=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-kinds", default="", help="kinds that must have run, without a skip: unit,kratos"
    )
    parser.addoption(
        "--journeys", action="store_true", help="tell the seconds of each journey in each engine"
    )
    parser.addoption("--statement", action="store_true", help="write what /accessibility says of these tests")


def pytest_configure(config: pytest.Config) -> None:
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl+C: fixtures end what they started
    config.pluginmanager.register(Kinds(config), "kinds")
    if config.getoption("--journeys"):
        from tests.support.engines.table import Journeys

        config.pluginmanager.register(Journeys(), "journeys")
    if config.getoption("--statement"):
        from tests.support.wcag import Proven  # which knows the kinds

        config.pluginmanager.register(Proven(), "proven")
