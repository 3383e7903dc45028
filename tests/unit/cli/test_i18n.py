"""`kratos-ui i18n`: what there is to translate, what is missing, a new language."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.main import main
from app.i18n.check import template

SCHEMA = """{"type": "object", "properties": {"traits": {"type": "object", "properties": {
  "colour": {"type": "string", "title": "Favourite colour", "description": "Of all.", "enum": ["red", "blue"]},
  "tags": {"type": "array", "title": "Tags", "items": {"type": "string", "enum": ["one"]}}}}}}"""


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["i18n", *words])
    assert result.exit_code == code, result.output
    return result.output


def test_the_template_has_strings_of_code_and_templates(tmp_path: Path) -> None:
    run("extract", "--out", str(tmp_path / "ui.pot"))
    catalog = template(tmp_path / "ui.pot")
    for text in ("Forgot password?", "Tick this to go on.", "Enter a whole number.", "Unknown device"):
        assert text in catalog
    assert catalog.get("There is %(num)s problem").id[1] == "There are %(num)s problems"  # type: ignore[union-attr]
    assert len(catalog) > 350


def test_the_words_of_a_schema(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(SCHEMA, encoding="utf-8")
    told = run("extract", "--schema", str(tmp_path / "schema.json"))
    assert [each for each in told.splitlines() if each.startswith("msgid") and each != 'msgid ""'] == [
        f'msgid "{text}"' for text in ("Favourite colour", "Of all.", "red", "blue", "Tags", "one")
    ]


@pytest.mark.parametrize("text", ["no JSON", "[]", "{}", None])
def test_what_is_no_schema_is_said(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "schema.json").write_text(text, encoding="utf-8")
    told = run("extract", "--schema", str(tmp_path / "schema.json"), code=1)
    assert told.startswith("Error: ")
    assert "schema.json" in told


def test_a_language_is_added_and_then_missing(tmp_path: Path) -> None:
    told = run("add", "eo", "--theme", str(tmp_path)).split()
    assert [Path(each).name for each in told] == ["ui.po", "kratos.po"]
    catalog = template(Path(told[1]))
    assert catalog.get("1010001").auto_comments == ["Sign in"]  # type: ignore[union-attr]
    assert "is there already" in run("add", "eo", "--theme", str(tmp_path), code=1)
    assert "no language" in run("add", "klingon", "--theme", str(tmp_path), code=1)


def test_what_is_shipped_is_whole() -> None:
    told = run("status").splitlines()
    assert len(told) >= 48
    assert not [line for line in told if "ui 100% kratos 100%" not in line]
    assert run("missing", "de") == ""


def test_a_folder_of_a_theme_is_compiled(tmp_path: Path) -> None:
    run("add", "eo", "--theme", str(tmp_path))
    assert run("compile", str(tmp_path / "translations")) == "2 catalogs compiled\n"
    assert (tmp_path / "translations/eo/LC_MESSAGES/ui.mo").is_file()
