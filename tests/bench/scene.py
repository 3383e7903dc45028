"""A real Kratos, the production server before it, and a flow of each kind to ask for."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.cli.demo.services import Service
from tests.bench.load import Target
from tests.support.mailbox import WaitingMailbox
from tests.support.pages import PASSWORD
from tests.support.real_kratos import KratosFactory, RealKratos, http

KINDS = ("login", "registration", "recovery", "settings")
COMMAND = [str(Path(sys.executable).parent / "kratos-ui"), "run"]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is measured. `pages` and `flows` name the same flows, on our side and on Kratos' own."""

    ui: int  # process ids
    kratos: int
    starts_in: float  # seconds to the first answer
    pages: dict[str, Target]
    flows: dict[str, Target]


@contextmanager
def scene() -> Iterator[Scene]:
    """Starts it all, on 127.0.0.1, and ends it again."""
    with tempfile.TemporaryDirectory() as folder:
        mailbox = WaitingMailbox()
        mailbox.start()
        factory = KratosFactory(Path(folder), mailbox)
        try:
            real = factory()
            service, took = _ui(real, Path(folder) / "ui.log")
            try:
                cookies = {kind: _flow(real, kind) for kind in KINDS}
                yield Scene(
                    ui=service.process.pid,
                    kratos=real.service.process.pid,
                    starts_in=took,
                    pages={k: _target(f"{real.ui_url}/{k}?flow={i}", c) for k, (i, c) in cookies.items()},
                    flows={
                        k: _target(f"{real.public_url}/self-service/{k}/flows?id={i}", c)
                        for k, (i, c) in cookies.items()
                    },
                )
            finally:
                service.stop()
        finally:
            factory.stop()
            mailbox.stop()


def _ui(real: RealKratos, log: Path) -> tuple[Service, float]:
    real.ui_socket.close()
    environ = {
        "PATH": os.environ["PATH"], "HOST": "127.0.0.1", "PORT": real.ui_url.rpartition(":")[2],
        "KRATOS_PUBLIC_URL": real.public_url, "COOKIE_SECRET": "b" * 32,
    }  # fmt: skip
    started = time.monotonic()
    service = Service("kratos-ui run", COMMAND, Path.cwd(), environ, log)
    service.wait_for(f"{real.ui_url}/health/alive".replace("localhost", "127.0.0.1"))
    return service, time.monotonic() - started


def _flow(real: RealKratos, kind: str) -> tuple[str, str]:
    """The id of a new flow, and the cookies that show it."""
    with http() as browser:
        browser.headers["Accept"] = "application/json"
        if kind == "settings":
            address = real.create_identity(password=PASSWORD)["traits"]["email"]
            login = browser.get(f"{real.public_url}/self-service/login/browser").json()
            nodes = (node["attributes"] for node in login["ui"]["nodes"])
            token = next(each["value"] for each in nodes if each.get("name") == "csrf_token")
            body = {"method": "password", "identifier": address, "password": PASSWORD, "csrf_token": token}
            browser.post(login["ui"]["action"], json=body).raise_for_status()
        flow = browser.get(f"{real.public_url}/self-service/{kind}/browser").json()
        return flow["id"], "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)


def _target(url: str, cookies: str) -> Target:
    host = url.split("/")[2]
    kratos = "/self-service/" in url
    headers = {
        "Cookie": cookies,
        "Accept": "application/json" if kratos else "text/html",
        "Host": host,
        "Accept-Encoding": "identity" if kratos else "gzip, deflate, br, zstd",  # each as it is really asked
    }
    return Target(url.replace("localhost", "127.0.0.1"), headers)
