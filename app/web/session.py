"""Who is signed in: one whoami for each request, kept nowhere longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import parse_qs, urlsplit

from flask import request

from ..current import config, state
from ..kratos.client import KratosClient, Reply
from ..kratos.errors import Aal2Required, NotSignedIn
from ..kratos.session import Session
from ..kratos.urls import init_url
from ..upstream.errors import UpstreamError
from . import presence
from .kratos import has_session_cookie, kratos, kratos_cookies
from .relay import relay
from .restart import own_url

P = ParamSpec("P")
R = TypeVar("R")


def whoami() -> Session:
    """Return the session of this browser; without any session cookie Kratos is not asked.

    Raises:
        NotSignedIn: nobody is signed in.
        Aal2Required: half signed in; its `redirect_browser_to` completes it.
        Unavailable: Kratos gives no answer.
    """
    here = state()
    if here.whoami is None:
        try:
            here.whoami = _ask()
        except UpstreamError as error:
            here.whoami = error
    if isinstance(here.whoami, UpstreamError):
        raise here.whoami
    return here.whoami


def _ask() -> Session:
    if not has_session_cookie():
        raise NotSignedIn(status=401)
    return relay(kratos().whoami(kratos_cookies()))


def current_session() -> Session | None:
    """Return the session, or None for a visitor.

    Raises:
        Aal2Required: half signed in.
        Unavailable: Kratos gives no answer.
    """
    try:
        return whoami()
    except NotSignedIn:
        return None


def is_a_visit() -> bool:
    """Whether somebody opens a page: a script could do nothing with a sign-in page."""
    mode = request.headers.get("Sec-Fetch-Mode")
    return mode == "navigate" if mode else "text/html" in request.headers.get("Accept", "")


def session_ended() -> bool:
    """Whether this browser had a session that is over, by which nobody has signed out.

    Raises:
        Unavailable: Kratos gives no answer.
    """
    try:
        return has_session_cookie() and current_session() is None or presence.lost()
    except Aal2Required:
        return False


def signed_in_only(view: Callable[P, R]) -> Callable[P, R]:
    """Decorate a view that only a signed-in user may see; others are sent to sign in and come back.

    So is who lacks the second step, for whom Kratos' own redirect forgets the way back.
    """

    @wraps(view)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        with back_after_second_step():
            whoami()
            return view(*args, **kwargs)

    return checked


@contextmanager
def back_after_second_step() -> Iterator[None]:
    """Send who lacks the second step back to this page afterwards."""
    try:
        yield
    except Aal2Required as error:
        back = {"aal": "aal2", "return_to": own_url()}
        error.redirect_browser_to = init_url(config().kratos_browser_url, "login", back)
        raise


def sign_out() -> None:
    """End this browser's session at Kratos, if there is one, and clear its cookie.

    Raises:
        UpstreamError: the session may still be there.
    """
    try:
        address = relay(kratos().logout_url(kratos_cookies()))
    except NotSignedIn:
        return
    token = parse_qs(urlsplit(address).query).get("token", [""])[0]
    answer = kratos().exchange(
        "GET", "/self-service/logout", params={"token": token}, cookies=kratos_cookies()
    )
    if answer.status != 204:
        raise UpstreamError(status=answer.status)
    relay(Reply(None, answer.set_cookies))


def logout_link(otherwise: str, return_to: str = "") -> str:
    """Kratos' logout address for this session, bound to it by a token; "" if nobody is signed in.

    `otherwise` (our own logout page) is given when Kratos does not answer: a page that could be shown
    is not lost for a link. `return_to`: that of the page's flow, where its own address has none; Kratos checks both.
    """
    return logout_to(request.args.get("return_to", "") or return_to, otherwise)


def ask_logout(client: KratosClient, cookies: str, address: str) -> Reply[str | None]:
    """Kratos' logout address that leads on to `address`; "" if nobody is signed in, None without an answer."""
    try:
        reply = client.logout_url(cookies, address)
    except NotSignedIn:
        return Reply("")
    except UpstreamError:
        return Reply(None)
    return Reply(reply.value, reply.set_cookies)


def logout_to(address: str, otherwise: str) -> str:
    """`logout_link` that leads on to `address`, if Kratos allows it. A page asks for it once."""
    links = state().logout_links
    if address not in links:
        links[address] = relay(ask_logout(kratos(), kratos_cookies(), address))
        if links[address]:
            presence.seen()
    found = links[address]
    return otherwise if found is None else found
