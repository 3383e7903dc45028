"""Each file of `kratos-config/deploy/nginx`, and the Caddyfile: what goes to the UI, and what reaches nobody."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from tests.support.deployed import (
    DEPLOY,
    DOMAIN,
    NAMES,
    Places,
    names_below_localhost,
    nginx,
    start_proxy,
    wait_until_it_listens,
)  # fmt: skip
from tests.support.proxies import Application, application
from tests.support.relay import certificate

FILES = sorted((DEPLOY / "nginx").glob("*.conf"))
ENDS_TLS = [path for path in FILES if "listen 443" in path.read_text("utf-8")]
"""Of another file a balancer does; Caddy leads on by itself."""
HOOKS = [
    "/internal/auth/user-created", "/%69nternal/auth/user-created", "//internal/auth/user-created",
    "/internal//auth/user-created", "/x/../internal/auth/user-created",
]  # fmt: skip
"""How a stranger may write the address of the web hook."""


class Ui(Application):
    """Notes what it was asked for."""

    paths: list[str] = []

    def do_GET(self) -> None:
        """Answer, and note the path."""
        self.paths.append(self.path)
        super().do_GET()


@dataclass
class Proxy:
    """One that runs: the file's text as it stands here, and where it is."""

    file: Path
    text: str
    places: Places
    trusted: Path

    @property
    def url(self) -> str:
        """The address of the site."""
        name = re.findall(rf"([\w.]+\.{DOMAIN}) ?[;{{]", self.text)[0]
        if self.file.name == "behind-tls-proxy.conf":
            return f"http://{name}:{self.places.ports[8080]}"
        return f"https://{name}:{self.places.outside}"

    def get(self, path: str, **headers: str) -> tuple[int, list[str]]:
        """Return the status, and what reached the UI. The path goes out as it stands."""
        Ui.paths.clear()
        with requests.Session() as session:
            request = session.prepare_request(requests.Request("GET", self.url, headers))
            request.url = f"{self.url}{path}"
            answer = session.send(request, verify=str(self.trusted), timeout=10, allow_redirects=False)
        return answer.status_code, list(Ui.paths)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("tls"), 30, *NAMES)


@pytest.fixture(params=[*FILES, DEPLOY / "Caddyfile"], ids=lambda path: path.stem)
def proxy(
    request: pytest.FixtureRequest, trusted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Proxy]:
    names_below_localhost(monkeypatch)
    file, places = request.param, Places(0)
    with ExitStack() as running:
        for port in (4433, 4455, 4456):
            running.enter_context(application(places.ports[port], Ui))
        running.callback(start_proxy(file, tmp_path, places, trusted).stop)
        plain = file.name == "behind-tls-proxy.conf"
        wait_until_it_listens(places.ports[8080] if plain else places.outside)
        yield Proxy(file, places.here(file.read_text("utf-8")), places, trusted)


def test_the_web_hook_is_no_strangers_and_all_else_is_the_uis(proxy: Proxy) -> None:
    """Wherever the UI lives: with one more line `BASE_PATH` may move it."""
    base = "/auth" if proxy.file.stem == "sub-path" else ""
    for below in (base,) if base else ("", "/auth", "/a/b"):
        for hook in HOOKS:
            assert proxy.get(f"{below}{hook}") == (404, []), f"{below}{hook}"
    for path in (f"{base}/login", f"{base}/welcome?internal/auth/"):
        assert proxy.get(path) == (200, [path])


def test_what_a_visitor_says_of_the_way_here_counts_for_nothing(proxy: Proxy) -> None:
    base = "/auth" if proxy.file.stem == "sub-path" else ""
    forged = {"Host": "evil.example", "Proto": "ftp", "Port": "1234", "For": "203.0.113.9"}
    proxy.get(f"{base}/login", **{f"X-Forwarded-{name}": value for name, value in forged.items()})
    reached = {name.lower(): value for name, value in Ui.reached[-1] if "forwarded" in name.lower()}
    trusted = "203.0.113.9" if proxy.file.stem == "behind-tls-proxy" else "127.0.0.1"  # the balancer says it
    assert reached == {
        "x-forwarded-host": proxy.url.partition("://")[2],
        "x-forwarded-proto": "https",
        "x-forwarded-for": trusted,
    }


@pytest.mark.parametrize("proxy", ENDS_TLS, ids=lambda path: path.stem, indirect=True)
def test_http_leads_to_https_for_each_name(proxy: Proxy) -> None:
    names = set(re.findall(r"server_name ([^;]+);", proxy.text.split("listen 80;")[0]))
    assert {name for each in names for name in each.split()}
    for name in {name for each in names for name in each.split()}:
        url = f"http://{name}:{proxy.places.ports[80]}/login?a=b"
        answer = requests.get(url, timeout=10, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{name}/login?a=b")


@pytest.mark.parametrize("proxy", [DEPLOY / "nginx/sub-path.conf"], ids=["sub-path"], indirect=True)
def test_a_name_that_begins_alike_is_the_sites_own(proxy: Proxy) -> None:
    assert proxy.get("/authors") == (404, []), "the UI got a page of the site"
    assert proxy.get("/auth") == (200, ["/auth"])
    assert proxy.get("/auth/") == (200, ["/auth/"])


def test_all_files_together_are_a_configuration(trusted: Path, tmp_path: Path) -> None:
    """Whoever has two in conf.d/, one being tried: no directive stands twice."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "nginx is not installed: apt-get install nginx-light"
    places = Places(0)
    files = {path.name: places.here(path.read_text("utf-8")) for path in FILES}
    command = [*nginx(program, tmp_path, files, places, trusted), "-t"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
