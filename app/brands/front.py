"""The front of an application with brands: picks the one that answers a request.

Each brand is an application of its own, so that nothing of one can get into another's page. What is no page (health,
the gateway, endpoints that somebody added) is the same for all, and answered by the application that they stand in.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.http import dump_cookie

from ..current import ui
from ..web.cookies import are_secure
from ..web.static import digest_of, unkept
from .asked import cookie_of, facts_of
from .choose import Facts
from .shelf import Now, Shelf

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("kratos_ui.brands")
COOKIE = "kratos_ui_brand"
"""Keeps the name of the brand for pages without a flow, as long as the browser is open."""
_NO_PAGES = frozenset(("/health/alive", "/health/ready", "/version"))


class Front:
    """The brands of `shelf`, before `behind`, which answers all else."""

    def __init__(self, shelf: Shelf, behind: WSGIApplication) -> None:
        self.shelf, self._behind = shelf, behind

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        self.shelf.look()
        path = environ.get("PATH_INFO", "")
        if path in _NO_PAGES or path.partition("/")[2].partition("/")[0] in self._served_once:
            return self._behind(environ, start_response)
        if path.startswith("/theme/"):
            return self._file(path, environ, start_response)
        now = self.shelf.now
        name = now.rules.at_host(_host(environ))
        if not name:
            kept = cookie_of(environ, COOKIE)
            name = now.rules.told(self._facts(environ, bool(now.rules.clients)), kept)
            if name in now.apps and name != (kept or now.rules.default):
                start_response = self._keeping(name, environ, start_response)
        return self._of(now, name)(environ, start_response)

    @cached_property
    def _served_once(self) -> frozenset[str]:
        """Return the first parts of paths that no brand has: the gateway's, and those of endpoints that were added.

        Asked for by the first request: no application takes more of them after that.
        """
        of_brands = {part for app in self.shelf.now.apps.values() for part in _first_parts(app)}
        return frozenset(_first_parts(self.shelf.home) - of_brands)

    def _facts(self, environ: WSGIEnvironment, clients: bool) -> Facts:
        try:
            return facts_of(environ, ui(self.shelf.home), clients)
        except Exception:  # the page itself is made
            log.exception("the brand of a request can't be told")
            return Facts()

    def _of(self, now: Now, name: str) -> WSGIApplication:
        """Return the application of a brand; the default's for one that is not there."""
        return now.apps.get(name) or now.apps.get(now.rules.default) or self._behind

    def _keeping(self, name: str, environ: WSGIEnvironment, start_response: StartResponse) -> StartResponse:
        config = ui(self.shelf.home).config
        cookie = dump_cookie(
            COOKIE, name, path=environ.get("SCRIPT_NAME", "") or "/", httponly=True, samesite="Lax",
            secure=are_secure(config, environ["wsgi.url_scheme"] == "https"),
        )  # fmt: skip
        return _with(start_response, lambda fields: [*fields, ("Set-Cookie", cookie)])

    def _file(self, path: str, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a file of a theme: whose it is, its digest says; at a plain address, who links to it."""
        digest = digest_of(path)
        if digest and digest == _current(self.shelf.home):
            return self._behind(environ, start_response)
        if digest and digest not in self.shelf.now.files:
            self.shelf.look(at_once=True)  # another worker was quicker to take it up
        now = self.shelf.now
        if app := now.apps.get(now.files.get(digest, "")):
            return app(environ, start_response)
        if at := now.rules.at_host(_host(environ)):
            return self._of(now, at)(environ, start_response)
        linked = now.files.get(digest_of(_referring(environ)), "")
        name = linked or now.rules.told(Facts(), cookie_of(environ, COOKIE))
        start_response = unkept(environ, start_response)
        return self._of(now, name)(environ, start_response)


def _first_parts(app: Flask) -> set[str]:
    return {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}


def _host(environ: WSGIEnvironment) -> str:
    return str(environ.get("HTTP_HOST") or environ.get("SERVER_NAME", ""))


def _current(app: Flask) -> str:
    return ui(app).assets.theme.rpartition("/")[2]


def _referring(environ: WSGIEnvironment) -> str:
    """Return the path of what links to a file, below where this application lives."""
    try:
        path = urlsplit(environ.get("HTTP_REFERER", "")).path
    except ValueError:
        return ""
    return path.removeprefix(environ.get("SCRIPT_NAME", ""))


def _with(
    start_response: StartResponse, change: Callable[[list[tuple[str, str]]], list[tuple[str, str]]]
) -> StartResponse:
    def start(status: str, fields: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, change(list(fields)), *rest)

    return start
