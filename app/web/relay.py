"""Hands Kratos' `Set-Cookie` of this request's successful calls on to the browser, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from flask import Response

from ..current import state
from ..kratos.client import Reply

T = TypeVar("T")


def relay(reply: Reply[T]) -> T:
    """Return the value of `reply`; its cookies go out with this request's response.

    Only for 2xx answers: those of a 401 or 403 carry a fresh CSRF cookie that would break open forms.
    """
    hand_on(reply.set_cookies)
    return reply.value


def hand_on(set_cookies: Iterable[str]) -> None:
    """Let these `Set-Cookie` go out with this request's response, after those handed on before."""
    state().set_cookies.extend(set_cookies)


def append_cookies(response: Response) -> Response:
    """`after_request`: one header for each cookie, never joined, never re-encoded."""
    for cookie in state().set_cookies:
        response.headers.add("Set-Cookie", cookie)
    return response
