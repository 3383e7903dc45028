"""A theme's partial catalog: what it lacks or gets wrong, ours says; then our English; Kratos' own words come last."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Config
from app.kratos.flow import parse_flow
from tests.support.recordings import recording
from tests.support.soup import Page, page_from

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
LOGIN = recording("v1.3.1", "login.choose_method.all_methods")


def themed(folder: Path, **catalogs: str) -> Flask:
    (folder / "theme.toml").write_text('name = "Half"\napi = 1\n')
    for name, text in catalogs.items():
        language, _, domain = name.rpartition("_")
        path = folder / "translations" / language / "LC_MESSAGES" / f"{domain}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text, encoding="utf-8")
    return create_app(
        Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=folder)
    )


def shown(app: Flask, language: str) -> tuple[str, list[str]]:
    page: Page = page_from(app, parse_flow("login", LOGIN.body), query=f"lang={language}")
    buttons = [each.get_text(" ", strip=True) for each in page.soup.select(".form--providers button")]
    return page.soup.select("h1")[0].get_text(), buttons


@pytest.mark.parametrize(
    ("language", "heading", "google"),
    [
        ("eo", "Ensalutu", "Continue with Google"),  # a language of the theme alone: our English
        ("de", "Anmelden", "Weiter mit Google"),  # one of ours: our words for what the theme lacks
        ("de-AT", "Servus", "Weiter mit Google"),
        ("en", "Sign in", "Continue with Google"),
    ],
)
def test_what_a_theme_lacks_ours_says(tmp_path: Path, language: str, heading: str, google: str) -> None:
    app = themed(
        tmp_path,
        eo_ui='msgid "Sign in"\nmsgstr "Ensalutu"\n',
        de_AT_ui='msgid "Sign in"\nmsgstr "Servus"\n',
        de_kratos='msgid "4000006"\nmsgstr "Nein."\n',
    )
    title, buttons = shown(app, language)
    assert (title, buttons[-1]) == (heading, google)


@pytest.mark.parametrize(
    ("language", "google"), [("eo", "Continue with Google"), ("de", "Weiter mit Google")]
)
def test_a_placeholder_that_kratos_does_not_fill_brings_our_sentence(
    tmp_path: Path, language: str, google: str
) -> None:
    wrong = 'msgid "1010002"\nmsgstr "Ek kun %(provdier)s"\n'
    app = themed(tmp_path, eo_kratos=wrong, de_kratos=wrong, eo_ui='msgid "Sign in"\nmsgstr "Ensalutu"\n')
    assert shown(app, language)[1][-1] == google
