"""Starts a flow at Kratos, and starts it again when it can't be shown, without ever looping.

A restart sets a short-lived cookie (count and reason) and goes by way of our own address with `restart=1`, which
leads on to Kratos only if that cookie came back: a browser that refuses cookies keeps no counter either.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast
from urllib.parse import urlencode, urljoin

from flask import Response, redirect, request, url_for
from flask_babel import gettext

from ..current import config, state, ui
from ..i18n.domains import locale
from ..kratos.payload import saying
from ..kratos.types import FlowKind
from ..kratos.urls import allowed, init_url
from ..upstream.addresses import is_http_url
from .cookies import secure_cookies

COOKIE = "kratos_ui_restarts"
SECONDS = 60
LIMIT = 3
REASONS = ("expired", "unknown", "csrf", "identity", "session", "unverified", "ended", "out")


class CookiesBlocked(Exception):
    """The browser keeps no cookies: starting again would loop."""


class Circles(Exception):
    """It keeps ours, but Kratos' do not reach us, or all flows are gone at once: the fault is not the visitor's."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def start(kind: FlowKind, params: Mapping[str, str]) -> Response:
    """303 to Kratos' init of `kind` with those of `params` that it takes, and of the language."""
    told = {**params, **saying(locale())}
    return cast(Response, redirect(init_url(config().kratos_browser_url, kind, told, ui().called), 303))


def page_url(kind: FlowKind, params: Mapping[str, str]) -> str:
    """Our own page of `kind`, with those of `params` that it passes on to Kratos."""
    query = urlencode(allowed(kind, params), errors="replace")
    return url_for(f"{kind}.page") + (f"?{query}" if query else "")


def own_url(path: str = "") -> str:
    """Return this page's own absolute address, without `flow` and `restart`, to come back to; "" if not known.

    `path`: that of another page of ours, query and all.

    It is not known where a proxy names another host than the one we see, and `TRUSTED_PROXIES` keeps us from
    believing it. Kratos would refuse our guess with an error page; without one it only forgets the way back.
    """
    named = request.headers.get("X-Forwarded-Host", "")
    if named and named != request.host and not config().trusted_proxies:
        return ""
    if not is_http_url(request.base_url):  # a `Host` that names none
        return ""
    if path:
        return urljoin(request.base_url, path)
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in ("flow", "restart")]
    return f"{request.base_url}?{urlencode(kept)}" if kept else request.base_url


def restart(kind: FlowKind, reason: str, return_to: str = "") -> Response:
    """303 to our own page of `kind`, which starts a new flow; `return_to` is the one that Kratos remembers.

    Raises:
        Circles: at the third restart within a minute.
    """
    params = {**request.args.to_dict(), **({"return_to": return_to} if return_to else {})}
    query = urlencode({**allowed(kind, params), "restart": "1"})
    return count(cast(Response, redirect(f"{page_url(kind, {})}?{query}", 303)), reason)


def count(response: Response, reason: str) -> Response:
    """`response`, which sends the browser round once more, with the counter one higher.

    Raises:
        Circles: at the third time within a minute.
    """
    number = _counted()[0] + 1
    if number >= LIMIT:
        raise Circles(reason)
    ui().meter.restart(reason)
    return _remember(response, number, reason)


def tell(response: Response, reason: str) -> Response:
    """`response`, which leads to a page that shall say why; no round of ours."""
    return _remember(response, _counted()[0], reason)


def _remember(response: Response, number: int, reason: str) -> Response:
    response.set_cookie(
        COOKIE, f"{number}.{reason}", max_age=SECONDS, path=request.script_root or "/",
        httponly=True, samesite="Lax", secure=secure_cookies(),
    )  # fmt: skip
    return response


def check_came_back() -> None:
    """For our own address with `restart=1`.

    Raises:
        CookiesBlocked: the cookie set a moment ago did not come back.
    """
    if request.args.get("restart") and not _counted()[0]:
        raise CookiesBlocked


def arrived(response: Response) -> Response:
    """`response`, which shows a page: the counter has done its work."""
    if COOKIE in request.cookies:
        response.delete_cookie(COOKIE, path=request.script_root or "/", httponly=True, samesite="Lax")
    return response


def why() -> str:
    """Return the reason that this page was come to for, one of `REASONS`; "" if it was opened as usual."""
    return _counted()[1]


def sentence(reason: str) -> str:
    """Return the calm sentence of a page that was started again or come to for a `reason`; "" if it needs none."""
    if reason == "expired":
        return str(gettext("This page was open for too long. We started it again for you."))
    if reason in ("unknown", "csrf"):
        return str(gettext("This page was no longer valid. We started it again for you."))
    if reason == "identity":
        return str(gettext("You are signed in with another account now. We started this page again."))
    if reason == "ended" and flow_kind() in ("login", None):
        return str(gettext("Your session ended. Sign in again to go on."))
    if reason == "out" and flow_kind() in ("login", None):
        return str(gettext("You are signed out."))
    return ""


def _counted() -> tuple[int, str]:
    """Count and reason that the cookie holds; (0, "") without a valid one."""
    if COOKIE not in request.cookies:
        return 0, ""
    number, _, reason = request.cookies[COOKIE].partition(".")
    valid = number in ("0", "1", "2", "3") and reason in REASONS
    return (int(number), reason) if valid else (0, "")


def flow_kind() -> FlowKind | None:
    """Return the kind of flow that this request shows, None on other pages."""
    return state().flow_kind
