"""Addresses that several pages link to, with what has to be carried along."""

from __future__ import annotations

from flask import current_app, url_for

from ..current import config
from ..kratos.flow import Flow
from ..kratos.types import FlowKind
from .restart import page_url


def flow_link(kind: FlowKind, flow: Flow, **more: str) -> str:
    """Our page of `kind` with where the user of `flow` is going, and for which client, as far as that kind takes it."""
    carried = {
        "return_to": flow.return_to,
        "login_challenge": flow.login_challenge,
        "identity_schema": flow.identity_schema,
        "organization": flow.organization,
    }
    return page_url(kind, {**carried, **more})


def recovery_link(flow: Flow) -> str:
    """`/recovery` for who is asked to confirm a change: it ends in Settings by itself, and repeats nothing there."""
    change = f"{config().kratos_browser_url}/self-service/"
    return page_url("recovery", {} if flow.return_to.startswith(change) else {"return_to": flow.return_to})


def account_links() -> dict[str, str]:
    """Return the pages of a signed-in user that this application serves."""
    pages = {"welcome": "welcome.page", "settings": "settings.page", "sessions": "sessions.page"}
    return {name: url_for(page) for name, page in pages.items() if page in current_app.view_functions}
