"""A theme on the command line: a folder, a zip file, or `package:NAME`."""

from __future__ import annotations

from pathlib import Path

import click

from ..theme_files import located, unpacked


def theme_place(value: str) -> Path:
    """Return where a theme is, as it was typed; an option's `type`.

    Raises:
        click.BadParameter: what is wrong with it.
    """
    try:
        found = located(value, Path())
        unpacked(found)
    except ValueError as error:
        raise click.BadParameter(f"{value} {error}") from None
    return found
