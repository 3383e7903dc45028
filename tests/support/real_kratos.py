"""Real Kratos for tests: one for each set of overlays, started when asked for, ended for others or with the session."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import requests

from app.cli import binaries, kratos
from app.cli.demo.services import Service
from tests.recorder.server import QUICK_FILE
from tests.support.mailbox import WaitingMailbox
from tests.support.ports import free_port


def new_address() -> str:
    """An e-mail address that no other test has."""
    return f"{uuid.uuid4().hex[:12]}@example.org"


def http() -> requests.Session:
    """A client that asks no proxy and knows no netrc; keeps cookies."""
    session = requests.Session()
    session.trust_env = False
    return session


def sign_up_by_code(public_url: str) -> str:
    """Ask the Kratos there for a code by mail, for a new account: its address."""
    address = new_address()
    with http() as session:
        flow = session.get(f"{public_url}/self-service/registration/api", timeout=10).json()
        sent = {"method": "code", "traits": {"email": address}}
        session.post(f"{public_url}/self-service/registration?flow={flow['id']}", json=sent, timeout=10)
    return address


@dataclass(frozen=True)
class RealKratos:
    """A running Kratos. Its `ui_url`s lead to `ui_url`, where a test may start the UI on `ui_socket`."""

    service: Service
    folder: Path
    public_url: str
    admin_url: str
    ui_url: str
    ui_socket: socket.socket = field(repr=False)
    mailbox: WaitingMailbox = field(repr=False)

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        """Calls the admin API, such as `("POST", "/identities", {…})`; gives the JSON of the answer, or None."""
        with http() as session:
            response = session.request(method, f"{self.admin_url}/admin{path}", json=body, timeout=10)
        assert response.ok, f"{method} {path}: {response.status_code} {response.text}"
        return response.json() if response.content else None

    def create_identity(
        self,
        email: str = "",
        password: str = "",
        *,
        verified: bool = True,
        schema: str = "default",
        **traits: Any,
    ) -> dict[str, Any]:
        """A new identity as Kratos describes it; without a password it has no credential but a code by mail."""
        email = email or new_address()
        body: dict[str, Any] = {"schema_id": schema, "traits": {"email": email, **traits}}
        if password:
            body["credentials"] = {"password": {"config": {"password": password}}}
        if verified:
            address = {"value": email, "via": "email", "verified": True, "status": "completed"}
            body["verifiable_addresses"] = [address]
        identity: dict[str, Any] = self.admin("POST", "/identities", body)
        return identity


OIDC, SMS, ELSEWHERE = 4461, 4463, 4464
"""Ports in `kratos-config` that stand for a social sign-in provider, an SMS service, an application of its own."""


AT_ONCE = max(3, 12 // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
"""Kratos of this process that run at a time, of 12 in all workers: each watches its files by three of the 128
inotify instances that Linux gives a user."""


def _end(running: RealKratos) -> None:
    running.service.stop()
    running.ui_socket.close()


class KratosFactory:
    """`real_kratos(*overlays)`: the Kratos with these overlays, the same as long as not many others are asked for."""

    def __init__(self, folder: Path, mailbox: WaitingMailbox) -> None:
        self.ports = {OIDC: free_port(), SMS: free_port(), ELSEWHERE: free_port()}
        self._folder = folder
        self._mailbox = mailbox
        self._running: dict[str, RealKratos] = {}

    def __call__(
        self, *overlays: str, ports: Mapping[int, int] | None = None, extra: Mapping[str, Any] | None = None,
        without: tuple[str, ...] = (),
    ) -> RealKratos:  # fmt: skip
        """A running Kratos.

        Args:
            overlays: names below `kratos-config/overlays`.
            ports: where servers of the test listen that stand in a file under another port, `{4462: hook.port}`.
            extra: settings on top of all, in the form of `kratos.yml`.
            without: arguments that Kratos is not started with, such as "--dev".

        Raises:
            MissingTool: Kratos is not there and can't be built.
            ServiceFailed: it did not start; the text has its last lines.
        """
        key = json.dumps([overlays, sorted((ports or {}).items()), extra, without], sort_keys=True)
        running = self._running.pop(key, None) or self._start(overlays, ports or {}, extra or {}, without)
        self._running[key] = running  # the one asked for last is the last
        while len(self._running) > AT_ONCE:
            _end(self._running.pop(next(iter(self._running))))
        return running

    def stop(self) -> None:
        for running in self._running.values():
            _end(running)

    @cached_property
    def program(self) -> Path:
        return binaries.find(binaries.KRATOS, os.environ, print)

    @cached_property
    def _empty_database(self) -> Path:
        """Made once and copied, as the migrations take a second."""
        folder = self._folder / "empty"
        command = kratos.migrate_command(self.program, kratos.prepare(folder, {}))
        environ = kratos.environment(os.environ, **QUICK_FILE)
        done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return folder / "kratos.sqlite"

    def _start(
        self, overlays: tuple[str, ...], given: Mapping[int, int], extra: Mapping[str, Any], without: tuple[str, ...]
    ) -> RealKratos:  # fmt: skip
        ui_port, public, admin = free_port(), free_port(), free_port()
        ui = socket.socket()
        ui.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ui.bind(("127.0.0.1", ui_port))  # held from now on, as Kratos must know it first
        own = {kratos.UI: ui_port, kratos.PUBLIC: public, kratos.ADMIN: admin}
        folder = Path(tempfile.mkdtemp(prefix="kratos-", dir=self._folder))
        ports = {kratos.SMTP: self._mailbox.port, **own, **self.ports, **given}
        configs = kratos.prepare(folder, ports, overlays)
        if extra:
            (folder / "extra.json").write_text(kratos.moved(json.dumps(extra), ports))
            configs += ["-c", "extra.json"]
        shutil.copy(self._empty_database, folder)
        command = [word for word in kratos.serve_command(self.program, configs) if word not in without]
        service = Service(
            "Kratos", command, folder, kratos.environment(os.environ, **QUICK_FILE), folder / "kratos.log"
        )
        try:
            service.wait_for(f"http://127.0.0.1:{public}/health/ready")
        except BaseException:
            service.stop()
            ui.close()
            raise
        public_url, admin_url, ui_url = (f"http://localhost:{port}" for port in (public, admin, ui_port))
        return RealKratos(service, folder, public_url, admin_url, ui_url, ui, self._mailbox)
