"""The UI started by `kratos-ui run` with exactly what Ory's quickstart gives the reference UI."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.demo.services import Service
from app.cli.kratos import PUBLIC, moved
from tests.support.forms import Visitor
from tests.support.mistakes import doctor, nested, setup
from tests.support.real_kratos import KratosFactory, RealKratos, http, new_address
from tests.support.reference import ENVIRONMENT

PASSWORD = "correct horse 42 battery"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def variables() -> dict[str, str]:
    return {}


@pytest.fixture
def real(real_kratos: KratosFactory, variables: dict[str, str], tmp_path: Path) -> Iterator[RealKratos]:
    """A Kratos at 127.0.0.1, as in the quickstart, and the UI."""
    running = real_kratos(extra=nested({**setup("numbers"), "session.lifespan": "23h"}))
    ui, public = (url.rpartition(":")[2] for url in (running.ui_url, running.public_url))
    running.ui_socket.close()
    variables |= {name: moved(value, {PUBLIC: int(public)}) for name, value in ENVIRONMENT.items()}
    variables["KRATOS_PUBLIC_URL"] = variables["KRATOS_PUBLIC_URL"].replace("//kratos:", "//127.0.0.1:")
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PORT": ui,
        "HOST": "127.0.0.1",
        **variables,
    }
    service = Service(
        "UI", [sys.executable, "-m", "app.cli.main", "run"], tmp_path, environ, tmp_path / "ui.log"
    )
    try:
        service.wait_for(f"http://127.0.0.1:{ui}/health/ready")
        yield running
    finally:
        service.stop()


def test_the_password_journey_and_the_end_of_sessions(real: RealKratos, variables: dict[str, str]) -> None:
    here = real.ui_url.replace("localhost", "127.0.0.1")
    address = new_address()
    visitor = Visitor(here)
    visitor.open("/registration").submit("method=profile", {"traits.email": address})
    visitor.submit("method=password", {"password": PASSWORD})
    visitor.submit("method=code", {"code": real.mailbox.wait_for(address).code})
    assert address in visitor.open("/welcome").text

    phone = Visitor(here)
    phone.open("/login").submit("method=password", {"identifier": address, "password": PASSWORD})
    visitor.open("/sessions").click('a[href="/sessions/others"]').submit("confirm")
    assert phone.open("/sessions").path == "/login"

    visitor.open("/welcome").click('[data-testid="logout"] a')
    assert visitor.path == "/login"
    assert not visitor.browser.get(f"{variables['KRATOS_BROWSER_URL']}sessions/whoami", timeout=10).ok
    with http() as session:
        assert session.get(f"{here}/health/alive", timeout=10).ok

    assert doctor(env=variables).named == set()
