"""Small servers that a test itself runs: what Kratos or a browser reaches beside Kratos and the UI."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from app.cli.demo.server import Quiet, closing

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@contextmanager
def serving(
    app: WSGIApplication,
    port: int,
    handler: type[WSGIRequestHandler] | None = None,
    tls: ssl.SSLContext | None = None,
) -> Iterator[None]:
    """`app` on this port of 127.0.0.1 for as long as the block runs."""
    server = make_server(
        "127.0.0.1", port, closing(app), threaded=True, request_handler=handler or Quiet, ssl_context=tls
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class Elsewhere:
    """An application that sends people to sign in and gets them back: answers every address with a page."""

    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        text = f"<!doctype html><title>App</title><link rel=icon href=data:,><h1>Back at {request.path}</h1>"
        return Response(text, mimetype="text/html")(environ, start_response)
