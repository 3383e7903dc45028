"""`kratos-ui`: the commands."""

from __future__ import annotations

from importlib import import_module

import click

from .. import release

COMMANDS = {
    name: f".{name}"
    for name in ("run", "init", "migrate", "doctor", "explain", "preview", "theme", "mails", "i18n")
} | {"demo": ".demo.command", "kratos": ".via"}
"""Each command's module, which has it under its own name."""


class Lazy(click.Group):
    """Imports a command when it is asked for: a server needs neither YAML nor mails to start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(COMMANDS[cmd_name], __package__), cmd_name)
        return found


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(release.version(), prog_name="kratos-ui")
def main() -> None:
    """Run the login UI for Ory Kratos, or help to develop it."""


if __name__ == "__main__":
    main()
