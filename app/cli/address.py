"""An http(s) address as an option of a command."""

from __future__ import annotations

from typing import Any

import click

from .. import environ


def address(context: click.Context, option: click.Parameter, value: Any) -> Any:
    """Check an address, or each of several, as the environment's are: a `callback`."""
    if isinstance(value, tuple):
        return tuple(address(context, option, each) for each in value)
    try:
        return value and environ.url(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
