"""`kratos-ui i18n`: what is to be translated, how far each language is, and new ones."""

from __future__ import annotations

import sys
from functools import cache
from io import BytesIO
from pathlib import Path

import click
import requests
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from .. import paths
from ..i18n.catalogs import compile_catalogs
from ..i18n.check import CHECKED_BY, DOMAINS, checked_by, missing, template
from ..i18n.extract import of_schema, strings
from ..i18n.locale import own_name, parse
from ..kratos.schema import Schema, parse_schemas
from ..upstream import values

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group()
def i18n() -> None:
    """Work on translations."""


@cache
def wanted(domain: str) -> Catalog:
    """Return all that a catalog of `domain` translates."""
    return (
        strings(paths.APP, paths.TEMPLATES) if domain == "ui" else template(paths.TRANSLATIONS / "kratos.pot")
    )


@i18n.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write, else it is printed."
)
@click.option(
    "--schema", metavar="FILE|URL", default="", help="An identity schema, to translate for a theme."
)
def extract(out: Path | None, schema: str) -> None:
    """Write a template: of our own strings, or of what the fields of an identity schema say."""
    text = BytesIO()
    write_po(text, of_schema(_schema(schema)) if schema else wanted("ui"), width=0)
    if out:
        out.write_bytes(text.getvalue())
    else:
        click.echo(text.getvalue().decode(), nl=False)


@i18n.command(name="compile")
@click.argument("folder", type=FOLDER, default=paths.TRANSLATIONS)
def compile_(folder: Path) -> None:
    """Compile the catalogs of a folder; ours if it is not named."""
    click.echo(f"{len(compile_catalogs(folder))} catalogs compiled")


@i18n.command()
def status() -> None:
    """Say how much of each language there is, and who has checked it."""
    for name in _languages():
        told = [_coverage(name, domain) for domain in DOMAINS]
        locale = parse(name)
        by = checked_by(template(_path(paths.TRANSLATIONS, name, "ui"))) or "nobody"
        click.echo(f"{name:8} {' '.join(told)}  {by:8} {own_name(locale) if locale else ''}")


@i18n.command(name="missing")
@click.argument("names", metavar="[LOCALE]...", nargs=-1)
def missing_(names: tuple[str, ...]) -> None:
    """List what is not translated; end with 1 if there is anything."""
    found = 0
    for name in names or _languages():
        for domain in DOMAINS:
            for text in missing(wanted(domain), template(_path(paths.TRANSLATIONS, name, domain))):
                click.echo(f"{name} {domain}: {text}")
                found += 1
    sys.exit(found > 0)


@i18n.command()
@click.argument("name", metavar="LOCALE")
@click.option("--theme", type=FOLDER, help="A theme's folder, for catalogs of its own; else ours.")
def add(name: str, theme: Path | None) -> None:
    """Start the catalogs of a language, with every string in them."""
    folder = theme / "translations" if theme else paths.TRANSLATIONS
    known = parse(name)
    if known is None:
        raise click.ClickException(f"{name} is no language that CLDR knows: write a tag such as pt_BR")
    name = str(known)  # as its folder is called: "pt-br" is looked for in pt_BR
    for domain in DOMAINS:
        path = _path(folder, name, domain)
        if path.exists():
            raise click.ClickException(f"{path} is there already")
        catalog = Catalog(locale=name, domain=domain, fuzzy=False)
        catalog.header_comment = f"# {CHECKED_BY} nobody"
        for message in wanted(domain):
            if message.id:
                catalog.add(message.id, auto_comments=message.auto_comments, locations=message.locations)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            write_po(target, catalog, width=0)
        click.echo(path)


def _schema(place: str) -> Schema:
    try:
        if place.startswith(("http://", "https://")):
            answer = requests.get(place, timeout=10)
            answer.raise_for_status()
            data = answer.content
        else:
            data = Path(place).read_bytes()
        found = parse_schemas([{"id": "schema", "schema": values.load(data)}])
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{place} can't be read as a schema: {error}") from None
    if not found or not found[0].traits:
        raise click.ClickException(f"{place} has no traits: name an identity schema of Kratos")
    return found[0]


def _languages() -> list[str]:
    return sorted(path.name for path in paths.TRANSLATIONS.iterdir() if path.is_dir() and path.name != "en")


def _path(folder: Path, name: str, domain: str) -> Path:
    return folder / name / "LC_MESSAGES" / f"{domain}.po"


def _coverage(name: str, domain: str) -> str:
    all_of_it = sum(1 for each in wanted(domain) if each.id)
    left = len(missing(wanted(domain), template(_path(paths.TRANSLATIONS, name, domain))))
    return f"{domain} {100 * (all_of_it - left) // all_of_it:3}%"
