"""A browser without pages: it asks Kratos as a browser does and keeps each answer in the form of a recording."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

PUBLIC, UI = "http://127.0.0.1:5433", "http://127.0.0.1:4455"
"""Kratos and the UI as `overlays/record.yml` and thus the recordings name them."""

HTML, JSON = "text/html", "application/json"

Form = Mapping[str, str | Sequence[str]]


class Unexpected(Exception):
    """Kratos went another way than the scenario; the text says where."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with its request; `document` is the recording."""

    status: int
    body: Any  # parsed JSON, else the text
    request: Mapping[str, Any]
    headers: Mapping[str, Any] = field(
        default_factory=dict
    )  # location, set_cookie, cache_control, content_type

    @property
    def document(self) -> dict[str, Any]:
        """What the file holds."""
        return {"status": self.status, "body": self.body, "request": dict(self.request), **self.headers}

    @property
    def location(self) -> str:
        """Where it redirects to; "" if nowhere."""
        return str(self.headers.get("location", "")).replace("{PUBLIC}", PUBLIC)

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """The nodes of the flow. Raises: Unexpected: it is none."""
        if not isinstance(self.body, dict) or "ui" not in self.body:
            raise Unexpected(
                f"{self.request['method']} {_place(self.request['url'])} gave {self.status}, no flow"
            )
        return list(self.body["ui"]["nodes"])

    def node(self, name: str) -> dict[str, Any]:
        """The attributes of the first node with this name or id. Raises: Unexpected."""
        for attributes in (dict(node["attributes"]) for node in self.nodes):
            if name in (attributes.get("name"), attributes.get("id")):
                return attributes
        raise Unexpected(f"the flow of {_place(self.request['url'])} has no node {name}")


class Browser:
    """One person's browser: a cookie jar, and Kratos at `address` instead of `PUBLIC`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._session = requests.Session()
        self._session.trust_env = False
        # Kratos takes `request_url` from the host that it is asked for.
        self._session.headers.update({"User-Agent": "kratos-ui record", "Host": urlsplit(PUBLIC).netloc})

    def page(self, path: str) -> Answer:
        """Opens an address as a browser does."""
        return self._call("GET", path, HTML)

    def ask(self, path: str, method: str = "GET") -> Answer:
        """Asks for JSON, as the UI and scripts do."""
        return self._call(method, path, JSON)

    def start(self, kind: str, query: str = "") -> Answer:
        """A new flow, as the UI fetches it after Kratos' redirect."""
        return self.land(self.page(f"/self-service/{kind}/browser{query}"))

    def post(
        self, flow: Answer, fields: Form | None = None, *, accept: str = HTML, csrf: bool = True
    ) -> Answer:
        """Sends the flow's form with its CSRF token and these fields."""
        token = {"csrf_token": flow.node("csrf_token")["value"]} if csrf else {}
        return self._call("POST", _action(flow), accept, form={**token, **(fields or {})})

    def post_json(self, flow: Answer, body: Mapping[str, Any], *, csrf: bool = True) -> Answer:
        """The same by a script."""
        token = {"csrf_token": flow.node("csrf_token")["value"]} if csrf else {}
        return self._call("POST", _action(flow), JSON, body={**token, **body})

    def send(self, path: str, *, form: Form | None = None, body: Mapping[str, Any] | None = None) -> Answer:
        """Posts a form, or else JSON, without a flow."""
        return self._call("POST", path, HTML if body is None else JSON, form=form, body=body)

    def submit(self, flow: Answer, fields: Form) -> Answer:
        """Sends the form and fetches the flow, or error, that Kratos leads to."""
        return self.land(self.post(flow, fields))

    def land(self, redirect: Answer) -> Answer:
        """What the page shows that the redirect leads to. Raises: Unexpected: no flow or error of Kratos."""
        parts = urlsplit(redirect.location)
        query, kind = parse_qs(parts.query), parts.path.strip("/")
        if kind == "error" and "id" in query:
            return self.ask(f"/self-service/errors?id={query['id'][0]}")
        if "flow" not in query:
            place = _place(redirect.request["url"])
            raise Unexpected(
                f"{place} answered {redirect.status} and leads to {_place(redirect.location) or 'no page'}"
            )
        return self.ask(f"/self-service/{kind}/flows?id={query['flow'][0]}")

    def reload(self, flow: Answer) -> Answer:
        """The same flow, asked for again."""
        return self.ask(flow.request["url"].replace("{PUBLIC}", ""))

    def forget(self) -> None:
        """Deletes all cookies."""
        self._session.cookies.clear()

    def cookie(self, name: str, value: str) -> None:
        """Sets a cookie of Kratos."""
        self._session.cookies.set(name, value, domain="127.0.0.1", path="/")

    def _call(
        self, method: str, path: str, accept: str, *, form: Form | None = None, body: Any = None
    ) -> Answer:
        path = path.removeprefix(PUBLIC)
        response = self._session.request(
            method, self._address + path, headers={"Accept": accept}, data=form, json=body,
            allow_redirects=False, timeout=20,
        )  # fmt: skip
        for cookie in self._session.cookies:
            cookie.secure = (
                False  # Kratos says Secure as in production, but is asked over http, on this machine
            )
        sent: dict[str, Any] = {"method": method, "url": "{PUBLIC}" + path, "accept": accept}
        if form is not None:
            sent["form"] = dict(form)
        if body is not None:
            sent["json"] = body
        return Answer(response.status_code, _content(response), sent, _headers(response))


def _action(flow: Answer) -> str:
    flow.nodes  # noqa: B018 - raises if this is no flow
    return str(flow.body["ui"]["action"])


def _content(response: requests.Response) -> Any:
    if "json" in response.headers.get("Content-Type", "") and response.text:
        return response.json()
    return response.text


def _headers(response: requests.Response) -> dict[str, Any]:
    """Those that a recording keeps; cookie values are masked."""
    cookies = [
        re.sub(r"=[^;]*", "=<opaque>", each, count=1) for each in response.raw.headers.getlist("Set-Cookie")
    ]
    kept = {
        "location": response.headers.get("Location", "").replace(PUBLIC, "{PUBLIC}"),
        "set_cookie": cookies,
        "cache_control": response.headers.get("Cache-Control"),
        "content_type": response.headers.get("Content-Type"),
    }
    return {name: value for name, value in kept.items() if value}


def _place(url: str) -> str:
    """The address without its query, which may hold flow ids and codes."""
    return url.partition("?")[0]
