"""A start that fails is a line that says what to do; one that goes well says where it listens."""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.net.test_net_server import COMMAND, get, running
from tests.support.ports import free_port

NOBODY = "http://127.0.0.1:9"


def failing(folder: Path | None = None, **environ: str) -> list[str]:
    """What `kratos-ui run` says before it gives up."""
    own = {
        "PATH": os.environ["PATH"],
        "KRATOS_PUBLIC_URL": NOBODY,
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
    }
    done = subprocess.run(
        COMMAND, cwd=folder, env={**own, "COOKIE_SECRET": "t" * 32, **environ}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    first, *rest = done.stderr.splitlines()
    assert first == "kratos-ui can't start:"
    return [line.removeprefix("  - ") for line in rest]


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_port_that_somebody_has(taken: int) -> None:
    told = f"PORT {taken} is in use: stop the program that has it, or set PORT to another"
    assert failing(PORT=str(taken)) == [told]


def test_a_port_that_another_ui_has() -> None:
    """Whose workers would share it."""
    with running(NOBODY) as url:
        port = url.rpartition(":")[2]
        assert failing(PORT=port)[0].startswith(f"PORT {port} is in use")


def test_an_address_of_another_machine() -> None:
    [told] = failing(HOST="192.0.2.1")
    assert told.startswith("HOST 192.0.2.1 can't be listened on (Cannot assign requested address)")


def test_a_theme_that_breaks_each_page(tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('name="x"\napi=1')
    (tmp_path / "templates" / "layouts").mkdir(parents=True)
    broken = tmp_path / "templates" / "layouts" / "base.html"
    broken.write_text("\n{{ nothing }}")
    assert failing(THEME_DIR=str(tmp_path)) == [f"{broken}:2: UndefinedError: 'nothing' is undefined"]
    broken.write_text("\n{% if %}")
    assert failing(THEME_DIR=str(tmp_path))[0].startswith(f"THEME_DIR: {broken}:2: Expected an expression")


def test_a_hook_that_breaks_while_it_is_imported(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("1 / 0")
    hook = {
        "GATEWAY_WEBHOOK_SECRET": "s" * 16,
        "GATEWAY_WEBHOOK_HOOK": "shop:created",
        "GATEWAY_ENABLED": "true",
    }
    [told] = failing(tmp_path, **hook, PYTHONPATH=str(tmp_path))
    assert (
        told == 'GATEWAY_WEBHOOK_HOOK "shop:created" can\'t be imported: ZeroDivisionError: division by zero'
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_it_says_where_it_listens(form: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(NOBODY, workers=2, log_file=log, LOG_FORMAT=form, THREADS="7", BASE_PATH="/auth") as url:
        assert get(f"{url}/auth/health/alive").ok
        lines = log.read_text().splitlines()
    told = f"listens at {url}/auth: 2 workers, 7 threads each"
    if form == "text":
        assert [line for line in lines if " INFO kratos_ui.server kratos-ui 0." in line and told in line]
    else:
        entries = [json.loads(line) for line in lines]
        [entry] = [entry for entry in entries if told in entry.get("message", "")]
        assert (entry["level"], entry["logger"]) == ("info", "kratos_ui.server")


def test_the_level_holds(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running(NOBODY, log_file=log, LOG_LEVEL="error", COOKIE_SECRET="t" * 32) as url:
        assert get(f"{url}/login").status_code == 503
        assert log.read_text() == ""
