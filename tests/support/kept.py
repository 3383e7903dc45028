"""Two applications beside each other: one keeps pages, the other makes each anew; and flows with other values."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.config import Config
from app.current import ui
from app.kratos.shape import Shape
from app.theme.pieces import in_place
from app.web import presence
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos

KINDS = ("login", "registration", "recovery", "verification", "settings")
LINK = f"{BASE_URL}/self-service/logout?token=ory_lo_%s&return_to=%%2F"
SIGNED_IN = f"ory_kratos_session=s; {presence.COOKIE}={presence.stamp('ory_kratos_session=s')}"
"""Of somebody whom pages have greeted before."""
_MARK = re.compile("\ue000([a-z]+)(\\d*)-(\\d+)\ue001")
_NONCE = re.compile(r"'nonce-([^']+)'")
_VALUES: Mapping[str, tuple[str, ...]] = {
    "email": ("kim@example.org", "a@b.co", "x.y+z@mail.example", "0@1.de"),
    "address": ("somebody.with-a.long_name@department.example.org", f"{'a' * 60}@{'b' * 60}.example"),
    "words": ("Sam", "Zoë O'Hara", "Jean-Luc", "李", "Anna Maria", "o'Neil"),
    "phone": ("+4917612345678", "+15550001"),
    "token": ("f3_-A", "QUJDREVG-_" * 20),
}


class Twins:
    """`keeping` and `making`, with a theme and languages; each has a Kratos of its own, which answers `body`."""

    def __init__(self, theme: Path | None = None, locales: tuple[str, ...] = ("en",)) -> None:
        self.settings = Config(
            kratos_public_url=BASE_URL,
            cookie_secret="t" * 32,
            theme_dir=theme,
            locales=locales,
            page_cache_mb=64,
        )
        self.keeping, self._kept = _application(self.settings)
        self.making, self._made = _application(replace(self.settings, page_cache_mb=0))

    @property
    def hits(self) -> int:
        """Pages that came out of what is kept."""
        return int(ui(self.keeping).pages.counts.hits)

    def kept(self, kind: str, body: Any, token: str = "t", **headers: str) -> str:
        """The page and its policy by way of what is kept, without its nonce."""
        return _page(self.keeping, self._kept, kind, body, token, headers)

    def made(self, kind: str, body: Any, token: str = "t", **headers: str) -> str:
        """The same, made anew."""
        return _page(self.making, self._made, kind, body, token, headers)


def _application(config: Config) -> tuple[Flask, RecordedKratos]:
    kratos = RecordedKratos()
    app = create_app(config)
    ui(app).kratos = replace(kratos.client(), timeout=(1.0, 6.0))
    ui(app).schemas.get(lambda: ())  # known, and not to be asked for first
    kratos.on("GET", "/sessions/whoami", Given(401, {"error": {"code": 401}}))
    return app, kratos


def _page(
    app: Flask, kratos: RecordedKratos, kind: str, body: Any, token: str, headers: Mapping[str, str]
) -> str:
    kratos.sent.clear()
    kratos.on("GET", f"/self-service/{kind}/flows", Given(200, body))
    kratos.on("GET", "/self-service/logout/browser", Given(200, {"logout_url": LINK % token}))
    cookie = {"Cookie": SIGNED_IN} if kind == "settings" else {}
    answer = app.test_client(use_cookies=False).get(
        f"/{kind}?flow={body['id']}", headers={**cookie, **headers}
    )
    return _without_nonce(answer)


def _without_nonce(answer: TestResponse) -> str:
    policy = answer.headers["Content-Security-Policy"]
    found = _NONCE.search(policy)
    assert found, policy
    text = f"{answer.status} {answer.headers['Content-Language']} {policy}\n{answer.text}"
    return text.replace(found[1], "NONCE")


def others(shape: Shape, source: random.Random) -> dict[str, Any]:
    """A flow of `shape` with other values, and with what no page shows."""
    found = {int(number): (kind, length) for kind, length, number in _MARK.findall(shape.skeleton)}
    texts: list[str] = []
    for number in range(len(found)):
        text = _value(*found[number], source)
        while text in texts:  # equal ones would be another shape
            text = _value(*found[number], source)
        texts.append(text)
    body = dict(in_place(shape.skeleton, texts))
    body["created_at"] = f"2026-01-01T00:00:{source.randrange(10, 60)}Z"
    body["request_url"] = str(body["request_url"]).replace(
        "login_challenge=", f"login_challenge={source.random()}"
    )
    return body


def _value(kind: str, length: str, source: random.Random) -> str:
    if kind == "secret":
        return "".join(source.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=int(length)))
    if kind == "uuid":
        return "-".join("".join(source.choices("0123456789abcdef", k=n)) for n in (8, 4, 4, 4, 12))
    if kind == "time":
        month, day, hour, second = (source.randrange(1, 10) for _ in range(4))
        return f"2026-0{month}-1{day}T0{hour}:30:5{second}Z"
    if kind == "image":
        return "data:image/png;base64," + "".join(source.choices("ABCabc012+/", k=40)) + "=="
    if kind == "opaque":
        start = source.choice(("", '{"publicKey":{"challenge":"<&\'>', "ü "))
        return (
            start
            + "".join(source.choices("ABCabc012+/", k=source.randrange(1, 90)))
            + source.choice(("", "==", '"}'))
        )
    return _VALUES[kind][0] if source.random() < 0.2 else _drawn(kind, source)


def _drawn(kind: str, source: random.Random) -> str:
    letters = "".join(source.choices("abcdefgh", k=4))
    if kind == "words":
        return source.choice((*_VALUES["words"], letters, letters.title()))
    if kind == "token":
        return letters * source.randrange(1, 9)
    if kind == "phone":
        return f"+4{source.randrange(10**6, 10**10)}"
    return f"{letters}.{source.choice(_VALUES[kind])}" if kind == "address" else f"{letters}@{letters}.org"
