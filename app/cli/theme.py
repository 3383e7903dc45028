"""`kratos-ui theme`: a theme to start from, files to change, what is wrong with it, what an upgrade changed."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

import click

from .. import paths
from ..theme.loader import load_theme
from ..theme_files import unpacked
from ..theming import stockfile
from ..theming.diff import view
from ..theming.eject import EXTENDED, FOLDERS, CannotEject
from ..theming.eject import eject as eject_
from ..theming.new import new as new_
from ..theming.pack import pack as pack_
from .place import theme_place, writing
from .run import problems_listed

THEME = click.Path(path_type=Path, file_okay=False, exists=True)
PLACES = {"templates": paths.TEMPLATES, "static": paths.STATIC, "translations": paths.TRANSLATIONS}


@click.group()
def theme() -> None:
    """Make a theme, and keep it up to date."""


@theme.command()
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Write a theme to start from into the folder NAME. It runs as it is."""
    with writing(folder, "Name a folder that is yours"):
        try:
            written = new_(folder)
        except FileExistsError:
            raise click.ClickException(f"{folder} is there already, and not empty") from None
    for path in written:
        click.echo(path)
    name, program = shlex.quote(str(folder)), _program()
    click.echo(f"\nSee it:    THEME_DIR={name} {program} preview\nCheck it:  {program} theme check {name}")


def _program() -> str:
    """Return what a shell finds this command by: in a checkout it is not among its programs."""
    beside = Path(sys.executable).with_name("kratos-ui")
    if shutil.which("kratos-ui") or not beside.is_file():
        return "kratos-ui"
    near = beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside
    return shlex.quote(str(near))


@theme.command()
@click.argument("kind", type=click.Choice(tuple(FOLDERS)))
@click.argument("name")
@click.option("--theme", "folder", type=THEME, help="The theme's folder. [THEME_DIR, else this folder]")
@click.option("--copy", is_flag=True, help="Copy a page or layout whole, instead of extending it.")
def eject(kind: str, name: str, folder: Path | None, copy: bool) -> None:
    """Bring a stock file into a theme, to be changed there.

    Elements and nodes are copied. A page or layout is extended: what you do not replace stays ours, also after an
    upgrade. What the stock file was like is kept in .stock/, for `theme diff`.
    """
    folder = folder or Path(os.environ.get("THEME_DIR") or ".")
    if not (folder / "theme.toml").is_file():
        raise click.ClickException(f"{folder} has no theme.toml: name the theme's folder with --theme")
    with writing(folder, "Name a theme that is yours with --theme"):
        try:
            written = eject_(folder, kind, name, copy=copy)
        except CannotEject as error:
            raise click.ClickException(str(error)) from None
    how = (
        "extends the stock one: replace its blocks"
        if kind in EXTENDED and not copy
        else "is a copy: change it"
    )
    click.echo(f"{written} {how}")


@theme.command()
@click.argument("place", metavar="[THEME]", envvar="THEME_DIR", type=theme_place)
@click.option("--quick", is_flag=True, help="In English, German and Arabic only, instead of all languages.")
@click.option("--browser/--no-browser", default=None, help="Look at it in Chromium.  [if there is one]")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def check(place: Path, quick: bool, browser: bool | None, as_json: bool) -> None:
    """Say what is wrong with a theme: file, line, and what to write.

    THEME is a folder, a zip file, or package:NAME, an installed one; without it, what THEME_DIR names.

    Its files are read, every recorded page is made with it in every language, and a browser looks for texts that are
    hard to read and targets that are hard to hit.

    Exit status: 0 nothing found, 1 something found, 2 it could not be looked at.
    """
    from ..theming.check import (
        check as check_,
    )  # makes an application: no other of these commands needs one
    from ..theming.seen import NoBrowser

    try:
        found = check_(place, quick=quick, browser=browser, progress=_progress)
    except NoBrowser as error:
        click.echo(f"kratos-ui theme check can't look: {error}", err=True)
        sys.exit(2)
    click.echo(found.as_json if as_json else found.as_text)
    sys.exit(bool(found.mistakes))


@theme.command()
@click.argument("place", metavar="THEME", type=theme_place)
@click.option(
    "--accept", is_flag=True, help="The files are up to date: take the stock ones of now as theirs."
)
def diff(place: Path, accept: bool) -> None:
    """Show what an upgrade changed in the stock files that a theme has taken over.

    THEME is a folder, a zip file, or package:NAME, an installed one.

    For each file: the stock one then and now, and yours beside it. Exit status: 1 if there is any.
    """
    folder = unpacked(place)
    if accept and folder != place:
        raise click.ClickException(
            f"--accept writes into a theme: name the folder that {place} was packed from"
        )
    changed = [each for each in stockfile.taken(folder) if each.changed]
    for each in changed:
        click.echo(view(each).replace(str(folder), str(place)))
        if accept:
            stockfile.accept(folder, each)
    if not changed:
        click.echo("No stock file has changed that this theme has taken over.")
    sys.exit(bool(changed) and not accept)


@theme.command()
@click.argument("folder", metavar="DIR", type=THEME)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write. [NAME.zip]")
def pack(folder: Path, out: Path | None) -> None:
    """Write a theme as one zip file, without what only its makers need."""
    with problems_listed():
        load_theme(folder)
    out = out or Path(f"{folder.resolve().name}.zip")
    with writing(out, "Name another --out"):
        count = pack_(folder, out)
    click.echo(f"{out}: {count} files")


@theme.command()
@click.argument("what", type=click.Choice(tuple(PLACES)), required=False)
def where(what: str | None) -> None:
    """Say where the stock templates, static files and translations are."""
    click.echo(PLACES[what] if what else "\n".join(f"{name:13} {path}" for name, path in PLACES.items()))


def _progress(text: str) -> None:
    """Say what takes its time, where somebody waits for it."""
    if sys.stderr.isatty():
        click.echo(text, err=True)
