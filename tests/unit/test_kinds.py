"""A run that lacks a kind of test fails, whatever pytest says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.kinds import MARKED, ORDER, TESTS, WITHOUT_KRATOS, Kinds, kind_of


def kinds(required: str, *reports: tuple[str, str]) -> Kinds:
    """What stands after a run in which these tests (path, outcome) ran."""
    config = SimpleNamespace(rootpath=TESTS.parent, getoption=lambda _name: required)
    counted = Kinds(config)  # type: ignore[arg-type]
    for path, outcome in reports:
        report = SimpleNamespace(
            nodeid=f"{path}::test", when="call", passed=outcome == "passed", skipped=outcome == "skipped"
        )
        counted.pytest_runtest_logreport(report)  # type: ignore[arg-type]
    return counted


def exit_status(counted: Kinds) -> int:
    session = SimpleNamespace(exitstatus=pytest.ExitCode.OK)
    counted.pytest_sessionfinish(session)  # type: ignore[arg-type]
    return int(session.exitstatus)


def test_a_folder_is_a_kind() -> None:
    assert kind_of(TESTS / "kratos" / "test_demo.py") == "kratos"
    assert kind_of(TESTS / "browser" / "js" / "test_code.py") == "browser"
    assert kind_of(TESTS / "conftest.py") == ""


def test_whoever_asks_for_kratos_is_left_out_with_it() -> None:
    """As the hint says where Kratos is missing."""
    given = re.compile(r"^def \w+\([^)]*\b(?:real_kratos|ui_server)\b", re.MULTILINE)
    asking = {kind_of(path) for path in TESTS.rglob("*.py") if given.search(path.read_text("utf-8"))}
    assert asking - {"", "support"} == set(MARKED)
    assert all(f"not {kind}" in WITHOUT_KRATOS for kind in asking & set(ORDER))


@pytest.mark.parametrize(("shared_out", "order"), [(True, "cab"), (False, "abc")])
def test_several_processes_begin_with_the_long_ones(shared_out: bool, order: str) -> None:
    """One alone begins with the quick ones."""

    def item(name: str, kind: str, marker: str = "") -> SimpleNamespace:
        asked = SimpleNamespace(path=TESTS / kind / "test_some.py", name=name, add_marker=str)
        asked.get_closest_marker = lambda wanted: marker == wanted or None
        return asked

    counted = kinds("")
    counted.shared_out = shared_out
    items = [item("a", "unit"), item("c", "browser", "long"), item("b", "kratos")]
    counted.pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    assert "".join(each.name for each in items) == order


def test_all_required_kinds_ran() -> None:
    counted = kinds("unit,kratos", ("tests/unit/a.py", "passed"), ("tests/kratos/b.py", "passed"))
    assert exit_status(counted) == 0


@pytest.mark.parametrize("outcome", ["failed", "skipped"])
def test_a_kind_without_a_passed_test(outcome: str) -> None:
    counted = kinds("unit,kratos", ("tests/unit/a.py", "passed"), ("tests/kratos/b.py", outcome))
    assert exit_status(counted) == 1
    assert "no test of kind kratos passed" in counted.complaints()


def test_a_skipped_test_is_named() -> None:
    counted = kinds("unit", ("tests/unit/a.py", "passed"), ("tests/unit/b.py", "skipped"))
    assert exit_status(counted) == 1
    assert counted.complaints() == ["tests/unit/b.py::test was skipped"]


def test_nothing_is_required_by_default() -> None:
    assert exit_status(kinds("", ("tests/unit/b.py", "skipped"))) == 0


def test_sockets_are_forbidden_here() -> None:
    import socket

    with socket.socket() as plug, pytest.raises(AssertionError, match="must open no socket"):
        plug.connect(("127.0.0.1", 9))


def test_who_is_ended_cleans_up(tmp_path: Path) -> None:
    """`timeout` sends SIGTERM: no Kratos that a fixture started may outlive its tests."""
    (tmp_path / "test_it.py").write_text(
        "import os, pathlib, pytest, signal, time\n"
        "@pytest.fixture\n"
        "def running():\n"
        "    yield\n"
        "    pathlib.Path('ended').touch()\n"
        "def test_it(running):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    time.sleep(60)\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:xdist",
        "-p",
        "tests.support.kinds",
        "test_it.py",
    ]
    path = {**os.environ, "PYTHONPATH": str(TESTS.parent)}
    run = subprocess.run(command, cwd=tmp_path, env=path, capture_output=True, timeout=30)
    assert run.returncode == pytest.ExitCode.INTERRUPTED, run.stdout
    assert (tmp_path / "ended").exists()
