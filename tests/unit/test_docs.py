"""The generated documentation: complete, and `--check` notices an edit by hand."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from app import docs, paths
from app.config import Config
from tests.support.mistakes import MISTAKES

TABLES = [path for path, make in docs.FILES.items() if make is docs.with_settings]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.parent.name)
def test_every_setting_is_in_the_file(path: Path) -> None:
    text = path.read_text("utf-8")
    for field in fields(Config):
        assert text.count(f"\n| `{field.metadata['names'][0]}` | ") == 1
        assert all(name in text for name in field.metadata["names"])


def test_every_mistake_is_in_doctors_table() -> None:
    text = (docs.ROOT / "kratos-config" / "doctor.md").read_text("utf-8")
    assert all(f"| {each.says} | `{each.finds}` |" in text for each in MISTAKES)


def test_nothing_is_stale() -> None:
    assert docs.main(["--check"]) == 0


def test_an_edit_by_hand_is_noticed_and_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = tmp_path / "README.md"
    edited.write_text("before\n<!-- settings -->\nwritten by hand\n<!-- /settings -->\nafter\n")
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    monkeypatch.setattr(docs, "FILES", {edited: docs.with_settings})
    assert docs.main(["--check"]) == 1
    assert "README.md is stale: run `make docs`" in capsys.readouterr().err
    assert docs.main([]) == 0
    assert docs.main(["--check"]) == 0
    text = edited.read_text()
    assert text.startswith("before\n<!-- settings -->\n| Variable |")
    assert text.endswith("\n<!-- /settings -->\nafter\n")
    assert "by hand" not in text


def test_the_themers_reference_is_one_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = docs.FILES[paths.TEMPLATES / "README.md"]
    edited = tmp_path / "README.md"
    edited.write_text("written by hand", "utf-8")
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    monkeypatch.setattr(docs, "FILES", {edited: make})
    assert docs.main(["--check"]) == 1
    assert edited.read_text("utf-8") == "written by hand"
    assert docs.main([]) == 0
    assert edited.read_text("utf-8").startswith("# Templates and themes")
