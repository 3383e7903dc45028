"""What `kratos-config/deploy/` says, run: each file's proxy, and the two commands that stand at its head."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import kratos
from app.cli.demo.services import Service, in_use
from app.paths import KRATOS_CONFIG
from tests.recorder.server import QUICK
from tests.support.mailbox import WaitingMailbox
from tests.support.ports import free_port
from tests.support.proxies import changed
from tests.support.real_kratos import RealKratos
from tests.support.relay import Relay, relaying

DEPLOY = Path(__file__).parents[2] / "kratos-config" / "deploy"
PROGRAM = str(Path(sys.executable).parent / "kratos-ui")
CHEAP = {"HASHERS_ALGORITHM": "argon2", "HASHERS_ARGON2_MEMORY": "128KB", "HASHERS_ARGON2_ITERATIONS": "1"}
"""Without `--dev` Kratos takes no low cost of bcrypt: a password would be a quarter of a second of both processors."""
DOMAIN = "example.localhost"
"""Stands for example.org: browsers look for all names below localhost on this machine."""
NAMES = tuple(f"{name}.{DOMAIN}" for name in ("accounts", "kratos", "www"))
SECRET = "0123456789abcdef" * 2
_NGINX = """daemon off; master_process off; pid nginx.pid; error_log stderr;
events { worker_connections 1024; }
http {
access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
include conf.d/*.conf;
}
"""


@dataclass(frozen=True)
class Head:
    """What the comment at the head of a file tells to do."""

    init: list[str]
    environ: dict[str, str]


def head(text: str) -> Head:
    """The arguments of `kratos-ui init`, and the settings of the UI."""
    comment = "\n".join(line for line in text.splitlines() if line.startswith("#   "))
    found = re.search(r"kratos-ui (init .*)", comment)
    assert found, text
    settings = re.findall(r"\b([A-Z][A-Z_]+)=(<[^>]*>|\S+)", comment)
    return Head(found[1].split(), {name: SECRET if value[0] == "<" else value for name, value in settings})


class Places:
    """Ports and names here for those that the files name."""

    def __init__(self, mail: int, given: Mapping[int, int] | None = None) -> None:
        self.outside = free_port()
        named = (80, 4433, 4434, 4436, 4450, 4455, 4456, 8080)
        self.ports = {**{port: free_port() for port in named}, 4437: mail, **(given or {})}

    def here(self, text: str) -> str:
        """`text` with them. Of several machines each has a port of its own here."""
        text = re.sub(r"\b10\.0\.0\.\d+", "127.0.0.1", text.replace("10.0.0.12:4455", "127.0.0.1:4456"))
        text = text.replace("0.0.0.0", "127.0.0.1")
        text = re.sub(r"https://([\w.]+)\.example\.org", rf"https://\1.example.org:{self.outside}", text)
        return kratos.moved(text.replace("example.org", DOMAIN), self.ports)


def start_kratos(
    folder: Path, places: Places, init: list[str], program: Path, *overlays: str, **environ: str
) -> Service:
    """Kratos as in production, without `--dev`, with what `kratos-ui init` makes for these addresses.

    `overlays`: texts of more files.
    """
    subprocess.run([PROGRAM, *map(places.here, init)], cwd=folder, check=True, capture_output=True)
    leaked = {
        "haveibeenpwned_enabled: true": "haveibeenpwned_enabled: false"
    }  # no test asks a service outside
    made = changed((folder / "kratos.yml").read_text("utf-8"), leaked)
    shutil.copytree(KRATOS_CONFIG / "schemas", folder / "schemas", dirs_exist_ok=True)
    configs = []
    for number, text in enumerate((made, *overlays)):
        (folder / f"kratos-{number}.yml").write_text(kratos.moved(text, places.ports))
        configs += ["-c", f"kratos-{number}.yml"]
    allowed = kratos.environment(os.environ, **QUICK, **CHEAP, **environ)
    migrate = kratos.migrate_command(program, configs)
    subprocess.run(migrate, cwd=folder, env=allowed, check=True, capture_output=True)
    command = [word for word in kratos.serve_command(program, configs) if word != "--dev"]
    return Service("Kratos", command, folder, allowed, folder / "kratos.log")


def start_ui(folder: Path, port: int, environ: Mapping[str, str], name: str = "ui") -> Service:
    """`kratos-ui run` with these settings and no others."""
    own = {"PATH": os.environ["PATH"], "PORT": str(port), **environ}
    return Service(name, [PROGRAM, "run"], folder, own, folder / f"{name}.log")


def start_proxy(path: Path, folder: Path, places: Places, certificate: Path) -> Service:
    """nginx or Caddy with this file, which stands in it as it is but for ports, names and the certificate."""
    name = "caddy" if path.name == "Caddyfile" else "nginx"
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, f"{name} is not installed: apt-get install nginx-light caddy"
    text = places.here(path.read_text("utf-8"))
    if name == "caddy":
        site = f"accounts.{DOMAIN} {{\n"
        text = changed(
            text,
            {site: f"https://accounts.{DOMAIN}:{places.outside} {{\n\ttls {certificate} {certificate}\n"},
        )
        (folder / "Caddyfile").write_text(
            "{\n\tadmin off\n\tauto_https disable_redirects\n\tdefault_bind 127.0.0.1\n}\n" + text
        )
        command = [program, "run", "--config", "Caddyfile"]
    else:
        command = nginx(program, folder, {"deployed.conf": text}, places, certificate)
    return Service(
        name, command, folder, {"PATH": os.environ["PATH"], "HOME": str(folder)}, folder / f"{name}.log"
    )


def nginx(
    program: str, folder: Path, files: Mapping[str, str], places: Places, certificate: Path
) -> list[str]:
    """Write `files` (as `Places.here` gives them) as if into conf.d/; return what starts nginx with them."""
    ports = {"443": places.outside} | {str(port): here for port, here in places.ports.items()}
    (folder / "conf.d").mkdir()
    for name, text in files.items():
        text = re.sub(r"/etc/ssl/\w+/\w+\.pem", str(certificate), text)
        text = re.sub(r"listen (443|80|8080)\b", lambda found: f"listen 127.0.0.1:{ports[found[1]]}", text)
        (folder / "conf.d" / name).write_text(text)
    (folder / "nginx.conf").write_text(_NGINX)
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]


@contextmanager
def deployed(
    path: Path, folder: Path, mailbox: WaitingMailbox, program: Path, certificate: Path
) -> Iterator[RealKratos]:
    """All that this file is about: the proxy with it, Kratos, and one UI, each at addresses of their own."""
    places, told = Places(mailbox.port), head(path.read_text("utf-8"))
    with ExitStack() as running:
        service = start_kratos(folder, places, told.init, program)
        running.callback(service.stop)
        environ = {name: places.here(value) for name, value in told.environ.items()}
        hook = {"GATEWAY_ENABLED": "true", "GATEWAY_WEBHOOK_SECRET": SECRET}  # what no stranger may reach
        settings = {"PORT": str(places.ports[4455]), "KRATOS_CA_BUNDLE": str(certificate), **environ}
        (folder / "ui.env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
        ui = start_ui(folder, places.ports[4455], environ | hook)
        running.callback(ui.stop)
        running.callback(start_proxy(path, folder, places, certificate).stop)
        public, admin = (f"http://127.0.0.1:{places.ports[port]}" for port in (4433, 4434))
        service.wait_for(f"{public}/health/ready")
        ui.wait_for(f"http://127.0.0.1:{places.ports[4455]}{environ.get('BASE_PATH', '')}/health/ready")
        page = places.here(told.init[told.init.index("--ui") + 1])
        if path.name == "behind-tls-proxy.conf":
            balancer = Relay(
                f"http://127.0.0.1:{places.ports[8080]}", adds={"X-Forwarded-For": "203.0.113.9"}
            )
            running.enter_context(relaying(balancer, places.outside, certificate))
        wait_until_it_listens(places.outside)
        yield RealKratos(
            service, folder, public, admin, page, running.enter_context(socket.socket()), mailbox
        )


def wait_until_it_listens(port: int, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not in_use(port):
        assert time.monotonic() < deadline, f"nobody listens at {port}"
        time.sleep(0.05)


def names_below_localhost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes Python look for them on this machine, as browsers do."""
    look_up = socket.getaddrinfo

    def here(host: Any, *rest: Any, **more: Any) -> Any:
        return look_up("127.0.0.1" if str(host).endswith(".localhost") else host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", here)
