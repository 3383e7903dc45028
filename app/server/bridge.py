"""The WSGI application under granian, by way of ASGI.

Granian's own WSGI leaves out every header with a byte that is not ASCII: one cookie of another application
(`name=José`) would sign a user out here. It takes `X_Forwarded_Host` for `X-Forwarded-Host`, and a body that
never comes holds a thread for ever.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes

from ..limits import BODY_SECONDS, PAGE_BODY_BYTES
from ..web.headers import NO_PAGE

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


class Bridge:
    """`app` as an ASGI application; its answers are made in `threads` threads and sent as a whole.

    `refused` is told the method and the status of what never gets there.
    """

    def __init__(self, app: Any, threads: int, refused: Callable[[str, str], None] = lambda *_: None) -> None:
        self._app, self._refused = app, refused
        self._pool = ThreadPoolExecutor(threads)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request; a body that is late or broken off never gets to `app`."""
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(scope, receive)
        except TimeoutError:
            await self._refuse(scope, send, 408, "The request did not come in time.")
            return
        except EOFError:
            await self._refuse(scope, send, 400, "The request broke off.")
            return
        loop = asyncio.get_running_loop()
        await _answer(send, *await loop.run_in_executor(self._pool, self._respond, _environ(scope, body)))

    async def _refuse(self, scope: Mapping[str, Any], send: Send, status: int, text: str) -> None:
        self._refused(scope["method"], str(status))
        await _answer(send, *_refusal(status, text))

    def _respond(self, environ: dict[str, Any]) -> tuple[int, Headers, bytes]:
        status, headers = 500, Headers()

        def start(line: str, fields: Iterable[tuple[str, str]], exc_info: object = None) -> None:
            nonlocal status, headers
            status = int(line[:3])
            headers = _raw(fields)

        parts = self._app(environ, start)
        try:
            return status, headers, b"".join(parts)
        finally:
            if close := getattr(parts, "close", None):
                close()


async def _answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _refusal(status: int, text: str) -> tuple[int, Headers, bytes]:
    headers = {"Content-Type": "text/plain", "Connection": "close", **NO_PAGE}
    return status, _raw(headers.items()), text.encode()


def _raw(fields: Iterable[tuple[str, str]]) -> Headers:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fields]


async def _body(scope: Mapping[str, Any], receive: Receive) -> bytes:
    """Return the body of a method that has one, cut off a byte after what any page reads.

    Raises:
        EOFError: the client is gone, or said that there is more.
    """
    body, more = b"", scope["method"] not in ("GET", "HEAD")
    said = _length(scope["headers"]) if more else 0
    while more and len(body) <= PAGE_BODY_BYTES and said <= PAGE_BODY_BYTES:
        event = await receive()
        if event["type"] != "http.request":
            raise EOFError
        body += event.get("body", b"")
        more = event.get("more_body", False)
    if not more and len(body) < said:
        raise EOFError
    return body[: PAGE_BODY_BYTES + 1]


def _length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    return next((int(value) for name, value in headers if name == b"content-length" and value.isdigit()), 0)


def _environ(scope: Mapping[str, Any], body: bytes) -> dict[str, Any]:
    """Return what PEP 3333 asks for: text in which each character stands for one byte."""
    fields = _fields(scope["headers"])
    fields.setdefault("CONTENT_LENGTH", str(len(body)))  # for a body in chunks, which is whole now
    fields.pop("HTTP_TRANSFER_ENCODING", None)
    server, client = scope["server"] or ("", ""), scope["client"] or ("", "")
    return {
        **fields,
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": str(client[0]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _fields(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers under their WSGI names; those with `_`, which would pass for another one, are left out."""
    found: dict[str, str] = {}
    for name, value in headers:
        if b"_" in name:
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        text = value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        found[key] = f"{found[key]}{joint}{text}" if key in found else text
    return found
