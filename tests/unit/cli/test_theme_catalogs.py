"""`kratos-ui i18n` on the catalogs of a theme: what they lack beside its English one, and what it says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from app import paths
from app.cli.main import main
from app.i18n.coverage import summary
from app.i18n.tags import offered
from app.i18n.theme_catalogs import problems

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


@pytest.mark.parametrize(
    ("tag", "folder"),
    [
        ("iw", "he"), ("in", "id"), ("deu", "de"), ("deu-AT", "de_AT"), ("de-AT", "de_AT"), ("iw-IL", "he_IL"),
        ("pt", "pt"), ("PT-br", "pt_BR"), ("es-419", "es_419"), ("eo", "eo"), ("tl", "fil"), ("sh", "sr_Latn"),
        ("cmn", "zh_Hans"), ("zh", "zh_Hans"), ("zh-SG", "zh_Hans"), ("zh-TW", "zh_Hant"), ("cmn-Hant", "zh_Hant"),
        ("zh-Hant-TW", "zh_Hant_TW"), ("sr-ME", "sr_Latn"), ("sr", "sr"), ("uz-AF", "uz_Arab_AF"),
    ],
)  # fmt: skip
def test_a_new_catalog_stands_where_its_readers_look(theme: Path, tag: str, folder: str) -> None:
    told = run("add", tag, "--theme", theme).splitlines()
    assert [Path(each).parts[-3] for each in told] == [folder] * 2
    names = ("de", "en", "es-419", "he", "pt", "pt-BR", "sr", "sr-Latn", "zh-Hans", "zh-Hant")
    new = folder.replace("_", "-")
    assert offered(tag, tuple(sorted({*names, new}))) == new


def test_a_folder_of_yesterday_is_told_its_name_of_today(theme: Path) -> None:
    for each in ("iw", "zh_TW", "pt-BR"):
        catalog(theme, each, "")
    told = [(each.path.name, each.fix) for each in problems(theme / "translations")]
    assert told == [
        ("iw", "call the folder he"),
        ("pt-BR", "call the folder pt_BR"),
        ("zh_TW", "call the folder zh_Hant"),
    ]


def test_what_is_proposed_is_about_the_same_theme(tmp_path: Path) -> None:
    theme = tmp_path / "our house"
    theme.mkdir()
    (theme / "theme.toml").write_text('name = "x"\napi = 1\n')
    option = f"--theme '{theme}'`"
    assert f"`kratos-ui i18n add eo {option} starts one" in run("missing", "eo", "--theme", theme, code=2)
    run("add", "eo", "--theme", theme)
    assert f"`kratos-ui i18n missing eo {option} lists" in run("add", "eo", "--theme", theme, code=2)
    assert "`kratos-ui i18n missing de` lists" in run("add", "de", code=2)


def test_each_text_that_is_missing_is_one_line(theme: Path) -> None:
    catalog(theme, "de", 'msgid "Our\\nterms"\nmsgstr ""\n')
    assert run("missing", "de", "--theme", theme, code=1) == "de ui: Our\\nterms\n"
