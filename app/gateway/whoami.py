"""Who the client is: `GET /api/auth/whoami`, and `@session_required` for endpoints of your own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Response

from ..current import config, state
from ..kratos.cookies import has_session
from ..kratos.errors import NotSignedIn
from ..kratos.session import Session, parse_whoami
from ..upstream import values
from ..upstream.values import JSON
from . import tokens
from .calls import answered, ask, browser_cookies, relay_cookies
from .envelope import json_blueprint, success

P = ParamSpec("P")
R = TypeVar("R")
bp = json_blueprint("gateway_whoami", __name__, "/api/auth")


@dataclass(frozen=True, slots=True)
class Credential:
    """What a client shows as proof of its session: a token, or Kratos' own cookies (header value)."""

    token: str = ""
    cookies: str = ""


def credentials() -> tuple[Credential, ...]:
    """Return what this request brings, best first: a header stands alone; our cookie comes before Kratos' own."""
    if header := tokens.header_token():
        return (Credential(token=header),)
    cookies = browser_cookies()
    real = has_session(cookies, config().kratos_cookies)
    token = tokens.from_cookie()
    return (*([Credential(token=token)] if token else []), *([Credential(cookies=cookies)] if real else []))


def check(credential: Credential) -> Session:
    """Return the session that `credential` proves.

    Raises:
        NotSignedIn: none.
        Aal2Required: half signed in.
    """
    answer = ask("GET", "/sessions/whoami", token=credential.token, cookies=credential.cookies)
    if credential.cookies and answer.status == 200:
        relay_cookies(answer)
    return parse_whoami(values.mapping(answered(answer).body))


def current_session() -> Session:
    """Return the session of this request; Kratos is asked once.

    Raises:
        NotSignedIn: nobody is signed in; the gateway answers 401 "Invalid session".
        Aal2Required: half signed in; 403 with the id `session_aal2_required`.
        Unavailable: Kratos gives no answer; 503.
    """
    here = state()
    if here.client_session is None:
        here.client_session = _first_valid()
    return here.client_session


def _first_valid() -> Session:
    for credential in credentials():
        try:
            return check(credential)
        except NotSignedIn:
            continue
    raise NotSignedIn(status=401)


def session_required(view: Callable[P, R]) -> Callable[P, R]:
    """Decorate a view that only a signed-in client may call; it finds `current_session()` in place."""

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        current_session()
        return view(*args, **kwargs)

    return checked


@bp.get("/whoami")
def whoami() -> Response:
    """Return the identity, every trait flat, and the session."""
    session = current_session()
    identity = session.identity
    known: dict[str, JSON] = {
        "id": identity.id,
        "email": identity.email,
        "authenticated": True,
        "verified": identity.verified,
        "session": session.raw,
    }
    return success({**dict(flat(identity.traits)), **known})


def flat(traits: Mapping[str, JSON], prefix: str = "") -> Iterator[tuple[str, JSON]]:
    """Traits by dotted name, `name.first`, as the flows take them; lists stay whole."""
    for name, value in traits.items():
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
