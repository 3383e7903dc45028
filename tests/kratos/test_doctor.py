"""`kratos-ui doctor` before a real Kratos and a real UI: each mistake is named, and nothing else."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from app.cli.hydra import register_client
from tests.support.hydra import start_hydra
from tests.support.mistakes import GOOD, MISTAKES, Mistake, Stage, doctor, expected
from tests.support.processes import serve_ui
from tests.support.real_kratos import KratosFactory

pytestmark = pytest.mark.long

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
    stage = Stage(real_kratos, Mistake(on=good), tmp_path, running)
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
    assert run.status == expected(mistake)


@pytest.mark.parametrize(
    ("environ", "named"),
    [({}, set()), ({"URLS_LOGIN": "http://localhost:3000/login"}, {"hydra-urls"})],
    ids=["good", "wrong urls.login"],
)
def test_a_running_hydra(
    environ: dict[str, str], named: set[str], real_kratos: KratosFactory, running: ExitStack, tmp_path: Path
) -> None:
    hydra = start_hydra(tmp_path, real_kratos, **environ)
    running.callback(hydra.service.stop)
    register_client(hydra.admin_url, {"redirect_uris": ["http://localhost:4464/back"], "scope": "openid"})
    running.enter_context(serve_ui(hydra.real, hydra_admin_url=hydra.admin_url))
    env = {"KRATOS_PUBLIC_URL": hydra.real.public_url, "HYDRA_ADMIN_URL": hydra.admin_url}
    run = doctor("--hydra", hydra.public_url, env=env)
    assert run.named == named, run.output
    if not named:
        assert "Hydra sends people to this UI: error, login, post_logout_redirect" in run.output
