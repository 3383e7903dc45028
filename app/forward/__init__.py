"""Forward auth: proxies ask `/session/check` whether a request may go on to an application, and on whose behalf.

See `kratos-config/forward-auth.md` for what each proxy is told.
"""

from __future__ import annotations

from flask import Flask

from ..config import Config


def install(app: Flask, config: Config) -> None:
    """Register its route."""
    from ..current import ui
    from ..web.csrf import csrf
    from . import check, kept

    ui(app).forwarded = kept.Sessions(config.forward_auth_cache)
    csrf.exempt(check.bp)  # it changes nothing; Envoy asks by the method of the visitor's own request
    app.register_blueprint(check.bp)
