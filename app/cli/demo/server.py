"""A WSGI application on a port of this machine, in threads of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Quiet(WSGIRequestHandler):
    """Logs no request: the demo's terminal and the tests' output are for other things."""

    def log(self, type: str, message: str, *args: object) -> None:  # `type`: werkzeug's name
        """Says nothing."""


def closing(app: WSGIApplication) -> WSGIApplication:
    """Return `app` with answers that close their file even if the browser has gone: werkzeug forgets them then."""

    def call(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = app(environ, start_response)
        try:
            yield from answer
        finally:
            if hasattr(answer, "close"):
                answer.close()

    return call


class AppServer:
    """Serves `app` on 127.0.0.1 until `stop`."""

    def __init__(self, app: WSGIApplication, port: int) -> None:
        self._server = make_server("127.0.0.1", port, closing(app), threaded=True, request_handler=Quiet)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._thread.join(2)
