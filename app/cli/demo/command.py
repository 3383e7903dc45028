"""`kratos-ui demo`."""

from __future__ import annotations

import click


@click.command()
def demo() -> None:
    """Start Kratos, a mailbox and the UI on this machine."""
    raise click.ClickException("not there yet")
