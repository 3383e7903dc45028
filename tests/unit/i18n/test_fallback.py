"""A theme's partial catalog: what it lacks or gets wrong, ours says; then our English; Kratos' own words come last."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask_babel import gettext, ngettext

from app import create_app
from app.config import Config
from app.i18n.catalogs import compile_catalogs
from app.kratos.flow import parse_flow
from app.theme.helpers import t
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


@pytest.mark.parametrize("placeholder", ["%(provdier)s", "{provider}"])
@pytest.mark.parametrize(
    ("language", "google"), [("eo", "Continue with Google"), ("de", "Weiter mit Google")]
)
def test_a_placeholder_that_nobody_fills_in_brings_our_sentence(
    tmp_path: Path, language: str, google: str, placeholder: str
) -> None:
    wrong = f'msgid "1010002"\nmsgstr "Ek kun {placeholder}"\n'
    app = themed(tmp_path, eo_kratos=wrong, de_kratos=wrong, eo_ui='msgid "Sign in"\nmsgstr "Ensalutu"\n')
    assert shown(app, language)[1][-1] == google


@pytest.mark.parametrize("compiled", [False, True])
def test_a_translation_that_nobody_can_fill_in_is_not_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, compiled: bool
) -> None:
    """By Python or by a template: what comes next says it, and the log where it stands, once."""
    texts = {
        "%(label)s: %(text)s": "%(lable)s: %(text)s",
        "%(browser)s on %(system)s": "%(browser)s 100 % %(system)s",
        "%(device)s is signed out.": "%(device)d ist weg.",
        "Continue": "100 % weiter",  # is never filled in
    }
    entries = [f'msgid "{key}"\nmsgstr "{text}"\n' for key, text in texts.items()]
    other = (
        'msgid "%(num)s other device is signed out."\nmsgid_plural "%(num)s other devices are signed out."\n'
    )
    entries.append(f'{other}msgstr[0] "%(num)s Gerät."\nmsgstr[1] "%(nun)s Geräte."\n')
    with caplog.at_level("WARNING"):
        app = themed(tmp_path, de_ui="\n".join(entries))
        if compiled:
            compile_catalogs(tmp_path / "translations")
        for path in ("/?lang=de", "/?lang=de-AT"):
            with app.test_request_context(path):
                assert gettext("%(label)s: %(text)s", label="A", text="B") == "A: B"
                assert gettext("%(browser)s on %(system)s", browser="A", system="B") == "A auf B"
                assert t("%(device)s is signed out.", device="A") == "„A“ ist abgemeldet."
                assert gettext("Continue") == "100 % weiter"
                one, many = "%(num)s other device is signed out.", "%(num)s other devices are signed out."
                assert ngettext(one, many, 1).startswith("1 weiteres Gerät")
    told = [each.getMessage() for each in caplog.records if each.name == "kratos_ui.i18n"]
    suffix, line = ("mo", "") if compiled else ("po", ":4")
    assert len(told) == 4
    words = "“%(label)s: %(text)s” is not used, as nobody fills in %(lable)s: write %(label)s"
    assert [each for each in told if each.endswith(f"de/LC_MESSAGES/ui.{suffix}{line}: {words}")]
