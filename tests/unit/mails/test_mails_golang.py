"""Texts and languages as Go's templates have them. That Go reads them so: `tests/kratos/test_mails.py`."""

from __future__ import annotations

import pytest
from babel.localedata import locale_identifiers

from app.i18n.tags import OTHER_NAMES, offered
from app.mails.golang import expression, known_tags, literal, value

ALL = (
    "ar",
    "de",
    "en",
    "es",
    "es-419",
    "he",
    "id",
    "nb",
    "pt",
    "pt-BR",
    "sr",
    "sr-Latn",
    "zh-Hans",
    "zh-Hant",
)


def test_a_text_is_a_string_that_go_reads() -> None:
    assert literal('say “é” "so" \\ {{ .To }} `\n') == '"say “é” \\"so\\" \\\\ {{ .To }} `\\n"'


def test_values_stand_in_a_text() -> None:
    assert expression("no value") == '"no value"'
    assert expression(f"for {value('app')}: {value('code')}") == 'print "for " $app ": " $code'
    assert expression(value("code")) == "$code"


def chosen(tag: str, known: dict[str, str]) -> str:
    """What a template comes to: the first known tag, cutting off part after part."""
    parts = tag.lower().replace("_", "-").split("-")
    cuts = ("-".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((known[cut] for cut in cuts if cut in known), "")


def test_mails_choose_the_language_that_pages_do() -> None:
    known = known_tags(ALL)
    for name in [*(name.replace("_", "-") for name in locale_identifiers()), *OTHER_NAMES, "de-x-y", "tlh"]:
        assert chosen(name, known) == offered(name, ALL), name


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-SG", "zh-Hans"),
        ("sr-ME", "sr-Latn"),
    ],
)
def test_a_country_says_the_script(tag: str, name: str) -> None:
    assert chosen(tag, known_tags(ALL)) == name


def test_what_cutting_finds_is_not_in_the_table() -> None:
    assert "de-at" not in known_tags(ALL)
    assert len(known_tags(ALL)) < 90
    assert "de" not in known_tags(("en",))
