"""Titles that operators commonly write, in the visitor's language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Config
from app.current import ui
from app.i18n.messages import translate
from app.kratos import ids
from app.kratos.flow import Message


def label(app: Flask, title: str, language: str) -> str:
    """The name of a field whose trait has this title."""
    with app.test_request_context(f"/?lang={language}"):
        return translate(Message(ids.LABEL_TRAIT, title))


@pytest.mark.parametrize(
    "title", ["First name", "First Name", "LAST NAME", "full name", "Date of Birth", "Company"]
)
def test_they_are_known_in_all_languages_however_they_are_written(app: Flask, title: str) -> None:
    languages = [each for each in ui(app).locales if each != "en"]
    assert len(languages) > 40
    assert [each for each in languages if label(app, title, each) == title] == []
    assert label(app, title, "en") == title
    assert label(app, "First name of the cat", "de") == "First name of the cat"


@pytest.mark.parametrize("title", ["E-Mail", "Email", "email address", "E-mail Address"])
def test_addresses_have_many_spellings(app: Flask, title: str) -> None:
    wanted = {"fr": "Adresse e-mail", "ja": "メールアドレス", "ru": "Электронная почта", "en": title}
    assert {each: label(app, title, each) for each in wanted} == wanted


def test_a_theme_has_the_last_word(config: Config, tmp_path: Path) -> None:
    catalog = tmp_path / "translations" / "de" / "LC_MESSAGES" / "ui.po"
    catalog.parent.mkdir(parents=True)
    (tmp_path / "theme.toml").write_text('name = "x"\napi = 1\n')
    catalog.write_text('msgid "First Name"\nmsgstr "Rufname"\n', "utf-8")
    app = create_app(replace(config, theme_dir=tmp_path))
    assert (label(app, "First Name", "de"), label(app, "First name", "de")) == ("Rufname", "Vorname")
