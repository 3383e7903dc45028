"""What a theme says in vain is said in the log, by file and line, with what was probably meant."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app import create_app, paths
from app.config import Config
from app.i18n import theme_catalogs
from app.theme.doubts import doubts
from tests.support.theme import env_of, made_theme

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
LOGIN = "{% extends 'stock/pages/login.html' %}\n"
CARD = "{% macro sign(kind, icon_name) %}x{% endmacro %}\n{% macro foot() %}y{% endmacro %}\n"
DE = "translations/de/LC_MESSAGES/ui.po"

VAIN = ': replaces nothing, and no template of the theme uses it: call it "'
IN_VAIN = [
    ("templates/pages/loginn.html", "x", VAIN + "pages/login.html\""),
    ("templates/login.html", "x", VAIN + "pages/login.html\""),
    ("templates/pages/login.htm", "x", 'call it "pages/login.html"'),
    ("templates/elements/buton.html", "x", 'call it "elements/button.html"'),
    ("templates/elements/zebra.html", "x", "include or import it somewhere, or remove it"),
    ("templates/nodes/inputt.html", "x", ': no node is of kind "inputt": call it "input.html"'),
    ("templates/nodes/input.sumbit--oidc.html", "x", 'call it "input.submit--oidc.html"'),
    ("templates/nodes/input.text--profiel.html", "x",
     ': no node is of group "profiel": call it "input.text--profile.html"'),
    ("templates/pages/login.html", LOGIN + "\n{% block titel %}x{% endblock %}",
     ':3: no page prints a block "titel": call it "title"'),
    ("templates/layouts/entrance.html",
     "{% extends 'stock/layouts/entrance.html' %}{% block zzz %}x{% endblock %}", "there are content, foot, footer"),
    ("templates/pages/login.html", LOGIN + "\n <h1>Hi</h1>\n", ":3: “<h1>Hi</h1>” is outside of every block"),
    ("templates/elements/card.html", CARD + "\n\nHello\n", ":5: “Hello” is outside of every macro"),
    ("templates/elements/card.html", CARD + "{{ brand.name }}", ":3: “{{ … }}” is outside of every macro"),
    ("templates/elements/card.html", CARD + "{% set a = t('or') %}",
     ":3: text outside of every macro keeps the language"),
    ("translations/de/ui.po", HEAD, ": nobody reads this catalog: call it de/LC_MESSAGES/ui.po"),
    ("translations/ui.po", HEAD, "call it <locale>/LC_MESSAGES/ui.po"),
    ("translations/de/LC_MESSAGES/messages.po", HEAD, "call it de/LC_MESSAGES/ui.po"),
    ("translations/de/LC_MESSAGES/krato.po", HEAD, "call it de/LC_MESSAGES/kratos.po"),
    (DE, HEAD + 'msgid "or"\nmsgstr "oder\n', ':5: the text has no end, and loses a letter: end the line with "'),
    (DE, HEAD + 'msgid "or"\nmsgstr ""\n"oder\\"\n', ":6: the text has no end"),
    ("translations/klingon/LC_MESSAGES/ui.po", HEAD,
     ": is no language that CLDR knows: call it by a tag such as de or pt_BR"),
]  # fmt: skip


def told(theme: Path) -> list[str]:
    env = env_of(theme)
    return [str(each) for each in (*doubts((theme,), env), *theme_catalogs.doubts(theme / "translations"))]


@pytest.mark.parametrize(("name", "text", "says"), IN_VAIN)
def test_what_is_said_in_vain_is_named(tmp_path: Path, name: str, text: str, says: str) -> None:
    found = told(made_theme(tmp_path, {name: text}))
    where = tmp_path / (name.rpartition("/LC_MESSAGES")[0] if "CLDR" in says else name)
    assert any(each.startswith(f"{where}") and says in each for each in found), found
    assert len(found) == (2 if "klingon" in name else 1), found


def test_what_a_theme_may_do(tmp_path: Path) -> None:
    assert told(made_theme(tmp_path, {
        "templates/pages/login.html": LOGIN + "{# mine #}\n{% from 'elements/mine.html' import mine %}\n"
        "{% block content %}{% block new %}{{ mine() }}{% endblock %}{% endblock %}",
        "templates/elements/mine.html": "{# said #}\n{% set size = 18 %}\n"
        "{% macro mine() %}{{ t('or') }}{% endmacro %}\n",
        "templates/nodes/input.text--profile--traits.color.html": "{% macro render(n) %}x{% endmacro %}",
        "templates/nodes/input.color.html": "{% macro render(n) %}x{% endmacro %}",
        "templates/nodes/input.text--hologram.html": "{% macro render(n) %}x{% endmacro %}",
        "templates/providers/acme.svg": "<svg></svg>",
        "templates/.login.html.swp": "\x00",
        "templates/pages/login.html~": "{% if",
        DE: HEAD + 'msgid "or"\nmsgstr "o\\"der"\n#~ msgid "gone"\n',
    })) == []  # fmt: skip


def test_the_log_says_it_at_the_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    theme = made_theme(tmp_path, {"templates/pages/loginn.html": "x", "translations/de/ui.po": HEAD})
    with caplog.at_level(logging.WARNING):
        create_app(Config(kratos_public_url="http://127.0.0.1:9", cookie_secret="t" * 32, theme_dir=theme))
    said = [record.getMessage() for record in caplog.records if str(theme) in record.getMessage()]
    assert [each.removeprefix(f"THEME_DIR: {theme}/").partition(":")[0] for each in said] == [
        "templates/pages/loginn.html", "translations/de/ui.po",
    ]  # fmt: skip


def test_the_stock_templates_say_nothing_in_vain() -> None:
    folder = paths.TEMPLATES.parent
    assert doubts((folder,), env_of(folder)) == ()
