"""Real proxies with the lines of `kratos-config/forward-auth.md`, and an application that tells what reached it."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from app.cli.demo.services import Service, in_use
from tests.support.real_kratos import http

GUIDE = Path(__file__).parents[2] / "kratos-config" / "forward-auth.md"
NAMES = ("nginx", "caddy", *(("traefik",) if "TRAEFIK_BIN" in os.environ else ()))
"""Debian has no Traefik: whoever has one names it in TRAEFIK_BIN."""
CERTIFICATE = (" /etc/ssl/app/fullchain", "_key /etc/ssl/app/privkey")
_NGINX = """daemon off; master_process off; pid nginx.pid; error_log stderr;
events {{ }}
http {{
access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
{server}}}
"""
_TRAEFIK = """entryPoints: {{ web: {{ address: "127.0.0.1:{port}" }} }}
providers: {{ file: {{ filename: app.yml }} }}
global: {{ checkNewVersion: false, sendAnonymousUsage: false }}
"""
_SERVICE = """  services:
    app: { loadBalancer: { servers: [{ url: "http://127.0.0.1:3000" }] } }
"""
_CADDY = "{{\n admin off\n auto_https off\n default_bind 127.0.0.1\n}}\n{site}"


def lines(language: str) -> str:
    """The block of this language in the guide."""
    found = re.search(rf"^```{language}\n(.*?)^```$", GUIDE.read_text("utf-8"), re.M | re.S)
    assert found, language
    return found[1]


def changed(text: str, changes: dict[str, str]) -> str:
    """`text` with what is another thing here; each must be there."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@contextmanager
def proxy(
    name: str, folder: Path, port: int, ui: int, app: int, changes: dict[str, str] | None = None
) -> Iterator[str]:
    """`name` at this port, before the application at port `app`, asking the UI at port `ui`: its address."""
    program = shutil.which(
        os.environ["TRAEFIK_BIN"] if name == "traefik" else name, path=f"{os.environ['PATH']}:/usr/sbin"
    )
    assert program, f"{name} is not installed: apt-get install nginx-light caddy"
    places = {"127.0.0.1:4455": f"127.0.0.1:{ui}", "127.0.0.1:3000": f"127.0.0.1:{app}", **(changes or {})}
    config = folder / f"{name}.{'yml' if name == 'traefik' else 'conf'}"  # Traefik goes by the ending
    if name == "nginx":
        places |= {"443 ssl": f"127.0.0.1:{port}", "app.example.org": "localhost"}  # the tests speak http
        places |= {f"    ssl_certificate{each}.pem;\n": "" for each in CERTIFICATE}
        text = _NGINX.format(server=changed(lines("nginx"), places))
        command = [program, "-p", str(folder), "-c", str(config), "-e", "stderr"]
    elif name == "traefik":
        places["app.example.org"] = "localhost"
        (folder / "app.yml").write_text(changed(lines("yaml") + _SERVICE, places))
        text = _TRAEFIK.format(port=port)
        command = [program, f"--configFile={config}"]
    else:
        places["app.example.org"] = f"http://localhost:{port}"
        text = _CADDY.format(site=changed(lines("caddyfile"), places))
        command = [program, "run", "--adapter", "caddyfile", "--config", str(config)]
    config.write_text(text)
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    service = Service(name, command, folder, environ, folder / f"{name}.log")
    try:
        deadline = time.monotonic() + 15
        while not in_use(port) or (name == "traefik" and _knows_nothing(port)):
            service.check()
            assert time.monotonic() < deadline, service.log.read_text()
            time.sleep(0.05)
        yield f"http://localhost:{port}"
    finally:
        service.stop()


def _knows_nothing(port: int) -> bool:
    """Whether Traefik has yet to read its routers: it listens before."""
    return http().get(f"http://localhost:{port}/", allow_redirects=False, timeout=10).status_code == 404


class Application(BaseHTTPRequestHandler):
    """Answers everything with the headers that reached it: all of them, as they are written."""

    protocol_version = "HTTP/1.1"
    reached: list[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        """Answer a page that holds them as JSON."""
        headers = list(self.headers.items())
        self.reached.append(headers)
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        said = json.dumps(headers).replace("&", r"\u0026").replace("<", r"\u003c")
        body = f"<!doctype html><title>App</title><link rel=icon href=data:,><pre>{said}</pre>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def application(port: int, handler: type[Application] = Application) -> Iterator[list[list[tuple[str, str]]]]:
    """The application at this port of 127.0.0.1: the headers of all requests that reach it."""
    handler.reached = []
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield handler.reached
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
