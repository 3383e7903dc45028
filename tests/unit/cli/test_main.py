"""`kratos-ui`: every command is there, and none imports the others' modules."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from app.cli.main import COMMANDS, main

IMPORTED = """
import json, sys
from app.cli.main import main
main.get_command(None, "run")
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_its_help(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert f" {name} " in shown.output


def test_all_are_listed_and_no_other_is_known() -> None:
    runner = CliRunner()
    listed = runner.invoke(main, ["--help"]).output
    assert [name for name in COMMANDS if f"\n  {name} " not in listed] == []
    assert "No such command 'main'" in runner.invoke(main, ["main"]).output


def test_the_server_starts_without_the_other_commands() -> None:
    loaded = json.loads(subprocess.check_output([sys.executable, "-c", IMPORTED], text=True))
    assert "app.cli.run" in loaded
    others = [name for name in COMMANDS if name != "run" and f"app.cli.{name}" in loaded]
    assert others == []
    assert not {"ruamel.yaml", "app.mails", "app.doctor"} & set(loaded)
