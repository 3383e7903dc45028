"""A small site for the scripts alone: pages of the gallery under the strict policy, and a memory of what was posted.

What no recording has (a theme's own fields, another Kratos' triggers, a policy that is broken) stands in `pages/`.
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
from tests.support.recordings import recording
from tests.support.soup import page_of

PAGES = Path(__file__).parent / "pages"
STATIC = Path(__file__).parents[3] / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css"}


class Site(ThreadingHTTPServer):
    """The server, on a free port of 127.0.0.1; `posts` holds each POST's fields, in order of arrival.

    `forms`: the same with all values of each name.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.posts: list[dict[str, str]] = []
        self.forms: list[dict[str, list[str]]] = []
        self.answer_after = 0.0  # seconds that a POST takes
        self.app = create_app(Config(kratos_public_url="http://kratos.test:4433", cookie_secret="t" * 32))
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    @property
    def origin(self) -> str:
        """Address by name, because an IP address cannot have passkeys."""
        return f"http://localhost:{self.server_port}"

    def exhibit(self, name: str) -> bytes:
        """The gallery's page of a recorded flow; its forms lead here, and it lasts as long as a test wants."""
        html = page_of(self.app, recording("v1.3.1", name)).html
        html = re.sub(r'(<form[^>]* action=)"[^"]*"', r'\1"/submit"', html)
        return re.sub(r'data-expires-at="[^"]*"', 'data-expires-at="@LATER@"', html).encode()

    def stop(self) -> None:
        """Close it."""
        self.shutdown()
        self.thread.join()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """GET gives `/<name of a recording>`, a file of `pages/` or of `static/`.

    In a page `@LATER@` is the time `?expires=` seconds from now.
    """

    server: Site

    def do_GET(self) -> None:
        path = re.sub(r"^/static/[0-9a-f]{12}/", "/static/", urlsplit(self.path).path)
        folder, name = (STATIC, path[8:]) if path.startswith("/static/") else (PAGES, path[1:])
        file = folder / name
        if path == "/favicon.ico":
            self._send(200, "image/x-icon", b"")
            return
        shown = re.fullmatch(r"(login|registration|recovery|verification|settings)(\.\w+){2}", name)
        if not shown and not file.is_file():
            self._send(404, "text/plain", b"")
            return
        body = self.server.exhibit(name) if shown else file.read_bytes()
        if shown or file.suffix == ".html":
            seconds = float(parse_qs(urlsplit(self.path).query).get("expires", ["3600"])[0])
            later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
            body = body.replace(b"@LATER@", later.isoformat().encode())
        if path == "/kratos.js":
            time.sleep(0.4)  # Kratos' own script loads on its own time
        self._send(200, TYPES[".html" if shown else file.suffix], body)

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
