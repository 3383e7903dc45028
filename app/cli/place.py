"""Places on the command line: a theme (a folder, a zip file, or `package:NAME`), a folder to write into."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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


class Refused(click.ClickException):
    """What was asked for can't be done; the message says what to do instead."""

    exit_code = 2


@contextmanager
def writing(place: Path, todo: str) -> Iterator[None]:
    """Write at `place`, or below it; `todo`: what helps where that can't be.

    Raises:
        Refused: what keeps files from being written.
    """
    try:
        yield
    except shutil.Error as error:  # of a tree: the files that could not be copied, each with why, as text
        _, file, said = error.args[0][0]
        why = f"{file} can't be written: {said.partition('] ')[2].partition(':')[0] or said}"
        raise Refused(f"{why}. {todo}") from None
    except OSError as error:
        why = f"{error.filename or place} can't be written: {error.strerror or error}"
        raise Refused(f"{why}. {todo}") from None
