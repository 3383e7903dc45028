"""Calls to Kratos on behalf of a gateway client."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from ..current import config, state
from ..kratos.cookies import has_session
from ..kratos.errors import CsrfViolation, classify
from ..upstream import values
from ..upstream.client import Answer
from ..upstream.errors import UpstreamError
from ..upstream.values import JSON
from ..web.kratos import kratos, kratos_cookies
from ..web.relay import hand_on
from . import tokens


def ask(
    method: str, path: str, *, params: Mapping[str, str] | None = None, json: JSON = None, token: str = "",
    cookies: str = "",
) -> Answer:  # fmt: skip
    """One call with the client's address and program; `token` goes as `X-Session-Token`.

    Raises:
        Unavailable: no answer in time, or a 5xx.
        ProtocolError: not JSON.
    """
    headers = {**_client(), **({"X-Session-Token": token} if token else {})}
    answer = kratos().exchange(method, path, params=params, json=json, headers=headers, cookies=cookies)
    state().client_headers = answer.headers
    return answer


def relay_cookies(answer: Answer, *, browser: bool = True) -> None:
    """Give what Kratos sets to the client with this request's response, byte for byte and in order.

    But never a fresh CSRF cookie that Kratos made because none came with the call (after a CSRF refusal, or
    in an API flow, not a `browser`'s): it would break the forms that the client has open on our pages.
    """
    if isinstance(refusal(answer), CsrfViolation):
        return
    cookies = [each for each in answer.set_cookies if browser or not each.startswith("csrf_token_")]
    pairs = "; ".join(each.partition(";")[0] for each in cookies)
    # a new Kratos session takes the place of the one that our cookie holds; on one path, the later counts
    ended = has_session(pairs, config().kratos_cookies) and tokens.from_cookie()
    hand_on([*([tokens.removal()] if ended else []), *cookies])


def refusal(answer: Answer) -> UpstreamError | None:
    """Return what `answer` says if it is no 2xx. Some 400s of Kratos are failures behind it: `error.code` tells."""
    if 200 <= answer.status < 300:
        return None
    code = values.whole(values.mapping(values.mapping(answer.body).get("error")).get("code")) or 0
    status = code if answer.status == 400 and code >= 500 else answer.status
    return classify(status, answer.body, answer.headers)


def answered(answer: Answer) -> Answer:
    """`answer` if it is a 2xx. Raises: UpstreamError."""
    if error := refusal(answer):
        raise error
    return answer


def browser_cookies() -> str:
    """Kratos' own cookies of this request, without the one that the gateway minted under the same name."""
    pairs = kratos_cookies().split("; ")
    return "; ".join(pair for pair in pairs if not pair.partition("=")[2].startswith(tokens.PREFIX))


def _client() -> dict[str, str]:
    """Return what Kratos notes of the device: the address as we see it, whatever the client claims, and its program."""
    agent = "".join(c for c in request.headers.get("User-Agent", "") if " " <= c <= "~").strip()[:400]
    known = {"X-Forwarded-For": request.remote_addr or "", "User-Agent": agent}
    return {name: value for name, value in known.items() if value}
