"""The login UI for Ory Kratos: `create_app` wires the parts together."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from .config import Config
from .meter import SILENT, Meter

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def create_app(config: Config | None = None) -> Flask:
    """Return the WSGI application; without `config`, with the settings of the environment.

    Raises:
        ConfigError: settings that can't be used, all at once.
    """
    config = config or Config.from_env(os.environ)
    meter = _meter(config)
    app = _application(config, meter=meter)
    if config.themes:
        from . import brands

        brands.install(app, partial(_application, meter=meter, beside=app))
    _wrap(app, config, meter)
    return app


def _application(
    config: Config,
    over: Mapping[str, Any] | None = None,
    among: int = 1,
    *,
    meter: Meter,
    beside: Flask | None = None,
) -> Flask:
    """Return an application with one look.

    `over`: as for `load_theme`. It is one `among` so many in this process, and stands `beside` the first of them.
    """
    from . import current, pages, web
    from .i18n import domains, locale
    from .theme import loader
    from .web import front, kept, kratos, providers, schemas, static

    first = current.ui(beside) if beside else None
    theme = loader.load_theme(config.theme_dir, over or {})
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.wsgi_app = front.Front(app, app.wsgi_app)  # type: ignore[method-assign]
    assets = static.install(app, config, theme)
    known = current.App(
        config=config, theme=theme, assets=assets, brand=loader.brand(config, theme, assets.url),
        kratos=first.kratos if first else kratos.new_client(config, meter),
        locales=locale.available(theme.catalogs, config),
        messages=domains.Messages.of(theme.catalogs, verbatim=theme.messages == "kratos"),
        schemas=first.schemas if first else schemas.remembered(),
        providers=first.providers if first else providers.remembered(),
        pages=kept.new_pages(config, theme, among), meter=meter,
    )  # fmt: skip
    current.install(app, known)
    locale.install(app, config)
    domains.install(app, known.messages)
    web.install(app, config)
    loader.install(app, theme)
    pages.install(app)
    _switched_on(app, config)
    return app


def _switched_on(app: Flask, config: Config) -> None:
    """Add what not everybody needs."""
    if config.hydra_admin_url:
        from . import oauth2

        oauth2.install(app)
    if config.preview_enabled:
        from . import preview

        preview.install(app)
    if config.gateway_enabled or config.gateway_webhook_secret:
        from . import gateway

        gateway.install(app, config)
    if config.forward_auth_enabled:
        from . import forward

        forward.install(app, config)


def _wrap(app: Flask, config: Config, meter: Meter) -> None:
    """Outside of Flask: proxies' headers, then the path below which everything lives; around it all, log and meter."""
    from .pages.health import HEALTH
    from .web.headers import NO_PAGE
    from .web.observed import Observed, page_of

    if config.trusted_proxies:
        n = config.trusted_proxies
        fixed = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_port=n)
        app.wsgi_app = fixed  # type: ignore[method-assign]
    if config.base_path:
        text = f"Not found. This application lives below {config.base_path}."
        elsewhere, inside = Response(text, 404, headers=NO_PAGE), app.wsgi_app

        def outside(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            """Answer at the host's root, where balancers and orchestrators look for health."""
            answers = inside if environ.get("PATH_INFO") in HEALTH else elsewhere
            return answers(environ, start_response)

        app.wsgi_app = DispatcherMiddleware(outside, {config.base_path: inside})  # type: ignore[method-assign]
    if config.otel_endpoint:
        from . import tracing

        app.wsgi_app = tracing.Traced(  # type: ignore[method-assign]
            app.wsgi_app, tracing.exporting(), bool(config.trusted_proxies), page_of
        )
    app.wsgi_app = Observed(config, meter, app.wsgi_app)  # type: ignore[method-assign]


def _meter(config: Config) -> Meter:
    if not config.metrics_port:
        return SILENT
    from .prometheus import Prometheus

    return Prometheus()
