"""Kratos without a socket: an adapter that answers from recordings or given replies, and keeps what it was sent.

```python
kratos = RecordedKratos()
kratos.plays(recording("v1.3.1", "whoami.200.password"))           # at the path it was recorded at
kratos.on("GET", "/sessions", Given(401, {"error": {"code": 401}}))  # or anywhere, with anything
client = kratos.client()                                            # a KratosClient; or kratos.mount(session)
```
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter

from app.kratos.client import KratosClient
from app.upstream.http import new_http
from tests.support.recordings import Recording

BASE_URL = "http://kratos.test:4433"


@dataclass(frozen=True)
class Given:
    """One reply. `body`: JSON, or `bytes` that are sent as they are."""

    status: int = 200
    body: Any = None
    set_cookies: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, recording: Recording) -> Given:
        """What was recorded; a body that was no JSON as text."""
        text = isinstance(recording.body, str)
        return cls(recording.status, recording.body.encode() if text else recording.body)

    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Sent:
    """One request as the adapter got it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    json: Any
    timeout: Any  # a `urllib3.Timeout`, whose own types allow for more than is ever set
    verify: bool | str
    proxies: dict[str, str]

    @property
    def cookies(self) -> str:
        return self.headers.get("Cookie", "")


Reply = Given | Recording | Exception


class RecordedKratos(BaseAdapter):
    """Answers what it was told to; `sent` holds every request, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self._replies: dict[tuple[str, str], list[Reply]] = {}
        self.on("GET", "/schemas", Given(404, {"error": {"code": 404}}))  # pages do without

    def on(self, method: str, path: str, *replies: Reply) -> RecordedKratos:
        """`replies`, one after the other, to `method` `path` (without query); the last one again and again.

        An exception is raised. Replaces what was told before.
        """
        self._replies[method, path] = list(replies)
        return self

    def plays(self, *recordings: Recording) -> RecordedKratos:
        """Each recording at the method and path it was recorded at."""
        for each in recordings:
            self.on(each.request["method"], urlsplit(each.request["url"].replace("{PUBLIC}", "")).path, each)
        return self

    def mount(self, session: requests.Session) -> requests.Session:
        """`session`, all of whose requests come here."""
        for scheme in ("http://", "https://"):
            session.mount(scheme, self)
        return session

    def client(self, timeout: tuple[float, float] = (1.0, 6.0)) -> KratosClient:
        """A client that asks this Kratos."""
        return KratosClient(BASE_URL, self.mount(new_http()), timeout)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        sent = _sent(request, timeout, verify, dict(proxies or {}))
        self.sent.append(sent)
        if (sent.method, sent.path) not in self._replies:
            raise AssertionError(f"nobody told what to answer to {sent.method} {sent.path}")
        replies = self._replies[sent.method, sent.path]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        if isinstance(reply, Exception):
            raise reply
        return _response(Given.of(reply) if isinstance(reply, Recording) else reply)

    def close(self) -> None:
        """Nothing to close."""


def _sent(
    request: requests.PreparedRequest, timeout: Any, verify: bool | str, proxies: dict[str, str]
) -> Sent:
    url = urlsplit(str(request.url))
    given: dict[str, Any] = dict(request.headers)  # cookies are bytes
    headers = {name: v.decode("latin-1") if isinstance(v, bytes) else v for name, v in given.items()}
    return Sent(
        method=str(request.method),
        path=url.path,
        query=dict(parse_qsl(url.query, keep_blank_values=True)),
        headers=headers,
        json=json.loads(request.body) if request.body else None,
        timeout=timeout,
        verify=verify,
        proxies=proxies,
    )


def _response(given: Given) -> requests.Response:
    headers = [("Content-Type", "application/json"), *given.headers.items()]
    response = requests.Response()
    response.status_code, response._content = given.status, given.content()
    response.raw = SimpleNamespace(headers=[*headers, *(("Set-Cookie", each) for each in given.set_cookies)])
    return response
