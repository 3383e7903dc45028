"""`kratos-ui run`: the production server. Settings come from the environment only."""

from __future__ import annotations

import logging
import os
import secrets
import sys

import click

from app.config import Config, ConfigError


@click.command()
def run() -> None:
    """Serve the UI (KRATOS_PUBLIC_URL says where Kratos is; see README.md for all settings)."""
    config = checked_config()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    if not config.cookie_secret:
        # workers are processes of their own: without one secret for all, they refuse each other's forms
        os.environ["COOKIE_SECRET"] = secrets.token_urlsafe(32)
        click.echo("COOKIE_SECRET is not set: using one until the next start.", err=True)
    from app.server.serve import serve  # of all commands, this one alone needs the server

    serve(config)


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
