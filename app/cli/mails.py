"""`kratos-ui mails`: templates for Kratos' courier."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import click

from ..brands.file import read
from ..brands.mails import write_all
from ..config import Config, ConfigError
from ..kratos.schema import Schema
from ..mails.brand import write_mails
from ..mails.folder import sign, strangers
from ..mistake import nearest
from .place import Refused, writing
from .run import problems_listed
from .schema_file import schemas_at

_PLACE = re.compile(r"\.?(?:[Ii]dentity\.)?((?:traits|metadata_public)(?:\.[^\s.{}\"'`$%]+)+)")


def _place(context: click.Context, option: click.Parameter, value: str) -> str:
    """Return where an identity says its language, as Kratos hands it to a mail; an option's `callback`."""
    found = _PLACE.fullmatch(value)
    if value and not found:
        last = value.rpartition(".")[2]
        near = (
            f"traits.{last}" if last != "traits" and _PLACE.fullmatch(f"traits.{last}") else "traits.locale"
        )
        raise click.BadParameter(f"“{value}” is no place in an identity: write {near}, or metadata_public.…")
    return found[1] if found else ""


@click.command()
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write."
)
@click.option("--language", default="", help="For who has said no other; DEFAULT_LOCALE if left out.")
@click.option(
    "--language-trait", "trait", default="", callback=_place,
    help="Where an identity says its language: traits.locale.",
)  # fmt: skip
@click.option(
    "--schema", metavar="FILE|URL", default="",
    help="The identity schema, or Kratos' /schemas: whether that trait is in it.",
)  # fmt: skip
@click.option("--brand", default="", help="One of THEMES, for all mails; else that of the page that asked.")
def mails(out: Path, language: str, trait: str, schema: str, brand: str) -> None:
    """Write the mails that Kratos sends, with the theme in THEME_DIR.

    The folder is for `courier.template_override_path` of Kratos' configuration, which is printed.
    """
    if schema:
        check_trait(trait, schemas_at(schema))
    with problems_listed():
        config = of_brand(settings(), brand) if brand else settings()
        write = write_all if config.themes else write_mails
        with writing(out, "Name another --out"):
            check_strangers(out)
            count, notes = write(out, config, language, trait)
            sign(out)
    for note in notes:
        click.echo(note, err=True)
    click.echo(f"{count} files below {out}\nIn kratos.yml, if Kratos finds them there:\n")
    click.echo(f"courier:\n  template_override_path: {json.dumps(str(out.resolve()), ensure_ascii=False)}")


def check_strangers(out: Path) -> None:
    """Refuse a folder where ours would take the place of what somebody else wrote, or edited."""
    if not (found := strangers(out)):
        return
    more = f", nor {len(found) - 1} more" if len(found) > 1 else ""
    raise Refused(
        f"{found[0]} is there already, and not as this command wrote it{more}: "
        "move it away, or name another --out"
    )


def check_trait(name: str, schemas: tuple[Schema, ...]) -> None:
    """Refuse a trait that no schema has, or that holds no text. What is in the metadata, no schema says."""
    if not name.startswith("traits."):
        return
    texts = sorted(
        {key for each in schemas for key, trait in each.traits.items() if trait.type in ("string", "")}
    )
    if name in texts:
        return
    there = any(name in each.traits for each in schemas)
    ends = {each.removeprefix("traits."): each for each in texts}
    near = "" if there else ends.get(nearest(name.removeprefix("traits."), ends), "")
    why = "holds no text, as a language is one" if there else "is not in the identity schema"
    todo = f"did you mean {near}?" if near else f"texts are {', '.join(texts)}"
    raise Refused(f"--language-trait {name} {why}: {todo}")


def settings() -> Config:
    """Return the settings of the environment; Kratos' address is not needed."""
    return Config.from_env({"KRATOS_PUBLIC_URL": "http://localhost:4433", **os.environ})


def of_brand(config: Config, name: str) -> Config:
    """Return the settings of a brand. Raises: ConfigError: there is no such."""
    if config.themes is None:
        raise ConfigError((f"--brand {name} needs THEMES, the file that says what it is",))
    brands = read(config.themes).brands
    if name not in brands:
        raise ConfigError((f"--brand {name} is not in THEMES: there are {', '.join(brands)}",))
    return brands[name].settings(config)
