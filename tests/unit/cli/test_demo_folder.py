"""A second demo in the same folder leaves the first one's files alone."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.demo import command


def test_a_second_demo_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KRATOS_BIN", "/bin/true")
    monkeypatch.setattr(command, "refuse_busy", lambda ports, with_hydra: None)
    with ExitStack() as first:
        command._make_folder(first, fresh=False)
        for name in ("kratos.yml", "kratos.log", "kratos.sqlite"):
            (tmp_path / ".demo" / name).write_text("the first one's")
        second = CliRunner().invoke(command.demo, ["--fresh"])
        assert second.exit_code == 1
        assert "Another demo runs here and uses .demo: stop it, or start" in second.output
        for name in ("kratos.yml", "kratos.log", "kratos.sqlite"):
            assert (tmp_path / ".demo" / name).read_text() == "the first one's"
    with ExitStack() as later:
        (tmp_path / ".demo" / command.MAILS).write_text("")
        command._make_folder(later, fresh=True)
        assert not (tmp_path / ".demo" / "kratos.sqlite").exists()
        assert not (tmp_path / ".demo" / command.MAILS).exists()
