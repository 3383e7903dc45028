"""Every catalog is whole, and says what the English does."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from app import paths
from app.i18n.check import DOMAINS, checked_by, glossary, problems, template
from app.i18n.extract import strings
from app.i18n.providers import verb
from app.i18n.tags import offered
from tests.support.recordings import objects, recordings

LOCALES = sorted(path.name for path in paths.TRANSLATIONS.iterdir() if path.is_dir() and path.name != "en")
PASSED_ON = {"1070000", "1050006", "1050009", "1050015", "1070002", "4000001", "5000001"}
"""Ids of messages that are the operator's words, a secret, or Kratos' reason: nothing to translate."""
TERMS = {
    "sign in", "sign out", "password", "passkey", "security key", "one-time code", "recovery code", "second step",
    "authenticator app", "account", "email", "device", "code", "settings",
}  # fmt: skip


def path(name: str, domain: str) -> Path:
    return paths.TRANSLATIONS / name / "LC_MESSAGES" / f"{domain}.po"


@cache
def wanted(domain: str) -> Catalog:
    return (
        strings(paths.APP, paths.TEMPLATES) if domain == "ui" else template(paths.TRANSLATIONS / "kratos.pot")
    )


@cache
def english() -> dict[str, str]:
    """What each Kratos message says here: in our words, else in Kratos' own."""
    own = {str(each.id): str(each.string) for each in template(path("en", "kratos")) if each.id}
    german = template(path("de", "kratos"))
    return {
        str(each.id): own.get(str(each.id)) or german[each.id].auto_comments[0] for each in german if each.id
    }


def found(name: str, domain: str, catalog: Catalog | None = None) -> list[str]:
    terms, texts = glossary(paths.GLOSSARY / f"{name}.toml"), english() if domain == "kratos" else {}
    return list(problems(wanted(domain), catalog or template(path(name, domain)), texts, terms))


def test_there_are_as_many_as_we_say() -> None:
    assert len(LOCALES) >= 48


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("name", LOCALES)
def test_a_catalog_is_whole_and_right(name: str, domain: str) -> None:
    assert found(name, domain) == []
    assert checked_by(template(path(name, domain))) in ("machine", "speaker", "native")


@pytest.mark.parametrize("name", LOCALES)
def test_a_glossary_has_each_term(name: str) -> None:
    words = glossary(paths.GLOSSARY / f"{name}.toml")
    assert words.keys() == TERMS
    assert all(each and all(each) for each in words.values())


def test_every_message_that_kratos_sends_is_in_the_template() -> None:
    sent = {
        str(message["id"])
        for each in recordings()
        for message in objects(each.body)
        if isinstance(message.get("id"), int) and "text" in message
    }
    assert len(sent) > 80
    assert sent - {str(each.id) for each in wanted("kratos")} - PASSED_ON == set()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("", "is not translated"),
        ("Weiter", "in place of"),
        ("Weiter mit %(provider)s und %(x)s", "in place of"),
        ("\u202aWeiter mit %(provider)s", "turn text round"),
        ('Weiter mit "%(provider)s"', "straight quote"),
        ("Weiter mit %(provider)s ", "blanks"),
        ("Weiter mit dem Anbieter, den Sie eben gewählt haben: %(provider)s" * 3, "too long"),
    ],
)
def test_what_is_wrong_is_found(text: str, finding: str) -> None:
    catalog = template(path("de", "kratos"))
    catalog["1010002"].string = text
    assert [each for each in found("de", "kratos", catalog) if finding in each and "1010002" in each]


@pytest.mark.parametrize(
    ("text", "times", "fine"), [("Choose yes or no.", 2.5, True), ("Choose an item first.", 2.3, False)]
)
def test_few_texts_may_be_longer_than_the_others(text: str, times: float, fine: bool) -> None:
    wanted_, catalog = Catalog(), Catalog(locale="de")
    wanted_.add(text)
    catalog.add(text, "x" * int(times * len(text) - 1) + ".")
    assert any("too long" in each for each in problems(wanted_, catalog, {}, {})) is not fine


def test_a_term_of_the_glossary_and_a_string_nobody_says() -> None:
    catalog = template(path("de", "kratos"))
    catalog["1010021"].string = "Kennwortlos weiter"
    catalog.add("999", "Nichts")
    told = found("de", "kratos", catalog)
    assert [each for each in told if "1010021" in each and "glossary" in each]
    assert [each for each in told if "999" in each and "said nowhere" in each]


@pytest.mark.parametrize(
    ("text", "translation", "fine"),
    [
        ("Sign out", "Gehen", False), ("Sign out %(device)s?", "„%(device)s“ abmelden?", True),
        ("Sign out device", "Abmelden", True), ("Sign out device", "Gehen", False),
        ("A country code", "Vorwahl", True), ("A code", "Vorwahl", False),
        ("A device", "Ding", False),
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_term_is_none(text: str, translation: str, *, fine: bool) -> None:
    wanted_, catalog, terms = Catalog(), Catalog(locale="de"), glossary(paths.GLOSSARY / "de.toml")
    wanted_.add(text)
    catalog.add(text, translation)
    assert any("glossary" in each for each in problems(wanted_, catalog, {}, terms)) is not fine


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh", "zh-Hans"), ("zh-SG", "zh-Hans"), ("no", "nb"),
        ("nn-NO", "nb"), ("sr-Latn-RS", "sr-Latn"), ("sr-ME", "sr-Latn"), ("sr", "sr"), ("es-MX", "es-419"),
        ("es-ES", "es"),
        ("iw", "he"), ("in", "id"), ("pt-PT", "pt"), ("pt-br", "pt-BR"), ("de-AT", "de"), ("en-GB", "en"),
        ("zh_Hant", "zh-Hant"),
        ("cmn-Hant", "zh-Hant"), ("cmn", "zh-Hans"), ("cmn-Hans-CN", "zh-Hans"), ("zh-cmn-Hant", "zh-Hant"),
        ("yue-HK", "zh-Hant"), ("yue", "zh-Hant"), ("yue-CN", "zh-Hans"), ("yue-Hans", "zh-Hans"),
        ("zh-yue-HK", "zh-Hant"), ("zh-MO", "zh-Hant"), ("nb-NO", "nb"), ("no-NO", "nb"), ("nob", "nb"), ("nn", "nb"),
        ("ji", ""), ("tl", ""),
        ("fil", ""), ("mo", "ro"), ("mo-MD", "ro"), ("sh", "sr-Latn"), ("sh-Cyrl", "sr"), ("sh-BA", "sr-Latn"),
        ("cnr", "sr-Latn"), ("deu-AT", "de"), ("prs", "fa"), ("zsm", "ms"), ("in-ID", "id"), ("iw-IL", "he"),
        ("tlh", ""), ("", ""), ("*", ""), ("-", ""), ("--", ""), ("zh-", "zh-Hans"),
    ],
)  # fmt: skip
def test_the_language_that_suits_a_wish(wish: str, language: str) -> None:
    assert offered(wish, tuple(name.replace("_", "-") for name in [*LOCALES, "en"])) == language


def test_of_the_same_language_the_same_script_comes_first() -> None:
    assert offered("zh-TW", ("en", "zh-Hans", "zh-Hant")) == "zh-Hant"
    assert offered("zh-TW", ("en", "zh-Hans")) == "zh-Hans"
    assert offered("pt", ("en", "pt-BR")) == "pt-BR"


def test_a_language_of_a_theme_comes_before_one_that_its_readers_read_too() -> None:
    assert offered("nn-NO", ("en", "nb", "nn")) == "nn"
    assert offered("yue-HK", ("en", "yue", "zh-Hant")) == "yue"
    assert offered("tl-PH", ("en", "fil")) == "fil"


SMALL = {"1050002": "provider", "1050003": "provider", "1050018": "display_name", "1050020": "display_name"}
"""Ids of labels of which a small button shows what stands before the value."""


@pytest.mark.parametrize("name", LOCALES)
def test_small_buttons_begin_with_what_they_do(name: str) -> None:
    catalog = template(path(name, "kratos"))
    labels = {each: str(catalog[each].string) % {value: "Acme"} for each, value in SMALL.items()}
    assert {each: label for each, label in labels.items() if "Acme" in verb(label, "Acme")[0]} == {}


@pytest.mark.parametrize("name", LOCALES)
def test_a_button_is_called_what_stands_on_it(name: str) -> None:
    """WCAG 2.5.3: who says what they read presses it; who listens hears more."""
    catalog = template(path(name, "ui"))
    for seen in ("Show", "Hide"):
        called = str(catalog[f"{seen} password"].string)
        assert str(catalog[seen].string).casefold() in called.casefold()


def test_a_tag_longer_than_any_language_is_not_looked_at() -> None:
    """It took seconds: each of its parts costs as much as the whole."""
    assert offered("de" + "-a" * 20_000, ("en", "de")) == ""
    assert offered("zh-hant-tw-x-private-use-0123456789"[:35], ("en", "zh-Hant")) == "zh-Hant"


def test_a_language_that_is_offered_is_the_one_that_is_chosen() -> None:
    assert offered("nn", ("nb", "nn")) == "nn"
    assert offered("nn", ("nb", "en")) == "nb"
