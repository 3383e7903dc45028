"""Where catalogs come from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from app.i18n.catalogs import compile_catalogs
from app.i18n.domains import Catalogs, kratos_message, locale

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(folder: str, tag: str, **texts: str) -> Path:
        path = tmp_path / folder / tag / "LC_MESSAGES" / "ui.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (f'msgid "{key}"\nmsgstr "{value}"\n' for key, value in texts.items())
        path.write_text(HEADER + "\n".join(lines), encoding="utf-8")
        return path

    return write


def say(folders: list[Path], text: str, tag: str = "pt_BR") -> str:
    app = Flask("test")
    Babel(app)
    with app.test_request_context("/"), force_locale(tag):
        return str(Catalogs("ui", folders).gettext(text))


def test_the_first_folder_wins_and_the_region_goes_before_the_language(write: Write, tmp_path: Path) -> None:
    write("theme", "pt", a="theme pt", b="theme pt", d="theme pt")
    write("theme", "pt_BR", a="theme br")
    write("stock", "pt_BR", a="stock br", b="stock br", c="stock br")
    folders = [tmp_path / "theme", tmp_path / "stock"]
    assert [say(folders, text) for text in "abcde"] == ["theme br", "stock br", "stock br", "theme pt", "e"]


def test_a_compiled_catalog_is_used_until_its_source_is_newer(write: Write, tmp_path: Path) -> None:
    path = write("stock", "pt", a="first")
    compile_catalogs(tmp_path / "stock")
    compiled = path.with_suffix(".mo").stat().st_mtime
    path.write_text(HEADER + 'msgid "a"\nmsgstr "second"\n', encoding="utf-8")
    os.utime(path, (compiled - 5, compiled - 5))
    assert say([tmp_path / "stock"], "a") == "first"
    os.utime(path, (compiled + 5, compiled + 5))
    assert say([tmp_path / "stock"], "a") == "second"
    path.unlink()
    assert say([tmp_path / "stock"], "a") == "first"


def test_without_a_catalog_the_text_is_its_own(tmp_path: Path) -> None:
    assert say([tmp_path / "nowhere"], "Sign in") == "Sign in"


def test_outside_of_a_request() -> None:
    assert str(locale()) == "en"
    assert kratos_message(4000012) == ""


def test_what_a_language_lacks_is_said_in_our_english(write: Write, tmp_path: Path) -> None:
    write("theme", "eo", a="theme eo")
    write("theme", "en", b="theme en")
    write("stock", "en", a="stock en", b="stock en", c="stock en")
    folders = [tmp_path / "theme", tmp_path / "stock"]
    assert [say(folders, text, "eo") for text in "abcd"] == ["theme eo", "theme en", "stock en", "d"]


def test_no_other_script_stands_in(write: Write, tmp_path: Path) -> None:
    write("stock", "sr", a="ћирилица")
    write("stock", "zh", a="简体")
    assert say([tmp_path / "stock"], "a", "sr_Latn") == "a"
    assert say([tmp_path / "stock"], "a", "sr_Cyrl") == "ћирилица"
    assert say([tmp_path / "stock"], "a", "zh_Hans") == "简体"
    assert say([tmp_path / "stock"], "a", "zh_Hant") == "a"


def test_a_region_is_written_as_its_parents_are(write: Write, tmp_path: Path) -> None:
    """As CLDR has them: a Mexican reads `es-419` before `es`, who writes Serbian in Montenegro Latin letters."""
    for tag in ("es", "es_419", "sr", "sr_Latn", "zh_Hant", "de"):
        write("stock", tag, a=tag)
    asked = ("es_MX", "es_AR", "es_ES", "sr_Latn_ME", "sr_Cyrl_BA", "zh_Hant_TW", "de_AT")
    assert [say([tmp_path / "stock"], "a", tag) for tag in asked] == [
        "es_419", "es_419", "es", "sr_Latn", "sr", "zh_Hant", "de",
    ]  # fmt: skip


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("forms", [("", ""), ("", "Ganz viele"), ("Eins", "")])
def test_a_plural_without_all_forms_is_asked_of_the_next_catalog(
    write: Write, tmp_path: Path, compiled: bool, forms: tuple[str, str]
) -> None:
    for tag, one, many in (("de_AT", *forms), ("de", "Ein Problem", "%(num)s Probleme")):
        with write("stock", tag, a=tag).open("a", encoding="utf-8") as catalog:
            catalog.write(f'\nmsgid "One"\nmsgid_plural "Many"\nmsgstr[0] "{one}"\nmsgstr[1] "{many}"\n')
    if compiled:
        compile_catalogs(tmp_path / "stock")
        for path in tmp_path.rglob("*.po"):
            path.unlink()
    app = Flask("test")
    Babel(app)
    with app.test_request_context("/"), force_locale("de_AT"):
        catalogs = Catalogs("ui", [tmp_path / "stock"])
        assert [str(catalogs.ngettext("One", "Many", number)) for number in (1, 2)] == [
            "Ein Problem",
            "2 Probleme",
        ]
        assert str(catalogs.gettext("a")) == "de_AT"
