"""This request's way to Kratos: a client bound to the page's deadline, and the cookies that go along."""

from __future__ import annotations

import time
from typing import NoReturn, cast

from flask import request

from ..config import Config
from ..current import config, state, ui
from ..kratos.client import KratosClient
from ..kratos.cookies import forward, has_session
from ..limits import PAGE_SECONDS
from ..meter import SILENT, Meter
from ..upstream.errors import Unavailable
from ..upstream.http import new_http

BEGUN = "kratos_ui.kratos"
"""Where in a request's environment the client is that has begun to ask for it, before this application."""


def new_client(config: Config, meter: Meter = SILENT) -> KratosClient:
    """Return the one client of a process; requests get copies of it with a deadline."""
    http = new_http(config.kratos_ca_bundle)
    return KratosClient(config.kratos_public_url, http, config.kratos_timeout, meter=meter)


def kratos() -> KratosClient:
    """Return the client of this request; its calls together take `PAGE_SECONDS` at most."""
    here = state()
    if here.kratos is None:
        begun: KratosClient | None = request.environ.get(BEGUN)
        here.kratos = begun or for_request(ui().kratos, here.request_id)
    return here.kratos


def for_request(client: KratosClient, request_id: str) -> KratosClient:
    """Return `client` for one request: its calls, from now on and together, take `PAGE_SECONDS` at most."""
    return client.until(time.monotonic() + PAGE_SECONDS).named(request_id)


class Nobody:
    """Stands where this request's client would: whatever is asked of it, nobody answers."""

    def __getattr__(self, name: str) -> NoReturn:
        raise Unavailable(reason="nobody is asked here")


def ask_nobody() -> None:
    """Make this a request that reaches no Kratos, and learns nothing of anybody."""
    state().kratos = cast(KratosClient, Nobody())


def asks_nobody() -> bool:
    """Return whether this is such a request."""
    return isinstance(state().kratos, Nobody)


def kratos_cookies() -> str:
    """Kratos' own cookies of this request, as a header value; "" if there are none."""
    return forward(request.environ.get("HTTP_COOKIE", ""), config().kratos_cookies)


def has_session_cookie() -> bool:
    """Whether the browser sent a cookie that may be a Kratos session; says nothing of its being valid."""
    return has_session(request.environ.get("HTTP_COOKIE", ""), config().kratos_cookies)
