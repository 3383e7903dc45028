"""The WSGI application of the workbench, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.wrappers import Response

from ..config import Config
from ..mistake import Found
from . import faults, made, pages
from .look import Look, named, unread
from .own import Own
from .shop import Shop

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


_HOSTS = ("localhost", "127.0.0.1")


def open_shop(
    settings: Config,
    themes: Iterable[Path] = (),
    add: tuple[Path, ...] = (),
    against: Path | None = None,
    read: Callable[[Path], Found] = unread,
) -> Bench:
    """Return the workbench with a look for each theme, and the stock one. `read`: says what is wrong with a theme."""
    own = Own(add)
    looks: dict[str, Look] = {}
    bench = Bench(Shop(looks, own, against))

    def extend(look: Look, app: Flask) -> None:
        made.install(app, own)
        faults.install(app, look, lambda found: pages.fault_page(bench.pages, found, look.name))

    for name, theme in named(themes).items():
        looks[name] = Look(name, theme, settings, extend, read)
    bench.shop.renew((*looks, "own"))
    return bench


class Bench:
    """The WSGI application: a look's pages below its name, everything else is the workbench's own."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.pages = pages.new(shop)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; not by a name that a stranger lets point here, as pages hold files' text."""
        if not host_is_trusted(environ.get("HTTP_HOST"), _HOSTS):
            return Response("Open it as localhost.", 400)(environ, start_response)
        first = environ["PATH_INFO"].split("/")[1:2]
        look = self.shop.looks.get(first[0]) if first else None
        if look is None and first and first[0] in ("static", "theme"):
            look = self._asking(environ)  # a theme's style sheet names its files from the root on
            environ = {**environ, "PATH_INFO": f"/{look.name}{environ['PATH_INFO']}"}
        app = look.app if look and look.app else self.pages
        return app(environ, start_response)

    def _asking(self, environ: WSGIEnvironment) -> Look:
        name = urlsplit(environ.get("HTTP_REFERER", "")).path.split("/")[1:2]
        looks = self.shop.looks
        return looks.get(name[0] if name else "") or next(iter(looks.values()))
