"""`kratos-ui run`: the production server. Settings come from the environment only."""

from __future__ import annotations

import logging
import os
import secrets
import sys
from typing import Any

import click

from app import create_app
from app.cli.bridge import Bridge
from app.config import Config, ConfigError

THREADS = 128
"""Threads of each worker: 64 pages that wait for Kratos leave room for the others, even if one worker has them all."""

HEAD = 64 * 1024
"""Largest head of a request, in bytes: all that a page does with a header takes time with its length."""

STOP = 10
"""Seconds that a worker gets to finish its pages, which take 7.5 at most; then it is ended."""


@click.command()
def run() -> None:
    """Serve the UI (KRATOS_PUBLIC_URL says where Kratos is; see README.md for all settings)."""
    config = checked_config()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if not config.cookie_secret:
        # workers are processes of their own: without one secret for all, they refuse each other's forms
        os.environ["COOKIE_SECRET"] = secrets.token_urlsafe(32)
        click.echo("COOKIE_SECRET is not set: using one until the next start.", err=True)
    # a loader of our own: granian's puts the current folder, and an `app` in it, before the installed package
    server(config).serve(target_loader=application, wrap_loader=False)


def application() -> Bridge:
    """What a worker serves."""
    return Bridge(create_app(), THREADS)


def workers() -> int:
    """Processes that serve: as many as there are processors, but four at most."""
    return min(os.cpu_count() or 1, 4)


def checked_config() -> Config:
    """The settings; exits with all their problems in one list."""
    try:
        config = Config.from_env(os.environ)
        _try_theme(config)
        _try_gateway(config)
    except ConfigError as error:
        problems = "".join(f"\n  - {problem}" for problem in error.problems)
        click.echo(f"kratos-ui can't start:{problems}", err=True)
        sys.exit(2)
    return config


def _try_theme(config: Config) -> None:
    """A theme that can't be used is found here, once, and not in every worker."""
    from app.theme.loader import load_theme

    load_theme(config.theme_dir)


def _try_gateway(config: Config) -> None:
    """The same for the function that the web hook is to call."""
    if config.gateway_enabled and config.gateway_webhook_secret:
        from app.gateway import webhook

        webhook.load(config.gateway_webhook_hook)


def server(config: Config) -> Any:
    """The granian server for `config`, not yet serving."""
    from granian import Granian
    from granian.constants import Interfaces, SSLProtocols
    from granian.http import HTTP1Settings, HTTP2Settings
    from granian.log import LogLevels

    return Granian(
        "app.cli.run:application", interface=Interfaces.ASGINL, address=config.host, port=config.port,
        workers=workers(), websockets=False, backlog=1024,
        http1_settings=HTTP1Settings(max_buffer_size=HEAD), http2_settings=HTTP2Settings(max_headers_size=HEAD),
        log_level=LogLevels.error,
        ssl_cert=config.tls_cert_path, ssl_key=config.tls_key_path,
        ssl_protocol_min=SSLProtocols.tls12,
        respawn_failed_workers=True, workers_kill_timeout=STOP,
    )  # fmt: skip
