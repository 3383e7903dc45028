"""`kratos-ui demo` as a person uses it: start, sign up, Ctrl-C, start again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.cli import binaries
from app.cli.demo.ports import Ports
from tests.support.fake_docker import fake_docker
from tests.support.mistakes import doctor
from tests.support.ports import free_port
from tests.support.real_kratos import KratosFactory, http, new_address

pytestmark = pytest.mark.long

SECONDS = 60


class Demo:
    """One run of the command, in a session of its own as in a terminal."""

    def __init__(self, folder: Path, ports: Ports, *arguments: str) -> None:
        self.ports = ports
        numbers = {
            "ui": ports.ui,
            "kratos": ports.kratos,
            "kratos-admin": ports.kratos_admin,
            "mail": ports.mail,
        }
        options = [f"--{name}-port={port}" for name, port in {**numbers, "smtp": ports.smtp}.items()]
        self.output = folder / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.cli.main", "demo", *options, *arguments],
                cwd=folder, stdout=output, stderr=output, start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip

    @property
    def text(self) -> str:
        return self.output.read_text()

    def ready(self) -> Demo:
        deadline = time.monotonic() + SECONDS
        while "The demo is ready" not in self.text:
            assert self.process.poll() is None, self.text
            assert time.monotonic() < deadline, self.text
            time.sleep(0.1)
        return self

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def children(self) -> list[int]:
        """Every process that this one has started, and theirs."""
        found = [self.process.pid]
        parents = {pid: parent_of(pid) for pid in map(int, filter(str.isdigit, os.listdir("/proc")))}
        for known in found:
            found += [pid for pid, parent in parents.items() if parent == known]
        return found[1:]


def parent_of(pid: int) -> int:
    """0 for a process that has ended."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return 0
    return 0 if state == "Z" else int(parent)


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if parent_of(pid)]


def cpu_seconds() -> float:
    """What all processes that have ended below this one have used."""
    return os.times().children_user + os.times().children_system


@pytest.fixture
def ports() -> Ports:
    return Ports(
        ui=free_port(), kratos=free_port(), kratos_admin=free_port(), mail=free_port(), smtp=free_port()
    )


@pytest.fixture
def start(real_kratos: KratosFactory, tmp_path: Path, ports: Ports) -> Iterator[Callable[..., Demo]]:
    """`start("--fresh")`; needs `real_kratos` so that no test waits for a build."""
    demos: list[Demo] = []

    def run(*arguments: str) -> Demo:
        demos.append(Demo(tmp_path, ports, *arguments))
        return demos[-1]

    yield run
    for demo in demos:
        if demo.process.poll() is None:
            demo.end(signal.SIGTERM)


def accounts(ports: Ports) -> list[str]:
    found = http().get(f"http://localhost:{ports.kratos_admin}/admin/identities", timeout=10).json()
    return [identity["traits"]["email"] for identity in found]


def sign_up(ports: Ports) -> str:
    email = new_address()
    identity = {"schema_id": "default", "traits": {"email": email}}
    http().post(f"http://localhost:{ports.kratos_admin}/admin/identities", json=identity, timeout=10)
    return email


def test_it_starts_shows_mails_ends_and_remembers(start: Callable[..., Demo], ports: Ports) -> None:
    demo = start().ready()
    for url in (ports.ui_url, ports.kratos_url, ports.mail_url):
        assert demo.text.count(f"{url}\n") + demo.text.count(f"{url} ") == 1, "each address once"
    login = http().get(f"{ports.ui_url}/login", timeout=10)
    assert login.status_code == 200
    assert login.url.startswith(f"{ports.ui_url}/login?flow=")
    email = sign_up(ports)
    flow = http().get(f"{ports.kratos_url}/self-service/recovery/api", timeout=10).json()
    http().post(flow["ui"]["action"], json={"method": "code", "email": email}, timeout=10)
    deadline = time.monotonic() + 10
    while email not in (mailbox := http().get(ports.mail_url, timeout=10).text):
        assert time.monotonic() < deadline, mailbox
        time.sleep(0.2)
    assert "Get back into your account" in mailbox, "in our words"
    children = demo.children()
    assert len(children) >= 2
    assert demo.end() == 0
    assert alive(children) == []
    assert "Traceback" not in demo.text

    used = cpu_seconds()
    again = start().ready()
    assert accounts(ports) == [email]
    assert email in http().get(ports.mail_url, timeout=10).text, "the codes of before the restart"
    assert again.end(signal.SIGTERM) == 0
    assert cpu_seconds() - used < 15, (
        "a second start is quick; in CPU time, which other programs do not stretch"
    )

    fresh = start("--fresh").ready()
    assert accounts(ports) == []
    assert "No mail yet" in http().get(ports.mail_url, timeout=10).text
    assert fresh.end() == 0


def test_doctor_has_nothing_to_say(start: Callable[..., Demo], ports: Ports, tmp_path: Path) -> None:
    start().ready()
    env = {
        "KRATOS_PUBLIC_URL": ports.kratos_url,
        "KRATOS_ADMIN_URL": f"http://localhost:{ports.kratos_admin}",
    }
    run = doctor("--config", str(tmp_path / ".demo" / "kratos.yml"), env=env)
    assert run.named == set(), run.output
    assert (run.status, len(run.findings)) == (0, 25)


def test_everything_listens_on_this_machine_only(start: Callable[..., Demo], ports: Ports) -> None:
    start().ready()
    listening = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    for port in (ports.ui, ports.kratos, ports.kratos_admin, ports.mail, ports.smtp):
        places = {
            line.split()[1].rpartition(":")[0] for line in listening.splitlines() if f":{port:04X} 0" in line
        }
        assert places == {"0100007F"}, port


def test_a_busy_port_is_one_sentence(start: Callable[..., Demo], ports: Ports) -> None:
    with socket.create_server(("127.0.0.1", ports.kratos)):
        demo = start()
        assert demo.process.wait(SECONDS) == 1
    fix = "stop the program that has it or pass --kratos-port."
    assert demo.text.strip() == f"Port {ports.kratos} is in use: {fix}"


def test_when_kratos_ends_all_end_and_it_is_named(start: Callable[..., Demo], ports: Ports) -> None:
    demo = start().ready()
    children = demo.children()
    [kratos] = [pid for pid in children if b"serve" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")]
    os.kill(kratos, signal.SIGKILL)
    assert demo.process.wait(SECONDS) == 1
    assert "Kratos ended with status -9. The end of " in demo.text
    assert alive(children) == []


def with_nothing(monkeypatch: pytest.MonkeyPatch, folder: Path, path: str) -> None:
    """A machine without Kratos, and with no Go."""
    monkeypatch.setenv("PATH", path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.delenv("KRATOS_BIN", raising=False)


def test_without_any_way_to_kratos_it_says_all_three(
    start: Callable[..., Demo], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_nothing(monkeypatch, tmp_path, "/nonexistent")
    demo = start()
    assert demo.process.wait(SECONDS) == 1
    assert demo.text.startswith("\nOry Kratos was not found. Do one of these:\n")
    assert len(demo.text.strip().splitlines()) == 4


@pytest.mark.parametrize(("name", "with_hydra"), [("docker", False), ("podman", True)])
def test_it_runs_orys_images_where_docker_or_podman_is_all_there_is(
    start: Callable[..., Demo], real_kratos: KratosFactory, ports: Ports, tmp_path: Path, name: str,
    with_hydra: bool, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    programs = {"docker.io/oryd/kratos:v1.3.1": str(real_kratos.program)}
    options = []
    if with_hydra:
        programs["docker.io/oryd/hydra:v2.3.0"] = str(binaries.find(binaries.HYDRA, os.environ, print))
        options = [
            "--hydra",
            *(f"--{each}-port={free_port()}" for each in ("hydra", "hydra-admin", "client")),
        ]
    asked = fake_docker(tmp_path / "bin", json.dumps(programs), name=name)
    with_nothing(monkeypatch, tmp_path / "cache", str(tmp_path / "bin"))
    demo = start(*options).ready()
    assert demo.text.count(f" runs in {name.capitalize()} (") == len(programs)
    login = http().get(f"{ports.ui_url}/login", timeout=10)
    assert login.url.startswith(f"{ports.ui_url}/login?flow=")
    children = demo.children()
    assert demo.end() == 0
    assert alive(children) == []
    calls = [json.loads(line) for line in asked.read_text().splitlines()]
    assert [call[1] for call in calls if call[0] == "pull"] == [*programs]
    run = [word for call in calls if call[0] == "run" for word in call if word.startswith("--name=")]
    removed = [f"--name={call[2]}" for call in calls if call[:2] == ["rm", "--force"]]
    assert sorted(run) == sorted(removed), "the migrations', Kratos', Hydra's"
    assert len(run) == 1 + len(programs)
