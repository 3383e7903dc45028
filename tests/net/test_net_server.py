"""`kratos-ui run` as an operator starts it: without Kratos, with a slow one, with one that never answers."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
import requests

from tests.bench.processes import tree
from tests.support.fake_kratos import FakeKratos, Talk, answer, never
from tests.support.ports import free_port
from tests.support.recordings import recording

COMMAND = [str(Path(sys.executable).parent / "kratos-ui"), "run"]
FLOW = json.dumps(recording("v1.3.1", "login.choose_method.password_only").body).encode()
WAITING = 64
FORKING = 0.5
"""Seconds: granian forgets a signal that reaches a worker while it is being forked."""


def get(url: str, timeout: float = 20) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(url, timeout=timeout, allow_redirects=False)


@contextmanager
def running(
    kratos_url: str,
    folder: Path | None = None,
    workers: int = 0,
    log_file: Path | None = None,
    **environ: str,
) -> Iterator[str]:
    """The production server before `kratos_url`, started in `folder`; ends with all its workers."""
    with started(kratos_url, folder, workers, log_file, **environ) as (url, _):
        yield url


@contextmanager
def started(
    kratos_url: str,
    folder: Path | None = None,
    workers: int = 0,
    log_file: Path | None = None,
    **environ: str,
) -> Iterator[tuple[str, int]]:
    """The same, with the id of its process."""
    port = free_port()
    own = {
        "KRATOS_PUBLIC_URL": kratos_url,
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "PATH": os.environ["PATH"],
        **({"WORKERS": str(workers)} if workers else {}),
    }
    with (
        log_file.open("w+b") if log_file else tempfile.TemporaryFile() as log
    ):  # not a pipe: nobody reads it, and a full one stops the server
        server = subprocess.Popen(
            COMMAND,
            cwd=folder,
            env={**own, **environ},
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
        forked = 0.0
        try:
            _wait_for(f"http://127.0.0.1:{port}{environ.get('BASE_PATH', '')}/health/alive", server, log)
            forked = time.monotonic() + FORKING
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            time.sleep(max(0, forked - time.monotonic()))
            server.send_signal(signal.SIGINT)
            server.wait(15)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    for _ in range(400):
        try:
            if get(url, timeout=1).ok:
                return
        except requests.ConnectionError:
            # pread: the server writes where this file's position is
            assert server.poll() is None, os.pread(log.fileno(), 65536, 0).decode()
            time.sleep(0.025)
    raise AssertionError("the server did not start in 10 s")


def test_starts_fast_and_survives_without_kratos(capsys: pytest.CaptureFixture[str]) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    started = time.monotonic()
    with running(nobody) as url:
        seconds = time.monotonic() - started
        for path in (
            "/login",
            "/registration",
            "/recovery",
            "/verification",
            "/login?flow=x",
            "/settings?flow=x",
        ):
            response = get(url + path)
            assert response.status_code == 503, path
            assert response.headers["Retry-After"] == "5"
            assert "unavailable" in response.text, path
        assert get(f"{url}/health/alive").status_code == 200
        ready = get(f"{url}/health/ready")
        assert ready.status_code == 503
        assert "Connection refused" in ready.json()["reason"]
        assert get(f"{url}/welcome").status_code == 200, "nobody is signed in: Kratos is not asked"
    with capsys.disabled():
        print(f"\n  kratos-ui run answers after {seconds:.2f} s")
    assert seconds < max(2, 4 * _python_alone()), "2 s, or longer where Python itself takes long"


def test_all_problems_with_settings_come_in_one_list() -> None:
    environ = {"PATH": os.environ["PATH"], "PORT": "none", "LOCALES": "eo"}
    done = subprocess.run(COMMAND, env=environ, capture_output=True, text=True, timeout=10, check=False)
    assert done.returncode == 2
    starts = [line.strip()[2:12] for line in done.stderr.splitlines()[1:]]
    assert starts == ["KRATOS_PUB", "PORT must ", "LOCALES na"]
    assert "Traceback" not in done.stderr


def slow_for_some(talk: Talk) -> bool:
    """A flow whose id says so comes after 5 s, any other at once."""
    if b"id=slow" not in talk.request.head or talk.wait(5):
        talk.write(answer(FLOW))
    return True


def test_visitors_who_wait_leave_room_for_others(capsys: pytest.CaptureFixture[str]) -> None:
    """One worker has them all: the kernel shares visitors out as it likes."""
    with (
        FakeKratos(slow_for_some) as kratos,
        running(kratos.url, workers=1) as url,
        ThreadPoolExecutor(WAITING) as pool,
    ):
        waiting = [pool.submit(get, f"{url}/login?flow=slow{number}") for number in range(WAITING)]
        deadline = time.monotonic() + 3
        while sum(b"id=slow" in request.head for request in kratos.seen) < WAITING:
            assert time.monotonic() < deadline, "not all 64 visitors wait for Kratos"
            time.sleep(0.01)
        alive: list[float] = []
        page: list[float] = []
        while time.monotonic() < deadline:
            for url_, taken in ((f"{url}/health/alive", alive), (f"{url}/login?flow=quick", page)):
                started = time.monotonic()
                assert get(url_).status_code == 200
                taken.append((time.monotonic() - started) * 1000)
        early = [future.result() for future in waiting if future.done()]
        assert early == [], "nobody waits any more: nothing was measured"
        assert [future.result().status_code for future in waiting] == [200] * WAITING
    found = [statistics.quantiles(taken, n=20)[-1] for taken in (alive, page)]
    with capsys.disabled():
        print(
            f"\n  64 wait: p95 of {len(alive)} /health/alive {found[0]:.1f} ms, of a page {found[1]:.1f} ms"
        )
    assert found[0] < 250
    assert found[1] < 500


def test_a_kratos_that_never_answers_is_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    with FakeKratos(never) as kratos, running(kratos.url) as url:
        started = time.monotonic()
        response = get(f"{url}/login?flow=x")
        seconds = time.monotonic() - started
    assert response.status_code == 503
    assert seconds < 8
    with capsys.disabled():
        print(f"\n  503 after {seconds:.2f} s")


def test_ends_with_all_its_workers() -> None:
    with running("http://127.0.0.1:9") as url:
        assert get(f"{url}/health/alive").ok
        port = int(url.rpartition(":")[2])
    with pytest.raises(requests.ConnectionError):
        get(f"http://127.0.0.1:{port}/health/alive", timeout=1)


def test_a_folder_with_an_app_of_its_own_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit('the wrong application')")
    with running("http://127.0.0.1:9", tmp_path) as url:
        assert get(f"{url}/health/alive").ok


def test_workers_share_what_was_made_before_they_started(tmp_path: Path) -> None:
    """Static files are copied once, and nothing of them stays."""
    with running("http://127.0.0.1:9", workers=2, TMPDIR=str(tmp_path)) as url:
        assert get(f"{url}/health/alive").ok
        assert len(list(tmp_path.glob("kratos-ui-*"))) == 1
    assert not list(tmp_path.glob("kratos-ui-*"))


def processes_of(url: str) -> list[int]:
    """The server at `url`, then the processes that it has started."""
    port = f"PORT={url.rpartition(':')[2]}\0".encode()
    return [pid for pid in tree(os.getpid()) if port in _environ(pid)]


def _python_alone() -> float:
    """Seconds until Python has loaded what every request needs."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "import flask, requests"], check=True)
    return time.monotonic() - started


def workers_of(url: str) -> set[int]:
    """The latter alone."""
    return set(processes_of(url)[1:])


def _environ(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""  # ended meanwhile


def test_a_worker_that_ends_is_replaced() -> None:
    """By a fork of the same application, though other threads run by then."""
    with running("http://127.0.0.1:9", workers=2) as url:
        found = workers_of(url)
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 8
        while len(workers_of(url) - found) < 2:
            assert time.monotonic() < deadline, "no new workers"
            time.sleep(0.1)
        time.sleep(FORKING)
        assert get(f"{url}/health/alive").ok
