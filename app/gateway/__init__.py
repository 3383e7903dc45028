"""The JSON gateway for single-page and scripted clients: `/api/auth/*` and Kratos' web hook.

Everything answers in one envelope, see `envelope`. For endpoints of your own:
`from kratos_ui.gateway import current_session, json_blueprint, session_required, success`; for an application
of your own, `protect` as well.
"""

from __future__ import annotations

from flask import Flask

from ..config import Config
from .envelope import json_blueprint, success
from .own import protect
from .whoami import current_session, session_required

__all__ = ["current_session", "install", "json_blueprint", "protect", "session_required", "success"]


def install(app: Flask, config: Config) -> None:
    """Register the gateway's routes, or those of the web hook alone, and what guards every request below theirs.

    Raises:
        ConfigError: the web hook can't be served as configured.
    """
    from ..web.csrf import csrf
    from . import documents, flows, guard, logout, openapi, webhook, whoami

    blueprints = [flows.bp, whoami.bp, logout.bp, openapi.bp] if config.gateway_enabled else []
    if config.gateway_enabled and config.gateway_documents_example:
        blueprints.append(documents.bp)
    if config.gateway_webhook_secret:
        webhook.install(app, config)
        blueprints.append(webhook.bp)
    guard.install(app, config)
    for bp in blueprints:
        csrf.exempt(bp)  # `guard` asks for JSON and looks at the origin; the web hook has its secret
        app.register_blueprint(bp)
