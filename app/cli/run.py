"""`kratos-ui run`: the production server. Settings come from the environment only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from .. import create_app, logs
from ..config import Config, ConfigError


@click.command()
def run() -> None:
    """Serve the UI (KRATOS_PUBLIC_URL says where Kratos is; see README.md for all settings)."""
    with problems_listed():
        config = Config.from_env(os.environ)
        logs.install(config.log_level, config.log_format)
        app = create_app(config)
        from ..server.serve import serve  # of all commands, this one alone needs the server

        serve(app)


@contextmanager
def problems_listed() -> Iterator[None]:
    """Exit with all problems of the settings in one list."""
    try:
        yield
    except ConfigError as error:
        problems = "".join(f"\n  - {problem}" for problem in error.problems)
        click.echo(f"kratos-ui can't start:{problems}", err=True)
        sys.exit(2)
