"""The WSGI application by way of ASGI: every byte of a head, the whole body or none, and no header for another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from werkzeug.datastructures import EnvironHeaders
from werkzeug.wrappers import Request, Response

from app.limits import PAGE_BODY_BYTES
from app.server import bridge
from app.server.bridge import Bridge
from app.web.headers import NO_PAGE

Headers = list[tuple[bytes, bytes]]
Event = dict[str, Any]


def chunk(body: bytes, more: bool = False) -> Event:
    return {"type": "http.request", "body": body, "more_body": more}


class Asked:
    """What `app` was asked, and what was answered."""

    def __init__(
        self, app: Any, *events: Event, method: str = "POST", headers: Headers | None = None
    ) -> None:
        self.answers: list[Event] = []
        self.waiting = list(events)
        scope = {
            "type": "http", "method": method, "http_version": "1.1", "scheme": "https", "headers": headers or [],
            "raw_path": b"/a%2Fb%ff%00", "query_string": b"q=%ff", "server": ("127.0.0.1", 80), "client": None,
        }  # fmt: skip
        asyncio.run(Bridge(app, 1)(scope, self._receive, self._send))
        self.status = self.answers[0]["status"]
        self.headers: Headers = self.answers[0]["headers"]
        self.body = b"".join(answer.get("body", b"") for answer in self.answers)

    async def _receive(self) -> Event:
        if not self.waiting:
            await asyncio.sleep(60)
        return self.waiting.pop(0)

    async def _send(self, event: Any) -> None:
        self.answers.append(event)


def told(look: Callable[[Request], object]) -> Any:
    """An application that answers what `look` sees."""

    @Request.application
    def app(request: Request) -> Response:
        request.max_content_length = PAGE_BODY_BYTES
        return Response(repr(look(request)))

    return app


def test_each_character_stands_for_one_byte() -> None:
    seen = Asked(
        told(lambda request: (request.environ["PATH_INFO"], request.environ["HTTP_COOKIE"])),
        method="GET",
        headers=[(b"cookie", b"a=Jos\xe9; b=\xc3\xa9"), (b"cookie", b"c=1")],
    )
    assert seen.body.decode() == repr(("/a/b\xff\x00", "a=Jos\xe9; b=\xc3\xa9; c=1"))


def test_what_pep_3333_asks_for() -> None:
    def look(request: Request) -> object:
        env = request.environ
        return [
            env["REQUEST_METHOD"], env["SCRIPT_NAME"], env["QUERY_STRING"], env["SERVER_PROTOCOL"], env["SERVER_PORT"],
            env["REMOTE_ADDR"], env["wsgi.url_scheme"], request.mimetype, request.get_data(),
        ]  # fmt: skip

    headers = [(b"content-type", b"text/plain"), (b"content-length", b"2")]
    assert Asked(told(look), chunk(b"h", True), chunk(b"i"), headers=headers).body.decode() == repr(
        ["POST", "", "q=%ff", "HTTP/1.1", "80", "", "https", "text/plain", b"hi"]
    )


@pytest.mark.parametrize("name", [b"x_forwarded_host", b"x-forwarded_host", b"content_length"])
def test_no_header_passes_for_another(name: bytes) -> None:
    seen = Asked(
        told(lambda request: list(EnvironHeaders(request.environ))),
        method="GET",
        headers=[(b"x-forwarded-host", b"real.example"), (name, b"7"), (b"x-a", b"1"), (b"x-a", b"2")],
    )
    assert seen.body.decode() == repr(
        [("X-Forwarded-Host", "real.example"), ("X-A", "1,2"), ("Content-Length", "0")]
    )


def test_an_answer_arrives_as_it_was_given() -> None:
    class Parts:
        closed = False

        def __iter__(self) -> Iterable[bytes]:
            yield from (b"a", b"b")

        def close(self) -> None:
            self.closed = True

    parts = Parts()

    def app(environ: Any, start: Any) -> Any:
        start("303 See Other", [("Set-Cookie", "a=\xe9"), ("Set-Cookie", "b=2"), ("X-A", "")])
        return parts

    seen = Asked(app, chunk(b""))
    assert (seen.status, seen.body, parts.closed) == (303, b"ab", True)
    assert seen.headers == [(b"set-cookie", b"a=\xe9"), (b"set-cookie", b"b=2"), (b"x-a", b"")]


def never(environ: Any, start: Any) -> Any:
    pytest.fail("the application was asked")


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ((), 408),
        ((chunk(b"a", True),), 408),
        ((chunk(b"a", True), {"type": "http.disconnect"}), 400),
        ((chunk(b"a"),), 400),
        ((chunk(b""),), 400),
    ],
)
def test_a_body_that_is_not_whole_is_nobodys(
    events: tuple[Event, ...], status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge, "BODY_SECONDS", 0.05)
    seen = Asked(never, *events, headers=[(b"content-length", b"2")])
    assert seen.status == status
    assert {(name.lower().encode(), value.encode()) for name, value in NO_PAGE.items()} <= set(seen.headers)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_nobody_waits_for_a_body_that_no_page_reads(method: str) -> None:
    assert Asked(told(lambda request: 1), method=method, headers=[(b"content-length", b"2")]).status == 200


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"999999999")]])
def test_of_a_giant_body_no_more_is_read_than_shows_it(headers: Headers) -> None:
    events = [chunk(b"a" * 65536, True)] * 100
    seen = Asked(told(lambda request: len(request.get_data())), *events, headers=headers)
    assert seen.status == 413
    assert len(seen.waiting) >= 100 - PAGE_BODY_BYTES // 65536 - 1


def test_a_body_in_chunks_has_a_length() -> None:
    def look(request: Request) -> object:
        return request.content_length, request.headers.get("Transfer-Encoding"), request.get_data()

    seen = Asked(told(look), chunk(b"a", True), chunk(b"b"), headers=[(b"transfer-encoding", b"chunked")])
    assert seen.body.decode() == repr((2, None, b"ab"))
