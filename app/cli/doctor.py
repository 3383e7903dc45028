"""`kratos-ui doctor`: names the settings that break sign-in, and what to write instead."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click

from ..config import ConfigError
from ..doctor import env_file, environment, fix, report
from ..doctor.checks import examine
from ..doctor.finding import Finding
from ..doctor.gather import gather
from ..doctor.settings import Unreadable
from .address import address

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option(
    "--kratos",
    "public",
    callback=address,
    help="Kratos' public API, as servers reach it. [KRATOS_PUBLIC_URL]",
)
@click.option(
    "--browser", callback=address, help="Kratos' public API, as browsers reach it. [KRATOS_BROWSER_URL]"
)
@click.option("--admin", callback=address, help="Kratos' admin API: version and mails. [KRATOS_ADMIN_URL]")
@click.option("--ui", callback=address, help="This UI, as browsers reach it. [as Kratos names it]")
@click.option("--hydra", callback=address, help="Ory Hydra's public API: its addresses of this UI.")
@click.option(
    "--app",
    callback=address,
    help="An application of yours: does it get the session, may people return to it?",
)
@click.option(
    "--env",
    "envs",
    type=FILE,
    multiple=True,
    help="File of NAME=value, the UI's environment in place of this one; one for each instance.",
)
@click.option(
    "--config", "configs", type=FILE, multiple=True, help="kratos.yml; several as Kratos is given them."
)
@click.option("--hydra-config", "hydra_configs", type=FILE, multiple=True, help="hydra.yml.")
@click.option("--offline", is_flag=True, help="Look at the files only.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--fix-config", "out", type=FILE, help="Write a corrected copy of the last --config here.")
def doctor(
    envs: tuple[Path, ...], configs: tuple[Path, ...], hydra_configs: tuple[Path, ...], offline: bool,
    as_json: bool, out: Path | None, **told: str | None,
) -> None:  # fmt: skip
    """Look at Kratos and this UI as a browser does, and say which settings break sign-in.

    Run it with the environment of the UI, where the UI runs. Nothing is changed: it starts flows, and sends forms
    that can't succeed.

    Exit status: 0 all well or warnings, 1 something fails, 2 nothing could be looked at.
    """
    if out and not configs:
        _could_not("--fix-config needs --config, the file to correct")
    try:
        environments = [_variables(path) for path in envs] or [os.environ]
        options = {name: value for name, value in told.items() if value}
        asked = environment.asked(environments, options, configs, hydra_configs, offline=offline)
        if not asked.public and not asked.settings:
            _could_not("name Kratos (KRATOS_PUBLIC_URL or --kratos), or its file (--config kratos.yml)")
        findings = examine(gather(asked))
        click.echo(report.as_json(findings) if as_json else report.as_text(findings))
        if out:
            _write(configs[-1], out, findings)
    except Unreadable as error:
        _could_not(str(error))
    except ConfigError as error:
        _could_not("".join(f"\n  - {problem}" for problem in error.problems).lstrip("\n"))
    sys.exit(report.exit_status(findings))


def _variables(path: Path) -> Mapping[str, str]:
    """Return what the file holds, and say what is wrong with it where that does not disturb `--json`."""
    found = env_file.read(path)
    for mistake in (*found.mistakes, *env_file.misspelt(path, found.variables)):
        click.echo(mistake, err=True)
    return found.variables


def _write(path: Path, out: Path, findings: list[Finding]) -> None:
    """Write the corrected copy, and say each change where it does not disturb `--json`."""
    text, changes = fix.corrected(path, findings)
    try:
        out.touch(mode=0o600)  # it holds secrets
        out.write_text(text, "utf-8")
    except OSError as error:
        _could_not(f"{out}: {error.strerror}")
    click.echo(f"\n{out}: {path} with {len(changes)} changes", err=True)
    for change in changes:
        click.echo(f"  {change}", err=True)


def _could_not(why: str) -> NoReturn:
    click.echo(f"kratos-ui doctor can't look: {why}", err=True)
    sys.exit(2)
