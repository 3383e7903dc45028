"""`kratos-config/deploy/haproxy.cfg` as it stands, but for ports: before two UIs, of which one drains."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from app.cli.demo.services import Service
from tests.support.deployed import DEPLOY, wait_until_it_listens
from tests.support.ports import free_port
from tests.support.proxies import Application, application, changed
from tests.support.relay import certificate


class Ui(Application):
    """Answers with the headers that reached it; not ready while it drains."""

    paths: list[tuple[int, str]] = []
    draining: set[int] = set()

    def do_GET(self) -> None:
        """Answer, and note which of the servers was asked for what."""
        port = self.connection.getsockname()[1]
        if self.path == "/health/ready":
            self.send_response(503 if port in self.draining else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            self.close_connection = True
            return
        self.paths.append((port, self.path))
        super().do_GET()


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    return {name: free_port() for name in ("plain", "tls", "one", "two", "kratos")}


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"), 30)


@pytest.fixture(scope="module")
def url(ports: dict[str, int], trusted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "haproxy is not installed: apt-get install haproxy"
    folder = tmp_path_factory.mktemp("haproxy")
    places = {
        "bind :80\n": f"bind 127.0.0.1:{ports['plain']}\n",
        "bind :443 ": f"bind 127.0.0.1:{ports['tls']} ",
        "/etc/haproxy/accounts.example.org.pem": str(trusted),
        "server one 10.0.0.11:4455": f"server one 127.0.0.1:{ports['one']}",
        "server two 10.0.0.12:4455": f"server two 127.0.0.1:{ports['two']}",
        "server kratos 10.0.0.21:4433": f"server kratos 127.0.0.1:{ports['kratos']}",
        "inter 2s": "inter 100ms",
    }
    (folder / "haproxy.cfg").write_text(changed((DEPLOY / "haproxy.cfg").read_text("utf-8"), places))
    command = [program, "-db", "-f", "haproxy.cfg"]
    with ExitStack() as running:
        for name in ("one", "two", "kratos"):
            running.enter_context(application(ports[name], Ui))
        log = folder / "log"
        running.callback(Service("haproxy", command, folder, {"PATH": os.environ["PATH"]}, log).stop)
        wait_until_it_listens(ports["tls"])
        yield f"https://localhost:{ports['tls']}"
        assert not re.search(r"\[(WARNING|ALERT)\].*config", log.read_text())


def asked(url: str, trusted: Path, headers: dict[str, str] | None = None) -> requests.Response:
    return requests.get(url, headers=headers, verify=str(trusted), timeout=10, allow_redirects=False)


def test_what_a_visitor_says_of_himself_counts_for_nothing(url: str, trusted: Path) -> None:
    forged = dict.fromkeys(
        ("Forwarded", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Proto"), "evil"
    )
    forged |= {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example"}
    asked(f"{url}/login", trusted, forged)
    reached = [(name.lower(), value) for name, value in Ui.reached[-1] if "forwarded" in name.lower()]
    assert sorted(reached) == [
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-host", url.removeprefix("https://")),
        ("x-forwarded-proto", "https"),
    ], json.dumps(reached)


def test_kratos_lies_below_its_path(url: str, trusted: Path, ports: dict[str, int]) -> None:
    asked(f"{url}/kratos/self-service/login/browser?refresh=true", trusted)
    assert Ui.paths[-1] == (ports["kratos"], "/self-service/login/browser?refresh=true")


@pytest.mark.parametrize("below", ["", "/auth", "/a/b"])
@pytest.mark.parametrize("path", ["/internal/auth/user-created", "/%69nternal/auth/user-created"])
def test_the_web_hook_is_no_strangers(url: str, trusted: Path, path: str, below: str) -> None:
    before = len(Ui.paths)
    session = requests.Session()
    request = requests.Request("GET", url).prepare()
    request.url = f"{url}{below}{path}"  # as it stands: requests would write the %69 out
    assert session.send(request, verify=str(trusted), timeout=10).status_code == 404
    assert len(Ui.paths) == before


def test_http_leads_to_https(url: str, ports: dict[str, int]) -> None:
    answer = requests.get(f"http://127.0.0.1:{ports['plain']}/login", timeout=10, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (
        308,
        f"https://127.0.0.1:{ports['plain']}/login",
    )


def test_who_drains_gets_no_one_new(url: str, trusted: Path, ports: dict[str, int]) -> None:
    def served() -> set[int]:
        start = len(Ui.paths)
        assert {asked(f"{url}/login", trusted).status_code for _ in range(4)} == {200}
        return {port for port, _ in Ui.paths[start:]}

    assert served() == {ports["one"], ports["two"]}
    Ui.draining.add(ports["one"])
    deadline = time.monotonic() + 5
    while served() != {ports["two"]}:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    Ui.draining.clear()
    while served() != {ports["one"], ports["two"]}:
        assert time.monotonic() < deadline
        time.sleep(0.05)
