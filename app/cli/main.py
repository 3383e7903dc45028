"""`kratos-ui`: the commands."""

from __future__ import annotations

import click

from app import release
from app.cli.demo.command import demo
from app.cli.doctor import doctor
from app.cli.explain import explain
from app.cli.i18n import i18n
from app.cli.init import init
from app.cli.kratos import kratos
from app.cli.mails import mails
from app.cli.migrate import migrate
from app.cli.preview import preview
from app.cli.run import run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(release.version(), prog_name="kratos-ui")
def main() -> None:
    """Run the login UI for Ory Kratos, or help to develop it."""


for command in (run, init, migrate, doctor, explain, demo, kratos, preview, mails, i18n):
    main.add_command(command)

if __name__ == "__main__":
    main()
