"""Fixtures for all tests. A test whose tool is missing fails with the reason; none is skipped."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.cli.binaries import MissingTool
from app.cli.demo.services import ServiceFailed
from app.config import Config
from tests.support.behind import scenes  # noqa: F401 - a fixture
from tests.support.browser import browser, faults, new_page, page, playwright  # noqa: F401 - fixtures
from tests.support.kinds import (  # noqa: F401 - hooks
    WITHOUT_KRATOS,
    kind_of,
    pytest_addoption,
    pytest_configure,
)
from tests.support.mailbox import WaitingMailbox
from tests.support.postgres import Postgres, postgres_server
from tests.support.real_kratos import KratosFactory, RealKratos

# jsonschema imports it for a format that no document of ours has: that takes each process seconds
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
OFFLINE = ("unit", "render", "themes")
UiServer = Callable[..., RealKratos]


@pytest.fixture(autouse=True)
def _no_sockets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unit, render and theme tests reach nobody."""
    if kind_of(request.path) not in OFFLINE:
        return

    def refuse(_socket: socket.socket, address: object, *_rest: object) -> None:
        raise AssertionError(f"tests below {', '.join(OFFLINE)} must open no socket: {address!r}")

    for method in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, method, refuse)


@pytest.fixture
def config() -> Config:
    """Settings as small as they can be."""
    return Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32)


@pytest.fixture
def app(config: Config) -> Flask:
    """The application; `config` may be overridden by a fixture of the same name nearer to the test."""
    from app import create_app

    return create_app(config)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a network."""
    return app.test_client()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """PostgreSQL, started once for those who ask."""
    with postgres_server() as running:
        yield running


@pytest.fixture(scope="session")
def mailbox() -> Iterator[WaitingMailbox]:
    """Gets every mail that any real Kratos of the tests sends."""
    running = WaitingMailbox()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def real_kratos(mailbox: WaitingMailbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KratosFactory]:
    """`real_kratos("code-mfa")`: a running `RealKratos` with these overlays, kept until the session ends."""
    factory = KratosFactory(tmp_path_factory.mktemp("kratos"), mailbox)
    try:
        factory.program  # noqa: B018 - finds or builds it
    except MissingTool as error:
        pytest.fail(f"{error} (`pytest -m '{WITHOUT_KRATOS}'` leaves these tests out.)", pytrace=False)
    yield factory
    factory.stop()


@pytest.fixture
def ui_server(real_kratos: KratosFactory) -> Iterator[UiServer]:
    """`ui_server("code-mfa", default_locale="de")`: that Kratos, and our UI before it at its `ui_url`.

    `extra`: settings of Kratos on top of the overlays.
    """
    from tests.support.processes import serve_ui

    with ExitStack() as running:

        def serve(*overlays: str, extra: Mapping[str, Any] | None = None, **settings: object) -> RealKratos:
            try:
                real = real_kratos(*overlays, extra=extra)
            except ServiceFailed as error:
                pytest.fail(str(error), pytrace=False)
            running.enter_context(serve_ui(real, **settings))
            return real

        yield serve
