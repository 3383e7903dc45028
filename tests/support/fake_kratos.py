"""A small HTTP server on 127.0.0.1 that behaves as badly as it is told to. Stops by itself.

```python
with FakeKratos(never) as kratos:            # or FakeKratos(ok, drop): one behaviour for each request
    KratosClient(kratos.url, new_http(), (0.3, 0.5)).whoami("")
```
A behaviour writes an answer to the socket and says whether to keep the connection. The last one repeats.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType

LIFETIME = 30.0
"""Seconds after which every wait of a server ends, should nobody stop it."""


@dataclass(frozen=True)
class Request:
    """What arrived: the whole head (bytes, without the last empty line) and the body."""

    head: bytes
    body: bytes

    @property
    def method(self) -> str:
        return self.head.split(b" ", 1)[0].decode()

    def header(self, name: str) -> bytes | None:
        """Its bytes as they came; None without it."""
        for line in self.head.split(b"\r\n")[1:]:
            found, _, value = line.partition(b":")
            if found.lower() == name.lower().encode():
                return value.strip()
        return None


class Talk:
    """One request, and the way to answer it."""

    def __init__(self, sock: socket.socket, request: Request, stop: threading.Event) -> None:
        self.request = request
        self._sock = sock
        self._stop = stop

    def write(self, data: bytes) -> None:
        self._sock.sendall(data)

    def wait(self, seconds: float) -> bool:
        """Whether the server still runs after `seconds`."""
        return not self._stop.wait(seconds)

    def drip(self, data: Iterable[int], pause: float = 0.05) -> None:
        """One byte at a time."""
        for byte in data:
            if not self.wait(pause):
                return
            self.write(bytes([byte]))


Behaviour = Callable[[Talk], bool]


class FakeKratos:
    """The server. `seen`: requests in order; `connections`: how many were opened, `open`: how many are; `over`: set
    at its end.

    `lifetime`: seconds after which every wait ends, and an error says so; a server that lives longer than usual
    notes no request.
    """

    def __init__(
        self, *behaviours: Behaviour, tls: ssl.SSLContext | None = None, lifetime: float = LIFETIME
    ) -> None:
        self.seen: list[Request] = []
        self.connections = self.open = 0
        self._lifetime = lifetime
        self._behaviours = list(behaviours)
        self._tls = tls
        self.over = threading.Event()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._sockets = [self._listener]

    @property
    def url(self) -> str:
        scheme, host = ("https", "localhost") if self._tls else ("http", "127.0.0.1")
        return f"{scheme}://{host}:{self._listener.getsockname()[1]}"

    def __enter__(self) -> FakeKratos:
        self._start(self._accept)
        self._timer = threading.Timer(self._lifetime, self._end)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if error and self.over.is_set():
            error.add_note(f"The fake Kratos had ended by itself, after {self._lifetime:g} s.")
        self._end()
        for thread in list(self._threads):
            thread.join(5)
        self._listener.close()

    def _end(self) -> None:
        """Wakes everything that waits: for an event, for a connection, for bytes."""
        self.over.set()
        for sock in list(self._sockets):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def _start(self, target: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self.over.is_set():
                sock, _ = self._listener.accept()
                with self._lock:
                    self.connections += 1
                    self.open += 1
                self._start(self._serve, sock)

    def _serve(self, sock: socket.socket) -> None:
        try:
            self._talk(sock)
        finally:
            with self._lock:
                self.open -= 1

    def _talk(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with contextlib.suppress(OSError), sock, self._secured(sock) as stream:
            self._sockets.append(stream)
            for request in self._requests(stream):
                with self._lock:
                    if self._lifetime <= LIFETIME:
                        self.seen.append(request)
                    last = len(self._behaviours) == 1
                    behave = self._behaviours[0] if last else self._behaviours.pop(0)
                if not behave(Talk(stream, request, self.over)):
                    return

    def _secured(self, sock: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(sock, server_side=True) if self._tls else sock

    def _requests(self, sock: socket.socket) -> Iterator[Request]:
        data = b""
        while not self.over.is_set():
            head, end, rest = data.partition(b"\r\n\r\n")
            length = int(Request(head, b"").header("Content-Length") or 0) if end else 0
            if end and len(rest) >= length:
                data = rest[length:]
                yield Request(head, rest[:length])
                continue
            received = sock.recv(65536)
            if not received:
                return
            data += received


def answer(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> bytes:
    """The bytes of one whole answer."""
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def says(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> Behaviour:
    """A whole answer at once; the connection stays open."""

    def behave(talk: Talk) -> bool:
        talk.write(answer(body, status, *headers))
        return True

    return behave


def raw(data: bytes) -> Behaviour:
    """`data` as it stands, then the connection is closed."""

    def behave(talk: Talk) -> bool:
        talk.write(data)
        return False

    return behave


def slow(seconds: float, body: bytes = b"{}") -> Behaviour:
    """A whole answer after `seconds`."""

    def behave(talk: Talk) -> bool:
        if talk.wait(seconds):
            talk.write(answer(body))
        return True

    return behave


def never(talk: Talk) -> bool:
    """No byte at all, and no end."""
    talk.wait(LIFETIME)
    return False


def drop(talk: Talk) -> bool:
    """Closes without an answer, as a server does that ends an idle connection just now."""
    return False


def drip_headers(talk: Talk) -> bool:
    """Headers byte by byte, far longer than anyone waits, each byte well within a read timeout."""
    talk.drip(b"HTTP/1.1 200 OK\r\nX-Padding: " + b"a" * 1000)
    return False


def drip_body(talk: Talk) -> bool:
    """Headers at once, the body byte by byte."""
    talk.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    talk.drip(b" " * 1000)
    return False


def drip_chunks(talk: Talk) -> bool:
    """A chunked body of one-byte chunks that never ends."""
    talk.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while talk.wait(0.05):
        talk.write(b"1\r\n \r\n")
    return False


def endless_body(talk: Talk) -> bool:
    """A body without length and end, as fast as it goes."""
    return _endless(talk, "200 OK")


def endless_redirect(talk: Talk) -> bool:
    """The same as the body of a redirect, whose target is no address."""
    return _endless(talk, "303 See Other\r\nLocation: http://[")


def _endless(talk: Talk, status: str, start: bytes = b"") -> bool:
    talk.write(f"HTTP/1.1 {status}\r\n\r\n".encode() + start)
    while talk.wait(0):
        talk.write(b" " * 65536)
    return False


def endless_chunk(talk: Talk) -> bool:
    """A chunk of -1 byte, which Python reads to its end; it has none."""
    return _endless(talk, "200 OK\r\nTransfer-Encoding: chunked", b"-1\r\n")


def endless_headers(talk: Talk) -> bool:
    """Headers without end, as fast as it goes."""
    talk.write(b"HTTP/1.1 200 OK\r\n")
    while talk.wait(0):
        talk.write(b"X-Padding: " + b"a" * 60000 + b"\r\n")
    return False


def endless_continue(talk: Talk) -> bool:
    """One `100 Continue` after the other."""
    while talk.wait(0.01):
        talk.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return False


def breaks_off(talk: Talk) -> bool:
    """Closes in the middle of the body."""
    talk.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"id":')
    return False


garbage = raw(b"\x00\xff\xfe not HTTP at all \x01\r\n\r\n" * 20)
chunk_of_less_than_nothing = raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n{}")
empty = says(b"")
unavailable = says(b"<html>bad gateway</html>", "502 Bad Gateway")
redirect = says(b"<a href>See Other</a>", "303 See Other", "Location: http://127.0.0.1:1/elsewhere")
