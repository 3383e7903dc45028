"""`kratos-ui run`: the production server. Settings come from the environment only."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from app import create_app
from app.config import ConfigError


@click.command()
def run() -> None:
    """Serve the UI (KRATOS_PUBLIC_URL says where Kratos is; see README.md for all settings)."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    with problems_listed():
        app = create_app()
    from app.server.serve import serve  # of all commands, this one alone needs the server

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
