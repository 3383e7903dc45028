"""`kratos-ui theme new` where nothing can be written."""

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
