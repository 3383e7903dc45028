"""A small site for the scripts alone: pages of the gallery under the strict policy, and a memory of what was posted.

What no recording has (secrets of an operator, another Kratos' triggers) is in `made.py`; what no template of ours
writes, a test alters.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from app import create_app
from app.config import Config
from tests.browser.js.made import MADE
from tests.support.recordings import recording
from tests.support.soup import page_from, page_of

KRATOS = "http://kratos.test:4433"
KRATOS_SCRIPT = b"""
window.oryFutureInit = () => { document.querySelector("[name=started]").value = "yes"; };
window.oryFutureThing = () => { document.querySelector("h1").textContent = "Future"; };
"""
KINDS = "login|registration|recovery|verification|settings"
STATIC = Path(__file__).parents[3] / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css"}


class Site(ThreadingHTTPServer):
    """The server, on a free port of 127.0.0.1."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.forget()
        self.app = create_app(Config(kratos_public_url=KRATOS, cookie_secret="t" * 32))
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def forget(self) -> None:
        """As it was at the start."""
        self.posts: list[dict[str, str]] = []  # each POST's fields, in order of arrival
        self.forms: list[dict[str, list[str]]] = []  # the same with all values of each name
        self.answer_after = 0.0  # seconds that a POST takes
        self.anew = ""  # the page that stands at `/registration` and the like, where a renewal leads
        self._changes: list[tuple[str, str]] = []

    def alter(self, pattern: str, by: str) -> None:
        """Change each page from now on, in one place."""
        self._changes.append((pattern, by))

    @property
    def origin(self) -> str:
        """Address by name, because an IP address cannot have passkeys."""
        return f"http://localhost:{self.server_port}"

    def exhibit(self, name: str) -> bytes:
        """The page of a recorded flow, or of a made one; its forms lead here, and it lasts as long as a test wants."""
        page = (
            page_from(self.app, MADE[name]())
            if name in MADE
            else page_of(self.app, recording("v1.3.1", name))
        )
        html = re.sub(r'(<form[^>]* action=)"[^"]*"', r'\1"/submit"', page.html).replace(KRATOS, "")
        html = re.sub(r'data-expires-at="[^"]*"', 'data-expires-at="@LATER@"', html)
        for pattern, by in self._changes:
            html, times = re.subn(pattern, by, html)
            assert times == 1, f"{pattern} stands {times} times in {name}"
        return html.encode()

    def stop(self) -> None:
        """Close it."""
        self.shutdown()
        self.thread.join()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """GET gives `/<name of a flow>`, `/<kind>` anew, or a file of `static/`.

    In a page `@LATER@` is the time `?expires=` seconds from now.
    """

    server: Site

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        path = re.sub(r"^/static/[0-9a-f]{12}/", "/static/", parts.path)
        file = STATIC / path.removeprefix("/static/")
        if re.fullmatch(rf"/({KINDS})(\.\w+){{2}}", path):
            self._page(path[1:], float(parse_qs(parts.query).get("expires", ["3600"])[0]))
        elif re.fullmatch(f"/({KINDS})", path) and self.server.anew:
            self._page(self.server.anew, 3 * 3600)
        elif path == "/kratos.js":
            time.sleep(0.4)  # Kratos' own script loads on its own time
            self._send(200, TYPES[".js"], KRATOS_SCRIPT)
        elif path == "/favicon.ico":
            self._send(200, "image/x-icon", b"")
        elif path.startswith("/static/") and file.is_file():
            self._send(200, TYPES[file.suffix], file.read_bytes())
        else:
            self._send(404, "text/plain", b"")

    def _page(self, name: str, seconds: float) -> None:
        later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
        body = self.server.exhibit(name).replace(b"@LATER@", later.isoformat().encode())
        self._send(200, TYPES[".html"], body)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = parse_qs(body, True)
        self.server.posts.append({name: values[0] for name, values in form.items()})
        self.server.forms.append(form)
        time.sleep(self.server.answer_after)
        self._send(200, TYPES[".html"], b"<!doctype html><title>sent</title><h1>Sent</h1>")

    def _send(self, status: int, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        with contextlib.suppress(
            BrokenPipeError, ConnectionResetError
        ):  # the browser went elsewhere meanwhile
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""
