"""Asks over HTTP as a browser does, and never raises: an answer that did not come is an answer, too."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import requests
from requests.structures import CaseInsensitiveDict

from ..upstream import values
from ..upstream.values import JSON
from .jar import Jar

HTML = "text/html,application/xhtml+xml"
JSON_TYPE = "application/json"
TIMEOUT = (3.0, 10.0)
MOST_BYTES = 2_000_000
STEPS = 10
"""Redirects to follow; a browser's own limit is 20."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    url: str
    status: int = 0  # 0: nothing came back
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = field(default=(), repr=False)  # `Set-Cookie`, verbatim
    text: str = field(default="", repr=False)
    problem: str = ""  # why nothing came back
    at: float = 0.0  # `time.time()`

    @property
    def location(self) -> str:
        """Where it leads, as a whole address; "" if nowhere."""
        target = self.headers.get("Location", "")
        try:
            return urljoin(self.url, target) if target else ""
        except ValueError:
            return ""

    @property
    def json(self) -> Mapping[str, JSON]:
        """The object that it holds; {} if none."""
        try:
            return values.mapping(json.loads(self.text))
        except (ValueError, RecursionError):
            return {}

    @property
    def items(self) -> list[Any]:
        """The list that it holds; [] if none."""
        try:
            found = json.loads(self.text)
        except (ValueError, RecursionError):
            return []
        return found if isinstance(found, list) else []

    @property
    def said(self) -> str:
        """In words."""
        return f"status {self.status}" if self.status else self.problem


NOT_ASKED = Answer("", problem="not asked")


class Browser:
    """One visitor; `jar` decides which cookies are kept and sent."""

    def __init__(self, bundle: str | None = None) -> None:
        self.jar = Jar()
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.cookies.clear()
        self._http.verify = bundle or True

    def ask(
        self, url: str, *, method: str = "GET", accept: str = HTML, form: list[tuple[str, str]] | None = None,
        headers: Mapping[str, str] | None = None, cookies: str | None = None,
    ) -> Answer:  # fmt: skip
        """Ask once and follow nothing; `cookies` takes the place of the jar's."""
        sent = {"Accept": accept, "User-Agent": "kratos-ui doctor", **(headers or {})}
        sent["Cookie"] = self.jar.header(url) if cookies is None else cookies
        if not sent["Cookie"]:
            del sent["Cookie"]
        try:
            self._http.cookies.clear()  # the jar of `requests` knows no public suffixes
            with self._http.request(
                method, url, data=form, headers=sent, timeout=TIMEOUT, allow_redirects=False, stream=True
            ) as got:
                body = got.raw.read(MOST_BYTES, decode_content=True).decode("utf-8", "replace")
                found = tuple(got.raw.headers.getlist("Set-Cookie"))
                answer = Answer(
                    url, got.status_code, CaseInsensitiveDict(got.headers), found, body, at=time.time()
                )
        except (requests.RequestException, OSError, ValueError) as error:
            return Answer(url, problem=in_words(error))
        except Exception as error:  # urllib3 has errors of its own while a body is read
            return Answer(url, problem=type(error).__name__)
        self.jar.keep(answer.cookies, url)
        return answer

    def follow(self, answer: Answer) -> tuple[Answer, ...]:
        """Return `answer` and what its redirects lead to, as far as `STEPS`."""
        trail = [answer]
        while 300 <= trail[-1].status < 400 and trail[-1].location and len(trail) <= STEPS:
            trail.append(self.ask(trail[-1].location))
        return tuple(trail)


def in_words(error: BaseException) -> str:
    """Return why there was no answer, without the address."""
    text = repr(error)
    known = {
        "CERTIFICATE_VERIFY_FAILED": "its TLS certificate is not trusted",
        "WRONG_VERSION_NUMBER": "it does not speak TLS",
        "NameResolutionError": "no such host",
        "gaierror": "no such host",
        "refused": "the connection was refused",
        "imed out": "it did not answer in time",
        "imeout": "it did not answer in time",
        "BadStatusLine": "what answers does not speak HTTP",
        "RemoteDisconnected": "the connection was closed without an answer",
    }
    return next((words for sign, words in known.items() if sign in text), type(error).__name__)
