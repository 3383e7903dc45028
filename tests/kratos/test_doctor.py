"""`kratos-ui doctor` before a real Kratos and a real UI: each mistake is named, and nothing else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from app.doctor import checks  # noqa: F401 - registers the rules
from app.doctor.finding import RULES
from tests.support.mistakes import GOOD, MISTAKES, Mistake, Stage
from tests.support.real_kratos import KratosFactory

LIVE = sorted((each for each in MISTAKES if not each.offline), key=lambda each: repr(sorted(each.kratos)))


@pytest.fixture(autouse=True)
def _domains(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of examples are this machine."""
    resolve = socket.getaddrinfo

    def here(host: Any, *rest: Any, **more: Any) -> Any:
        name = str(host)
        return resolve("127.0.0.1" if ".example." in name else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", here)


@pytest.fixture
def running() -> Iterator[ExitStack]:
    """All that a test has started."""
    with ExitStack() as stack:
        yield stack


@pytest.mark.parametrize("good", [each for each in GOOD if each != "production"])
@pytest.mark.parametrize("file", [False, True], ids=["without file", "with file"])
def test_good_settings_have_nothing_named(
    good: str, file: bool, real_kratos: KratosFactory, running: ExitStack, tmp_path: Path
) -> None:
    stage = Stage(real_kratos, Mistake("", "", on=good), tmp_path, running)
    stage.open()
    run = stage.examine(file=file)
    assert run.named == set(), run.output
    assert run.status == 0
    assert len(run.findings) >= 15


@pytest.mark.parametrize("mistake", LIVE, ids=lambda each: each.says)
def test_a_mistake_is_named_and_nothing_else(
    mistake: Mistake, real_kratos: KratosFactory, running: ExitStack, tmp_path: Path
) -> None:
    stage = Stage(real_kratos, mistake, tmp_path, running)
    stage.open()
    run = stage.examine(file=mistake.file)
    assert run.named == {mistake.finds}, run.output
    assert run.status == int(RULES[mistake.finds].level == "fail")
