"""What any part may ask about this application and about this request: one typed object for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from app.config import Config
from app.kratos.client import KratosClient
from app.kratos.types import FlowKind

if TYPE_CHECKING:  # names of what the layers above keep here, for the type checker alone
    from app.gateway.webhook import Webhook
    from app.i18n.domains import Messages
    from app.theme.contract import Brand
    from app.theme.kept import Pages
    from app.theme.loader import Theme
    from app.web import providers, schemas
    from app.web.flow_page import FlowPage
    from app.web.static import Assets

KEY = "kratos_ui"
"""Name of the one entry of ours in `app.extensions`."""


@dataclass(slots=True, kw_only=True)
class App:
    """What this process knows from its start, and what it keeps between requests."""

    config: Config
    theme: Theme
    brand: Brand
    assets: Assets
    kratos: KratosClient  # without a deadline; requests have `app.web.kratos.kratos()`
    locales: tuple[str, ...]  # languages on offer, such as "pt-BR"
    messages: Messages
    schemas: schemas.Kept
    providers: providers.Kept
    pages: Pages
    flow_pages: Mapping[FlowKind, FlowPage] = field(default_factory=dict)
    webhook: Webhook | None = None  # None: it is not served


def install(app: Flask, known: App) -> None:
    """Make `known` what `ui()` gives."""
    app.extensions[KEY] = known


def ui(app: Flask | None = None) -> App:
    """Return what `app` knows, by default the application of this context."""
    return cast(App, (app or current_app).extensions[KEY])


def config() -> Config:
    """Return the settings of this application."""
    return ui().config
