"""The small server of the demo and the tests: what a browser that goes away leaves behind."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.support.ports import free_port
from tests.support.servers import serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER that resets a connection when it is closed."""


class Answer:
    """Bytes of a file that has to be closed; the browser goes once it has them."""

    def __init__(self, browser: socket.socket) -> None:
        self.browser = browser
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        yield b"half"
        self.browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self.browser.close()

    def close(self) -> None:
        self.closed.set()


def test_an_answer_is_closed_though_the_browser_has_gone() -> None:
    browser = socket.socket()
    answer = Answer(browser)

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> Answer:
        start_response("200 OK", [("Content-Length", "4")])
        return answer

    port = free_port()
    with serving(app, port):
        browser.connect(("127.0.0.1", port))
        browser.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert answer.closed.wait(5)
