"""Which pages are kept, and how they are made: once for all flows of a shape.

Two things keep one person's values out of another's page. A page to keep is made in a request of its own, which knows
nothing of anybody: stand-ins in the place of all values, no cookie but the language, no way to Kratos. And it is kept
only if it is the page that was just made directly, byte by byte, once that one's values are in it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, cast

from flask import Flask, Response, current_app, request

from ..config import Config
from ..current import state, ui
from ..i18n import locale
from ..i18n.domains import locale as current_locale
from ..kratos.flow import Flow, parse_flow
from ..kratos.shape import Shape, shape_of
from ..kratos.types import FlowKind
from ..theme.kept import Page, Pages
from ..theme.loader import Theme
from ..theme.pieces import asked, cut, in_place, stand_ins
from ..upstream.values import JSON
from .headers import page_policy
from .kratos import ask_nobody
from .remembered import Remembered
from .schemas import schemas

log = logging.getLogger("kratos_ui.web")
BESIDE = ("token", "link")
"""Kinds of the values that a page has beside its flow's: the nonce, the link to sign out."""
Make = Callable[[Flow], str]
"""The page of a flow, in the current request."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a page follows from beside its flow."""

    language: str  # "pt_BR"
    scheme: str
    host: str
    root: str  # path below which the application lives


@dataclass(frozen=True, slots=True)
class Key:
    """What a page follows from: `digest` of all that it shares with others, and what is its own."""

    kind: FlowKind
    digest: bytes
    shape: Shape
    where: Circumstances
    logout: str  # the link to sign out, "" without one
    leads_on: bool  # to a `return_to`, which somebody may have chosen

    def values(self, nonce: str) -> tuple[str, ...]:
        """Return what is the page's own: the values of its shape, then those of `BESIDE`."""
        return (*self.shape.values, nonce, self.logout)


def new_pages(config: Config, theme: Theme, among: int = 1) -> Pages:
    """Return the place for an application's pages, with nothing kept yet; so many of them share a process."""
    return Pages(config.page_cache_mb * 1024 * 1024 // among if theme.keep_pages else 0)


def key_of(
    kind: FlowKind, body: Mapping[str, JSON], logout: str, where: Circumstances, schemas: Remembered[Any]
) -> Key | None:
    """Return the key of a page; None if it follows from more than a kept one may. `body`: Kratos' own JSON."""
    shape = shape_of(body)
    if shape is None or (shape.asks_schema and not schemas.fresh):
        return None
    known = schemas.version if shape.asks_schema else 0
    follows = repr((kind, where, bool(logout), known, shape.skeleton))
    digest = blake2b(follows.encode(errors="backslashreplace"), digest_size=32).digest()
    return Key(kind, digest, shape, where, logout, leads_on=bool(body.get("return_to")))


def keep(key: Key, made: Response, make: Make) -> None:
    """Keep the page of `key`, which was `made` directly just now, if others can be made of it."""
    if key.where != _here() or not ui().pages.wants(key.digest):
        return
    try:
        first, second = _made(key, make), _made(key, make)
        same = first is not None and first == second and _is(first, key, made)
    except Exception as error:  # whatever a theme does with stand-ins: the page itself is made
        log.info("a page of %s can't be kept: %s", key.kind, type(error).__name__)
        return
    if first and same:
        ui().pages.keep(key.digest, first)


def _here() -> Circumstances:
    """Return what Flask has found out by itself."""
    return Circumstances(
        str(current_locale()), request.scheme, request.environ.get("HTTP_HOST", ""), request.script_root
    )


def _is(page: Page, key: Key, made: Response) -> bool:
    """Whether `page` with the values of `key` is the one that was `made`."""
    values = key.values(state().csp_nonce)
    same = b"".join(page.html.parts(values)) == made.get_data()
    return same and b"".join(page.policy.parts(values)).decode() == page_policy()


def _made(key: Key, make: Make) -> Page | None:
    """Return the page of the shape of `key`, in pieces: made of stand-ins, where nothing of this request is known.

    None if a template asks something of a stand-in: it might do otherwise with another value.
    """
    texts = stand_ins(key.shape.skeleton, BESIDE)
    *_, nonce, logout = texts
    known = schemas() if key.shape.asks_schema else ()
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    address = request.host_url.rstrip("/") + request.script_root
    with app.app_context(), app.test_request_context(  # the first brings a `g` of its own
        request.path, base_url=address,
        query_string={"flow": texts[0]}, headers={"Cookie": f"{locale.COOKIE}={current_locale()}"},
    ):  # fmt: skip
        ask_nobody()
        here, flow = state(), parse_flow(key.kind, in_place(key.shape.skeleton, texts))
        here.flow, here.flow_kind, here.csp_nonce, here.schemas = flow, key.kind, nonce, known
        here.logout_links[flow.return_to] = logout if key.logout else ""
        page = Page(cut(make(flow), texts), cut(page_policy(), texts))
    return None if asked(texts) else page
