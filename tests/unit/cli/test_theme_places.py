"""`kratos-ui theme` where nothing can be written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.main import main


def refused(folder: Path) -> str:
    result = CliRunner().invoke(main, ["theme", "new", str(folder)])
    assert (result.exit_code, result.output.count("\n")) == (2, 1), result.output
    return result.output


@pytest.mark.parametrize("place", ["/dev/null/house", "/dev/null/a/house", "/proc/house", "/" + "x" * 300])
def test_a_folder_that_can_not_be_made_is_named(place: str) -> None:
    told = refused(Path(place))
    assert told.startswith(f"Error: {Path(place).parents[0]}")
    assert " can't be written: " in told
    assert told.endswith(". Name a folder that is yours\n")


def test_a_folder_that_others_own_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def denied(_: str, place: str, **__: object) -> None:
        raise PermissionError(13, "Permission denied", place)

    monkeypatch.setattr(shutil, "copyfile", denied)
    told = refused(tmp_path)
    assert told.startswith(f"Error: {tmp_path}/")
    assert told.endswith(" can't be written: Permission denied. Name a folder that is yours\n")


@pytest.mark.parametrize("out", ["/dev/null/a.zip", "/proc/a.zip"])
def test_a_pack_that_can_not_be_written_is_named(tmp_path: Path, out: str) -> None:
    run = CliRunner().invoke
    assert run(main, ["theme", "new", str(tmp_path / "house")]).exit_code == 0
    result = run(main, ["theme", "pack", str(tmp_path / "house"), "--out", out])
    assert result.exit_code == 2, result.output
    assert " can't be written: " in result.output
    assert result.output.endswith(". Name another --out\n")


def test_a_theme_that_others_own_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(main, ["theme", "new", str(tmp_path)]).exit_code == 0

    def denied(place: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(place))

    monkeypatch.setattr(Path, "mkdir", denied)
    result = run(main, ["theme", "eject", "page", "login", "--theme", str(tmp_path)])
    assert result.exit_code == 2, result.output
    assert result.output.endswith(
        " can't be written: Permission denied. Name a theme that is yours with --theme\n"
    )
