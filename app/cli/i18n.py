"""`kratos-ui i18n`: what is to be translated, how far each language is, and new ones."""

from __future__ import annotations

import shlex
import sys
from codecs import lookup
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import click
from babel import Locale
from babel.messages.catalog import Catalog

from .. import paths
from ..i18n import po
from ..i18n.catalogs import compile_catalogs
from ..i18n.check import CHECKED_BY, DOMAINS, checked_by, template
from ..i18n.coverage import lacking, percent, wanted
from ..i18n.extract import of_schemas, strings
from ..i18n.locale import own_name, parse
from ..i18n.tags import LONGEST, catalog_folders, offered
from ..i18n.theme_catalogs import flawed, folder_of, unended, unread
from ..mistake import Mistake, on_one_line
from .place import Refused, writing
from .schema_file import schemas_at

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


def _tag(value: str) -> str:
    """Return a language in any spelling, "pt-br", as its folder is called, "pt_BR"; an argument's `type`."""
    known = folder_of(value) if len(value) <= LONGEST else ""
    if not known:
        raise click.BadParameter(
            f"“{value[:LONGEST]}” is no language that CLDR knows: write a tag such as pt-BR"
        )
    return known


def _is_theme(context: click.Context, option: click.Parameter, folder: Path | None) -> Path | None:
    if folder and not (folder / "theme.toml").is_file():
        raise click.BadParameter(f"{folder} has no theme.toml: name the theme's folder")
    return folder


def _theme_of(help_text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option("--theme", type=FOLDER, callback=_is_theme, help=help_text)


_theme = _theme_of("A theme's folder, for catalogs of its own; else ours.")


@click.group()
def i18n() -> None:
    """Work on translations."""


@i18n.command()
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False),
    help="File to write, else it is printed. A .po that is there gets what it lacks, and keeps the rest.",
)  # fmt: skip
@click.option(
    "--schema",
    metavar="FILE|URL",
    default="",
    help="An identity schema, or Kratos' /schemas, to translate for a theme.",
)
@_theme_of("What the templates of this theme say, and ours do not.")
def extract(out: Path | None, schema: str, theme: Path | None) -> None:
    """Write a template: of our own strings, or of what the fields of an identity schema, or a theme, say."""
    found = _found(schema, theme)
    if not out:
        click.echo(po.head(_about(schema)) + po.entries(found), nl=False)
        return
    grown = _grown(out)
    new = _without(found, _read(out)) if grown else found
    count = sum(1 for each in new if each.id)
    with writing(out, "Name another --out"):
        out.parent.mkdir(parents=True, exist_ok=True)
        before = grown + "\n" if grown else po.head(_about(schema), _language_of(out))
        out.write_text(before + (po.entries(new) if count else ""), encoding="utf-8")
    click.echo(f"{out}: {count} {'added' if grown else 'to translate'}")


def _grown(out: Path) -> str:
    """Return the text of the catalog that gets what it lacks, "" for a new one; refuse what can't be added to."""
    if _language_of(out) and (right := folder_of(folder := out.parts[-3])) != folder:
        raise Refused(
            f"nobody looks into {folder}: write to {out.parents[2] / right / Path(*out.parts[-2:])}"
        )
    if out.suffix != ".po" or not out.is_file():
        return ""
    charset = _read(out).charset or "utf-8"
    if lookup(charset).name not in ("utf-8", "ascii"):
        raise Refused(f"{out} is in {charset}, which lacks letters of others: save it as UTF-8")
    if broken := list(unended(out)):
        raise Refused("\n".join(map(str, broken)))
    return out.read_text("utf-8").strip()


def _found(schema: str, theme: Path | None) -> Catalog:
    if not schema and not theme:
        return wanted("ui")
    found = of_schemas(schemas_at(schema) if schema else ())
    for message in _without(strings(theme / "templates", theme / "templates"), wanted("ui")) if theme else ():
        if message.id:
            found.add(message.id, locations=message.locations)
    return found


def _about(schema: str) -> str:
    return "What the identity schema says to people." if schema else "What the pages say."


def _language_of(path: Path) -> Locale | None:
    """Return the language of a catalog by where it stands; None for a template."""
    return parse(path.parts[-3]) if path.parts[-2:-1] == ("LC_MESSAGES",) and path.suffix == ".po" else None


def _without(found: Catalog, known: Catalog | None = None, name: str | None = None) -> Catalog:
    """Return the messages of `found` that are not in `known`, to be translated to the language `name`."""
    left = Catalog(locale=name, fuzzy=False)
    for message in found:
        if message.id and not (known and message.id in known):
            left.add(message.id, auto_comments=message.auto_comments, locations=message.locations)
    return left


@i18n.command(name="compile")
@click.argument("folder", type=FOLDER, default=paths.TRANSLATIONS)
def compile_(folder: Path) -> None:
    """Compile the catalogs of a folder; ours if it is not named. End with 1 if a translation can't be used."""
    found = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    if not found:
        raise Refused(f"{folder} has no <locale>/LC_MESSAGES/ui.po: name the translations/ of a theme")
    wrong = [mistake for path in found for mistake in _flawed(path)]
    with writing(folder, "A theme needs no compiled catalogs"):
        count = len(compile_catalogs(folder))
    click.echo(f"{count} catalog{'s' * (count != 1)} compiled")
    for mistake in wrong:
        click.echo(mistake, err=True)
    sys.exit(bool(wrong))


@i18n.command()
@_theme
def status(theme: Path | None) -> None:
    """Say how much of each language there is, who has checked it, and what can't be used."""
    names = _languages(theme)
    if not names:
        click.echo(f"{_home(theme)} translates nothing: {_typed('add', 'LOCALE', theme)} starts a language")
    for name in names:
        told = [_coverage(name, domain, theme) for domain in DOMAINS]
        mine = [path for domain in DOMAINS if (path := _path(_home(theme), name, domain)).is_file()]
        by = next(filter(None, (checked_by(_read(path)) for path in mine)), "nobody")
        locale = parse(name)
        click.echo(f"{name:8} {' '.join(told)}  {by:8} {own_name(locale) if locale else ''}")
        for mistake in (each for path in mine for each in _flawed(path)):
            click.echo(f"  {mistake}")


@i18n.command(name="missing")
@click.argument("names", metavar="[LOCALE]...", nargs=-1, type=_tag)
@_theme
def missing_(names: tuple[str, ...], theme: Path | None) -> None:
    """List what is not translated; end with 1 if there is anything.

    With --theme, what neither the theme nor our own catalogs have, of the languages that the theme has catalogs of, or
    that you name. What its English catalog says counts: who reads another language would read that.
    """
    for name in names:
        _check_there(name, theme)
    found = 0
    for name in names or _languages(theme):
        for domain in DOMAINS:
            for text in _missing(name, domain, theme):
                click.echo(f"{name} {domain}: {on_one_line(text)}")
                found += 1
    sys.exit(found > 0)


@i18n.command()
@click.argument("name", metavar="LOCALE", type=_tag)
@_theme
def add(name: str, theme: Path | None) -> None:
    """Start the catalogs of a language, with every string in them."""
    if name == "no":  # who asks for Norwegian would get it instead of nb, with English for what it lacks
        raise Refused("no is either Norwegian: add nb, which is shown to who asks for no, or nn")
    places = {domain: _path(_home(theme), name, domain) for domain in DOMAINS}
    new = {domain: path for domain, path in places.items() if not path.exists()}
    if not new:
        raise Refused(
            f"{places['ui']} is there already: {_typed('missing', name, theme)} lists what it lacks"
        )
    for domain, path in new.items():
        with writing(path, "Name a theme that is yours with --theme"):
            path.parent.mkdir(parents=True, exist_ok=True)
            text = po.head(f"{CHECKED_BY} nobody", parse(name)) + po.entries(
                _without(wanted(domain), name=name)
            )
            path.write_text(text, encoding="utf-8")
        click.echo(path)


def _home(theme: Path | None) -> Path:
    return theme / "translations" if theme else paths.TRANSLATIONS


def _languages(theme: Path | None) -> list[str]:
    found = {path.parts[-3] for path in _home(theme).glob("*/LC_MESSAGES/*.po")}
    return sorted(name for name in found if name != "en" and parse(name))


def _path(folder: Path, name: str, domain: str) -> Path:
    return folder / name / "LC_MESSAGES" / f"{domain}.po"


def _catalogs(name: str, domain: str, theme: Path | None) -> list[Path]:
    """Return the catalogs that a page in this language asks, the theme's first."""
    homes = dict.fromkeys((_home(theme), paths.TRANSLATIONS))
    asked = ((home, each) for each in catalog_folders(name) for home in homes)
    return [path for home, each in asked if (path := _path(home, each, domain)).is_file()]


def _check_there(name: str, theme: Path | None) -> None:
    """Refuse a language that nobody has a catalog of."""
    if name == "en":
        raise Refused("English is what all languages are translated from: nothing of it is missing")
    own = (_path(home, name, domain) for home in (_home(theme), paths.TRANSLATIONS) for domain in DOMAINS)
    if not any(path.is_file() for path in own):
        there = {each.replace("_", "-"): each for each in {*_languages(theme), *_languages(None)}}
        near = there.get(offered(name, tuple(there)), "")
        todo = f"did you mean {near}?" if near else f"{_typed('add', name, theme)} starts one"
        raise Refused(f"there is no catalog of {name}: {todo}")


def _typed(command: str, name: str, theme: Path | None) -> str:
    """Return the command that helps, as it is typed: without the theme it would be about our catalogs."""
    of_theme = f" --theme {shlex.quote(str(theme))}" if theme else ""
    return f"`kratos-ui i18n {command} {name}{of_theme}`"


def _missing(name: str, domain: str, theme: Path | None) -> list[str]:
    english = _path(_home(theme), "en", domain)
    asked = [english] if theme and english.is_file() else []
    return lacking(domain, map(_read, _catalogs(name, domain, theme)), map(_read, asked))


def _coverage(name: str, domain: str, theme: Path | None) -> str:
    return f"{domain} {percent(domain, _missing(name, domain, theme)):3}%"


def _read(path: Path) -> Catalog:
    """Return a catalog; refuse one that can't be read, and say where."""
    return _parsed(path, path.stat().st_mtime_ns)


@cache
def _parsed(path: Path, changed: int) -> Catalog:
    if problems := list(unread(path)):
        raise Refused("\n".join(map(str, problems)))
    return template(path)


def _flawed(path: Path) -> Iterator[Mistake]:
    yield from unended(path)
    yield from flawed(path, _read(path))
