"""What any part may ask about this application and about this request: one typed object for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, g

from .config import Config
from .kratos.client import KratosClient
from .kratos.flow import Flow
from .kratos.schema import Schema
from .kratos.session import Session
from .kratos.types import FlowKind
from .leaving import Leaving
from .meter import SILENT, Meter
from .upstream.errors import UpstreamError

if TYPE_CHECKING:  # names of what the layers above keep here, for the type checker alone
    from .forward.kept import Sessions
    from .gateway.webhook import Webhook
    from .i18n.domains import Messages
    from .theme.contract import Brand
    from .theme.kept import Pages
    from .theme.loader import Theme
    from .web.flow_page import FlowPage
    from .web.remembered import Remembered
    from .web.static import Assets

NAME = "kratos_ui"
"""Of the one entry of ours in `app.extensions`, and in `g`."""


@dataclass(slots=True, kw_only=True)
class Core:
    """What it takes to ask Kratos who somebody is: all that an operator's own application knows of us."""

    config: Config
    kratos: KratosClient  # without a deadline; requests have `app.web.kratos.kratos()`
    called: str = ""  # the brand, as `THEMES` calls it; "" if there is no choice


@dataclass(slots=True, kw_only=True)
class App(Core):
    """What this process knows from its start, and what it keeps between requests."""

    theme: Theme
    brand: Brand
    assets: Assets
    locales: tuple[str, ...]  # languages on offer, such as "pt-BR"
    messages: Messages
    schemas: Remembered[tuple[Schema, ...]]
    providers: Remembered[Mapping[str, str]]  # labels by id
    pages: Pages
    flow_pages: Mapping[FlowKind, FlowPage] = field(default_factory=dict)
    webhook: Webhook | None = None  # None: it is not served
    forwarded: Sessions | None = None  # the same
    meter: Meter = SILENT
    leaving: Leaving = field(default_factory=Leaving)
    told: set[str] = field(default_factory=set)  # warnings of which one is enough
    outdated: list[str] = field(
        default_factory=list
    )  # brands that stand as before a change that can't be used
    unusable: str | None = None  # why no page can be made, "" if they can; None: nobody has tried yet


@dataclass(slots=True)
class State:
    """What this request knows, and what its response shall carry."""

    request_id: str = ""
    csp_nonce: str = ""
    flow: Flow | None = None  # the page's policy follows from it
    flow_kind: FlowKind | None = None  # None on other pages
    form_targets: tuple[str, ...] = ()  # where the forms of a page without a flow may lead
    client_locales: Sequence[str] = ()  # languages that an OAuth2 client asks for
    kratos: KratosClient | None = None  # with the deadline of this request
    schemas: tuple[Schema, ...] = ()  # for a request that asks nobody
    whoami: Session | UpstreamError | None = None  # None: not asked yet
    logout_links: dict[str, str | None] = field(default_factory=dict)  # by where they lead; None: no answer
    own_token: bool = False  # the page holds a token of our own forms
    set_cookies: list[str] = field(default_factory=list)  # Kratos' own, on their way to the browser
    signed_in_here: bool = False  # the page is for somebody who is signed in
    all_is_told: bool = False  # the page tells what became of a session
    client_session: Session | None = None  # the gateway's client
    client_headers: Mapping[str, str] = field(default_factory=dict)  # of Kratos' last answer, for that client


def install(app: Flask, known: Core) -> None:
    """Make `known` what `ui()` gives."""
    app.extensions[NAME] = known


def ui(app: Flask | None = None) -> App:
    """Return what `app` knows, by default the application of this context."""
    return cast(App, (app or current_app).extensions[NAME])


def state() -> State:
    """Return what this request knows, made by the first who asks."""
    found: State | None = g.get(NAME)
    if found is None:
        found = State()
        setattr(g, NAME, found)
    return found


def config() -> Config:
    """Return the settings of this application."""
    return ui().config
