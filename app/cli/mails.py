"""`kratos-ui mails`: templates for Kratos' courier."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ..brands.file import read
from ..brands.mails import write_all
from ..config import Config, ConfigError
from ..mails.brand import write_mails
from .run import problems_listed


@click.command()
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write."
)
@click.option("--language", default="", help="For who has said no other; DEFAULT_LOCALE if left out.")
@click.option(
    "--language-trait", "trait", default="", help="Where an identity says its language: traits.locale."
)
@click.option("--brand", default="", help="One of THEMES, for all mails; else that of the page that asked.")
def mails(out: Path, language: str, trait: str, brand: str) -> None:
    """Write the mails that Kratos sends, with the theme in THEME_DIR.

    The folder is for `courier.template_override_path` of Kratos' configuration, which is printed.
    """
    with problems_listed():
        config = of_brand(settings(), brand) if brand else settings()
        write = write_all if config.themes else write_mails
        count, unknown = write(out, config, language, trait)
    for token in unknown:
        click.echo(f"Mails keep our colour, as few mail programs know this one: {token}", err=True)
    click.echo(f"{count} files below {out}\nIn kratos.yml, if Kratos finds them there:\n")
    click.echo(f"courier:\n  template_override_path: {json.dumps(str(out.resolve()), ensure_ascii=False)}")


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
