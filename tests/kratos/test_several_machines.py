"""Two UIs behind nginx, Kratos on PostgreSQL: one UI is drained and one is killed, and 32 people go on."""

from __future__ import annotations

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Lock

import pytest
import requests

from app.cli.demo.services import Service, answers
from app.paths import KRATOS_CONFIG
from tests.support.deployed import (
    DEPLOY,
    NAMES,
    SECRET,
    Places,
    head,
    names_below_localhost,
    start_kratos,
    start_proxy,
    start_ui,
    wait_until_it_listens,
)  # fmt: skip
from tests.support.forms import Visitor
from tests.support.mailbox import WaitingMailbox
from tests.support.pages import PASSWORD
from tests.support.postgres import Postgres, rows
from tests.support.proxies import changed
from tests.support.real_kratos import KratosFactory, http, new_address
from tests.support.relay import certificate

pytestmark = pytest.mark.long

SEVERAL = DEPLOY / "nginx" / "several.conf"
PEOPLE = 32


class Machines:
    """What runs: `uis` by the port that the file names. And what people saw: steps, and answers that went wrong."""

    def __init__(self, folder: Path, mailbox: WaitingMailbox, database: str) -> None:
        self.folder, self.mailbox, self.database = folder, mailbox, database
        self.places, self.told = Places(mailbox.port), head(SEVERAL.read_text("utf-8"))
        self.trusted = certificate(folder, 30, *NAMES)
        self.url = self.places.here(self.told.init[self.told.init.index("--ui") + 1])
        self.uis: dict[int, Service] = {}
        self.steps, self.wrong = 0, list[tuple[float, str]]()
        self._lock = Lock()

    def hook(self) -> str:
        """The overlay for Kratos, which reaches the UIs by nginx."""
        text = (KRATOS_CONFIG / "overlays" / "webhook.yml").read_text("utf-8")
        return changed(
            text,
            {"http://localhost:4455": "http://127.0.0.1:4450", "THIS-IS-A-DEMO-SECRET-REPLACE-IT": SECRET},
        )

    def start(self, port: int) -> None:
        """The UI at this port; all have the same settings."""
        more = {
            "GATEWAY_ENABLED": "true", "GATEWAY_WEBHOOK_SECRET": SECRET, "GATEWAY_WEBHOOK_STATE": self.database,
            "GATEWAY_WEBHOOK_HOOK": "tests.support.noting_hook:user_created", "NOTED_IN": self.database,
            "PYTHONPATH": str(Path(__file__).parents[2]), "WORKERS": "2",
        }  # fmt: skip
        told = {name: self.places.here(value) for name, value in self.told.environ.items()}
        self.uis[port] = start_ui(self.folder, self.places.ports[port], told | more, f"ui-{port}")

    def own(self, port: int, path: str) -> str:
        return f"http://127.0.0.1:{self.places.ports[port]}{path}"

    def visitor(self) -> Visitor:
        session = http()
        session.verify = str(self.trusted)
        session.hooks["response"].append(self._look)
        return Visitor(self.url, browser=session)

    def _look(self, response: requests.Response, **_more: object) -> None:
        if response.status_code >= 500:
            path = re.sub(r"[?].*", "", response.url)
            self.wrong.append((time.monotonic(), f"{response.request.method} {path} {response.status_code}"))

    def step(self) -> None:
        with self._lock:
            self.steps += 1

    def wait_for_steps(self, number: int) -> None:
        deadline = time.monotonic() + 120
        while self.steps < number:
            assert time.monotonic() < deadline, f"{self.steps} of {number} steps"
            time.sleep(0.02)


def end(made: Machines) -> None:
    for each in made.uis.values():
        each.stop()


@pytest.fixture
def machines(
    postgres: Postgres, real_kratos: KratosFactory, mailbox: WaitingMailbox, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Machines]:  # fmt: skip
    names_below_localhost(monkeypatch)
    made = Machines(tmp_path, mailbox, postgres.database())
    with ExitStack() as running:
        running.callback(lambda: end(made))
        kratos = start_kratos(
            tmp_path,
            made.places,
            made.told.init,
            real_kratos.program,
            made.hook(),
            DSN=postgres.database(),
        )
        running.callback(kratos.stop)
        for port in (4455, 4456):
            made.start(port)
        running.callback(start_proxy(SEVERAL, tmp_path, made.places, made.trusted).stop)
        kratos.wait_for(f"http://127.0.0.1:{made.places.ports[4433]}/health/ready")
        for port, ui in made.uis.items():
            ui.wait_for(made.own(port, "/health/ready"))
        wait_until_it_listens(made.places.outside)
        yield made


def account(machines: Machines, address: str) -> None:
    """Signs up, types the code, looks, ends another device by a form of our own, and signs out and in."""
    here, other = machines.visitor(), machines.visitor()
    here.open("/registration").submit("method=profile", {"traits.email": address})
    machines.step()
    here.submit("method=password", {"password": PASSWORD})
    assert here.path == "/verification", here.summary()
    machines.step()
    here.submit("method=code", {"code": machines.mailbox.wait_for(address, seconds=60).code})
    assert here.messages == {1080002}, here.summary()
    machines.step()
    sign_in(other, address)
    machines.step()
    here.open("/sessions/others")
    machines.step()
    here.submit("confirm")
    assert (here.path, other.open("/settings").path) == ("/sessions", "/login"), here.summary()
    machines.step()
    here.open("/welcome").click('[data-testid="logout"] a')
    assert here.path == "/login", here.summary()
    machines.step()
    sign_in(here, address)
    machines.step()


def sign_in(visitor: Visitor, address: str) -> None:
    visitor.open("/login").submit("method=password", {"identifier": address, "password": PASSWORD})
    assert address in visitor.open("/welcome").text, visitor.summary()


def drained(machines: Machines, port: int) -> None:
    """As systemd and Kubernetes end one: SIGTERM for the first process. Then it comes back."""
    service = machines.uis[port]
    os.kill(service.process.pid, signal.SIGTERM)
    assert service.process.wait(40) == 0
    machines.start(port)
    machines.uis[port].wait_for(machines.own(port, "/health/ready"))


def killed(machines: Machines, port: int) -> float:
    """All of its processes at once, as if the machine had lost its power; the time."""
    os.killpg(machines.uis[port].process.pid, signal.SIGKILL)
    machines.uis[port].process.wait()
    assert not answers(machines.own(port, "/health/alive"))
    return time.monotonic()


def test_one_is_drained_and_one_is_killed(machines: Machines, capsys: pytest.CaptureFixture[str]) -> None:
    made, lost, enough = list[str](), dict[str, str](), Event()

    def person() -> None:
        while not enough.is_set():
            made.append(address := new_address())
            try:
                account(machines, address)
            except (AssertionError, requests.RequestException) as error:
                lost[address] = str(error)[:400]

    with ThreadPoolExecutor(PEOPLE) as pool:
        everybody = [pool.submit(person) for _ in range(PEOPLE)]
        try:
            machines.wait_for_steps(2 * PEOPLE)
            drained(machines, 4455)
            before = list(machines.wrong), dict(lost)
            machines.wait_for_steps(machines.steps + PEOPLE)
            at = killed(machines, 4456)
            machines.wait_for_steps(machines.steps + 4 * PEOPLE)
        finally:
            enough.set()
        for each in everybody:
            each.result()
    told = f"{len(made)} accounts of {PEOPLE} people, {machines.steps} steps; lost: {lost}; {machines.wrong}"
    with capsys.disabled():
        print(f"\n  {told}")
    assert before == ([], {}), "one that is drained loses nobody"
    assert [what for when, what in machines.wrong if not at - 1 < when < at + 8] == []
    assert len(lost) <= 4, "more than what was in flight"
    noted = Counter(str(each) for (each,) in rows(machines.database, "SELECT identity FROM noted"))
    assert set(noted.values()) == {1}, "somebody was handed over twice"
    assert len(made) - len(lost) <= len(noted) <= len(made)
    [(done,)] = rows(machines.database, "SELECT count(*) FROM delivery WHERE running_since IS NULL")
    assert done >= len(made) - len(lost)


def test_what_one_made_holds_at_the_other(machines: Machines) -> None:
    """Files have the same names and bytes; a form of ours that one made is taken by the other."""
    pages = [requests.get(machines.own(port, "/welcome"), timeout=10).text for port in machines.uis]
    files = [sorted(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)) for page in pages]
    assert files[0] == files[1]
    assert files[0]
    for path in files[0]:
        one, other = (requests.get(machines.own(port, path), timeout=10) for port in machines.uis)
        assert (one.status_code, one.content) == (other.status_code, other.content)
        assert one.status_code == 200
