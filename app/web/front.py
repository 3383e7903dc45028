"""Kept pages, answered in front of Flask.

Most visits are for a page that is kept: ask Kratos for the flow, put its values in, done. Flask's way through a request
takes longer than both together. So what needs no more than that is answered here; everything else goes on to Flask,
along with what was found out, so that nothing is asked twice.
"""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import Flask

from ..current import App, ui
from ..i18n import locale
from ..kratos.client import KratosClient, Reply
from ..kratos.cookies import forward, has_session
from ..kratos.oauth2 import locales_of
from ..kratos.types import FlowKind
from ..theme.kept import Page
from ..upstream import values
from ..upstream.errors import UpstreamError
from ..upstream.values import JSON
from . import compress, headers, observed, presence, restart
from .cookies import are_secure
from .kept import Circumstances, Key, key_of
from .kratos import BEGUN, for_request
from .session import ask_logout

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("kratos_ui.web")
HANDED = "kratos_ui.handed"
"""Where in a request's environment Flask finds what was found out here."""
_FLOW = re.compile(r"flow=([0-9a-f-]{36})")
_LANGUAGE = re.compile(r"[A-Za-z0-9_-]{1,20}")


@dataclass(slots=True)
class Handed:
    """What is known of a request when it reaches Flask."""

    client: KratosClient  # with what is left of the page's time
    nonce: str
    cookies: str  # Kratos' own
    reply: Reply[Mapping[str, JSON]] | UpstreamError
    logout: dict[str, str | None]  # as in `State.logout_links`
    set_cookies: list[str] = field(default_factory=list)  # Kratos' own, of all that it was asked
    key: Key | None = None  # of the page, if that may be kept


class Front:
    """`app`, whose kept pages are answered before `behind` is asked."""

    def __init__(self, app: Flask, behind: WSGIApplication) -> None:
        self._app, self._behind = app, behind

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        try:
            answer = self._answer(environ)
        except Exception:  # Flask has an answer to everything, and a page that says so
            log.exception("a kept page could not be given")
            answer = None
        if answer is None:
            return self._behind(environ, start_response)
        fields, body = answer
        start_response("200 OK", fields)
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[list[tuple[str, str]], bytes] | None:
        known = ui(self._app)
        asked = _asked(known, environ)
        if not asked or self._app.jinja_env.auto_reload or not known.pages.limit:
            return None
        handed = environ[HANDED] = _found_out(known, environ, *asked)
        page = known.pages.get(handed.key.digest) if handed.key else None
        if page is None or handed.key is None or isinstance(handed.reply, UpstreamError):
            return None
        observed.shown(environ, known.meter, handed.key.kind, handed.reply.value, "kept")
        set_cookies = [*handed.set_cookies, *_mark(known, environ, handed)]
        hsts = headers.hsts(known.config, environ["wsgi.url_scheme"] == "https")
        fields, body = _filled(page, handed, handed.key, environ.get("HTTP_ACCEPT_ENCODING", ""), hsts)
        return [*fields.items(), *(("Set-Cookie", each) for each in set_cookies)], body


def _asked(known: App, environ: WSGIEnvironment) -> tuple[FlowKind, str] | None:
    """Return the kind and the id of the flow that is asked for, and nothing else with it; None for other requests."""
    found = _FLOW.fullmatch(environ.get("QUERY_STRING", ""))
    kind = environ.get("PATH_INFO", "")[1:]
    if (
        not found
        or environ["REQUEST_METHOD"] != "GET"
        or kind not in known.flow_pages
        or "HTTP_UPGRADE" in environ
    ):
        return None
    header = environ.get("HTTP_COOKIE", "")
    if restart.COOKIE in header:  # there is something to tell
        return None
    session = has_session(header, known.config.kratos_cookies)
    fits = session if known.flow_pages[kind].signed_in else not session and presence.COOKIE not in header
    return (cast(FlowKind, kind), found[1]) if fits else None


def _found_out(known: App, environ: WSGIEnvironment, kind: FlowKind, flow_id: str) -> Handed:
    """Ask Kratos what the page is made of."""
    client = environ.get(BEGUN) or for_request(known.kratos, headers.request_id(known.config, environ))
    cookies = forward(environ.get("HTTP_COOKIE", ""), known.config.kratos_cookies)
    handed = Handed(client, secrets.token_urlsafe(16), cookies, UpstreamError(), {})
    try:
        handed.reply = reply = client.flow_body(kind, flow_id, cookies)
    except UpstreamError as error:
        handed.reply = error
        return handed
    handed.set_cookies += reply.set_cookies
    logout: str | None = ""
    if known.flow_pages[kind].signed_in:
        back = values.text(reply.value.get("return_to"))
        asked = ask_logout(client, cookies, back)
        handed.set_cookies += asked.set_cookies
        logout = handed.logout[back] = asked.value
    where = _circumstances(known, environ, reply.value) if reply.value.get("id") == flow_id else None
    if where and logout is not None and bool(logout) == known.flow_pages[kind].signed_in:
        handed.key = key_of(kind, reply.value, logout, where, known.schemas)
    return handed


def _circumstances(known: App, environ: WSGIEnvironment, body: Mapping[str, JSON]) -> Circumstances | None:
    """Return what the page follows from beside its flow; None if that takes Flask to find out."""
    header = environ.get("HTTP_COOKIE", "")
    if locale.COOKIE in header and ('"' in header or header.count(locale.COOKIE) > 1):
        return None
    kept = re.search(rf"(?:^|;)[ \t]*{locale.COOKIE}[ \t]*=[ \t]*([^;]*)", header)
    if kept and not _LANGUAGE.fullmatch(kept[1].strip(" \t")):
        return None
    if locale.ASKED in header or locales_of(body.get("oauth2_login_request")):  # that is kept in a cookie
        return None
    language = locale.choose(
        (kept[1].strip(" \t"),) if kept else (),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        known.locales,
        known.config.default_locale,
    )
    scheme, host = environ["wsgi.url_scheme"], environ.get("HTTP_HOST", "")
    return Circumstances(str(language), scheme, host, environ.get("SCRIPT_NAME", ""))


def _filled(page: Page, handed: Handed, key: Key, accepted: str, hsts: str) -> tuple[dict[str, str], bytes]:
    """`page` with the values of this request: headers and body. `accepted`: its `Accept-Encoding`."""
    own = key.values(handed.nonce)
    html = b"".join(page.html.parts(own))
    packed = None if key.leads_on and key.logout else compress.packed_html(html, accepted)
    body = html if packed is None else packed
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(body)),
        **({} if packed is None else {"Content-Encoding": "gzip"}),
        **headers.always(handed.client.request_id, hsts),
        **headers.of_a_page(key.where.language, b"".join(page.policy.parts(own)).decode()),
    }, body


def _mark(known: App, environ: WSGIEnvironment, handed: Handed) -> list[str]:
    """Return the cookie that says that somebody is signed in here, for a browser that lacks it."""
    stamp = presence.stamp(handed.cookies)
    if not handed.logout or f"{presence.COOKIE}={stamp}" in environ.get("HTTP_COOKIE", ""):
        return []
    secure = are_secure(known.config, environ["wsgi.url_scheme"] == "https")
    return [presence.mark(stamp, environ.get("SCRIPT_NAME", "") or "/", secure)]
