"""`kratos-ui i18n` on the catalogs of a theme: what they lack beside its English one, and what it says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app import paths
from app.cli.main import main
from app.i18n.coverage import summary

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def run(*words: object, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["i18n", *map(str, words)])
    assert result.exit_code == code, result.output
    return result.output


def catalog(theme: Path, language: str, text: str) -> Path:
    path = theme / "translations" / language / "LC_MESSAGES" / "ui.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + text, encoding="utf-8")
    return path


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    (tmp_path / "theme.toml").write_text('name = "x"\napi = 1\n')
    return tmp_path


def test_what_english_says_alone_is_missing_in_other_languages(theme: Path) -> None:
    titles = 'msgid "Sprache"\nmsgstr "Language"\n\nmsgid "Anrede"\nmsgstr ""\n\n'
    catalog(theme, "en", titles + 'msgid "E-Mail"\nmsgstr "Mail"\n\nmsgid "Sign in"\nmsgstr "Log in"\n')
    assert run("missing", "de", "--theme", theme, code=1) == "de ui: Sprache\n", "which has no catalog there"
    assert summary("de", [theme / "translations", paths.TRANSLATIONS]).startswith("ui 99%, kratos 100%")
    catalog(theme, "de", 'msgid "Continue"\nmsgstr "Los"\n')
    assert run("missing", "--theme", theme, code=1) == "de ui: Sprache\n"
    assert run("status", "--theme", theme).startswith("de       ui  99% kratos 100%")
    catalog(theme, "de", 'msgid "Sprache"\nmsgstr "Sprache"\n')
    assert run("missing", "--theme", theme) == ""
    assert run("status", "--theme", theme).startswith("de       ui 100% kratos 100%")


def test_a_text_without_an_end_is_named(theme: Path) -> None:
    path = catalog(theme, "de", 'msgid "Password\nmsgstr "Kennwort"\n')
    says = f'{path}:4: the text has no end, and loses a letter: end the line with "\n'
    assert says in run("status", "--theme", theme)
    assert run("compile", theme / "translations", code=1) == f"1 catalog compiled\n{says}"
