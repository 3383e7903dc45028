"""Places on the command line: a theme (a folder, a zip file, or `package:NAME`), a folder to write into."""

from __future__ import annotations

from collections.abc import Callable
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


def check_ours(folder: Path, is_ours: Callable[[Path], bool]) -> None:
    """Nothing if `folder` is empty, or not there yet, or `is_ours`.

    Raises:
        click.ClickException: it holds what somebody else has put there.
    """
    if folder.is_dir() and any(folder.iterdir()) and not is_ours(folder):
        raise click.ClickException(f"{folder} is there already, and not empty: name a new folder")
