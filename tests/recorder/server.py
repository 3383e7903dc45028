"""The Kratos under record: one for each set of overlays, on free ports, with a mailbox and an empty database."""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from app.cli import kratos
from app.cli.demo.mail import Mail, Mailbox
from app.cli.demo.services import Service, in_use
from app.paths import KRATOS_CONFIG
from tests.recorder.browser import Browser, Unexpected

PASSWORD = "Sup3r-secret-pw!"
QUICK = {"HASHERS_BCRYPT_COST": "4", "COURIER_WORKER_PULL_WAIT": "200ms", "LOG_LEVEL": "warning"}
"""Settings that save time and change no page."""
[DSN] = re.findall(r"^dsn: (\S+)", (KRATOS_CONFIG / "kratos.yml").read_text("utf-8"), re.MULTILINE)
QUICK_FILE = {**QUICK, "DSN": f"{DSN}&_sync=OFF"}
"""The same with a database that outlives no power cut: nobody waits for the disk."""


class Inbox(Mailbox):
    """A mailbox on a free port that gives each mail once."""

    def __init__(self) -> None:
        super().__init__(free_port())
        self._given: set[int] = set()

    def next(self, address: str, subject: str = "", seconds: float = 30) -> Mail:
        """The next mail to `address` that has `subject` in its subject. Raises: Unexpected: none came."""
        deadline = time.monotonic() + seconds
        with self.arrived:
            while (mail := self._new(address, subject)) is None:
                if not self.arrived.wait(deadline - time.monotonic()):
                    raise Unexpected(f"no mail came to {address} about {subject!r} in {seconds:g} s")
            self._given.add(mail.number)
            return mail

    def _new(self, address: str, subject: str) -> Mail | None:
        fitting = (mail for mail in self._mails if address in mail.recipients and subject in mail.subject)
        return next((mail for mail in fitting if mail.number not in self._given), None)


@dataclass(frozen=True, slots=True)
class Kratos:
    """A running Kratos, as scenarios see it."""

    public: str
    admin: str
    inbox: Inbox

    def browser(self) -> Browser:
        """A new one, without cookies."""
        return Browser(self.public)

    def person(self, name: str, *, verified: bool = True, **more: Any) -> str:
        """The e-mail address of a new account with `PASSWORD`; `more` are credentials besides it."""
        email = f"{name}@example.com"
        body: dict[str, Any] = {
            "schema_id": "default",
            "traits": {"email": email},
            "credentials": {"password": {"config": {"password": PASSWORD}}, **more},
        }
        if verified:
            address = {"value": email, "via": "email", "verified": True, "status": "completed"}
            body["verifiable_addresses"] = [address]
        self.call("POST", "/identities", body)
        return email

    def signed_in(self, email: str) -> Browser:
        """A browser in which this person has just signed in. Raises: Unexpected."""
        browser = self.browser()
        form = {"method": "password", "identifier": email, "password": PASSWORD}
        answer = browser.post(browser.start("login"), form)
        if not any("ory_kratos_session" in cookie for cookie in answer.headers.get("set_cookie", ())):
            raise Unexpected(f"signing in with a password gave {answer.status} and no session")
        return browser

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Calls the admin API. Raises: Unexpected."""
        with requests.Session() as session:
            session.trust_env = False
            response = session.request(method, f"{self.admin}/admin{path}", json=body, timeout=20)
        if not response.ok:
            raise Unexpected(
                f"the admin API answered {method} {path} with {response.status_code}: {response.text}"
            )
        return response.json() if response.content else None


class Servers:
    """Starts them below `folder`. The migrations run once: they take longer than a start."""

    def __init__(self, program: Path, folder: Path, inbox: Inbox) -> None:
        self._program, self._folder, self._inbox = program, folder, inbox
        self._environ = kratos.environment(os.environ, **QUICK_FILE)
        self._count = 0

    @contextmanager
    def running(self, overlays: Sequence[str]) -> Iterator[Kratos]:
        """A Kratos with `record.yml` and these overlays. Raises: ServiceFailed: it does not start."""
        self._count += 1
        public, admin = free_port(), free_port()
        ports = {kratos.PUBLIC: public, kratos.ADMIN: admin, kratos.SMTP: self._inbox.port}
        folder = self._folder / f"kratos-{self._count}"
        configs = kratos.prepare(folder, ports, ["record", *overlays])
        shutil.copy(self._empty_database(), folder)
        # Without --dev, which takes `Secure` off the cookies.
        command = [word for word in kratos.serve_command(self._program, configs) if word != "--dev"]
        with ExitStack() as stack:
            service = Service("Kratos", command, folder, self._environ, folder / "kratos.log")
            stack.callback(service.stop)
            service.wait_for(f"http://127.0.0.1:{public}/health/ready", 60)
            yield Kratos(f"http://127.0.0.1:{public}", f"http://127.0.0.1:{admin}", self._inbox)

    def _empty_database(self) -> Path:
        folder = self._folder / "empty"
        if not folder.exists():
            command = kratos.migrate_command(self._program, kratos.prepare(folder, {}))
            service = Service("Kratos' migrations", command, folder, self._environ, folder / "migrate.log")
            if service.process.wait() != 0:
                service.check()
        return folder / "kratos.sqlite"


def free_port() -> int:
    """A port on which nobody listens, below those that the system takes for outgoing connections."""
    while in_use(port := random.randrange(20_000, 30_000)):
        pass
    return port
