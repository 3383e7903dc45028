"""A small site for the scripts alone: static pages under the strict policy, and a memory of what was posted."""

from __future__ import annotations

import contextlib
import datetime
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

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
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    @property
    def origin(self) -> str:
        """Address by name, because an IP address cannot have passkeys."""
        return f"http://localhost:{self.server_port}"

    def stop(self) -> None:
        """Close it."""
        self.shutdown()
        self.thread.join()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    """GET gives a file of `pages/` or `static/`; in a page `@LATER@` is the time `?expires=` seconds from now."""

    server: Site

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = (
            STATIC / path.removeprefix("/static/")
            if path.startswith("/static/")
            else PAGES / path.lstrip("/")
        )
        if path == "/favicon.ico":
            self._send(200, "image/x-icon", b"")
            return
        if not file.is_file():
            self._send(404, "text/plain", b"")
            return
        body = file.read_bytes()
        if file.suffix == ".html":
            seconds = float(parse_qs(urlsplit(self.path).query).get("expires", ["3600"])[0])
            later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
            body = body.replace(b"@LATER@", later.isoformat().encode())
        if path == "/kratos.js":
            time.sleep(0.4)  # Kratos' own script loads on its own time
        self._send(200, TYPES[file.suffix], body)

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
