"""The login UI for Ory Kratos: `create_app` wires the parts together."""

from __future__ import annotations

import os

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from app.config import Config
from app.meter import SILENT, Meter


def create_app(config: Config | None = None) -> Flask:
    """Return the WSGI application; without `config`, with the settings of the environment.

    Raises:
        ConfigError: settings that can't be used, all at once.
    """
    from app import current, pages, web
    from app.i18n import domains, locale
    from app.theme import loader
    from app.web import front, kept, kratos, providers, schemas, static

    config = config or Config.from_env(os.environ)
    theme = loader.load_theme(config.theme_dir)
    meter = _meter(config)
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.wsgi_app = front.Front(app, app.wsgi_app)  # type: ignore[method-assign]
    assets = static.install(app, config, theme)
    known = current.App(
        config=config, theme=theme, assets=assets, brand=loader.brand(config, theme, assets.url),
        kratos=kratos.new_client(config, meter), locales=locale.available(theme.catalogs, config),
        messages=domains.Messages.of(theme.catalogs, verbatim=theme.messages == "kratos"),
        schemas=schemas.remembered(), providers=providers.remembered(),
        pages=kept.new_pages(config, theme), meter=meter,
    )  # fmt: skip
    current.install(app, known)
    locale.install(app, config)
    domains.install(app, known.messages)
    web.install(app, config)
    loader.install(app, theme)
    pages.install(app)
    _switched_on(app, config)
    _wrap(app, config, meter)
    return app


def _switched_on(app: Flask, config: Config) -> None:
    """Add what not everybody needs."""
    if config.hydra_admin_url:
        from app import oauth2

        oauth2.install(app)
    if config.preview_enabled:
        from app import preview

        preview.install(app)
    if config.gateway_enabled:
        from app import gateway

        gateway.install(app, config)
    if config.forward_auth_enabled:
        from app import forward

        forward.install(app, config)


def _wrap(app: Flask, config: Config, meter: Meter) -> None:
    """Outside of Flask: proxies' headers, then the path below which everything lives; around it all, log and meter."""
    from app.web.headers import NO_PAGE
    from app.web.observed import Observed, page_of

    if config.trusted_proxies:
        n = config.trusted_proxies
        fixed = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=n, x_port=n)
        app.wsgi_app = fixed  # type: ignore[method-assign]
    if config.base_path:
        text = f"Not found. This application lives below {config.base_path}."
        elsewhere = Response(text, 404, headers=NO_PAGE)
        app.wsgi_app = DispatcherMiddleware(elsewhere, {config.base_path: app.wsgi_app})  # type: ignore[method-assign]
    if config.otel_endpoint:
        from app import tracing

        app.wsgi_app = tracing.Traced(  # type: ignore[method-assign]
            app.wsgi_app, tracing.exporting(), bool(config.trusted_proxies), page_of
        )
    app.wsgi_app = Observed(config, meter, app.wsgi_app)  # type: ignore[method-assign]


def _meter(config: Config) -> Meter:
    if not config.metrics_port:
        return SILENT
    from app.prometheus import Prometheus

    return Prometheus()
