"""What a message says at its field. `tests/render/field_messages.txt` lists all of them; here are the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.config import Config
from app.current import ui
from app.i18n.fields import field_text, node_label, page_text
from app.kratos.flow import Message, Node, Option
from tests.support import field_messages as fields
from tests.support.field_messages import node

MISSING = Message(4000002, "Property x_y is missing.", "error", {"property": "x_y"})


@pytest.fixture(scope="module")
def app() -> Flask:
    """One for all: nothing is changed in it."""
    return create_app(Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32))


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def said(number: int, at: Node | None = None, text: str = "Kratos' own.", **context: Any) -> str:
    return field_text(Message(number, text, "error", context), at)


def test_without_a_node_the_property_is_made_readable() -> None:
    assert field_text(MISSING) == "Fill this in."
    first = Message(4000002, "Property traits.name.first is missing.", "error")
    assert field_text(first) == "Enter your first name."
    assert field_text(MISSING, label="Shoe size") == "Enter your shoe size."
    for name in ("csrf_token", "traits", "method", "transient_payload"):
        told = said(4000002, property=name)
        assert told == "Something was missing. Fill in the form and try again."


def test_the_label_wins_over_the_property() -> None:
    assert field_text(MISSING, fields.TEXT) == "Enter your VAT number."
    assert field_text(MISSING, fields.UNTITLED) == "Enter your first name."


def test_a_hint_ends_its_sentence() -> None:
    at = replace(fields.TEXT, hint="Two letters and nine digits, like DE123456789")
    words = "Use the right form: Two letters and nine digits, like DE123456789."
    assert said(4000004, at, pattern="(x)") == words
    assert (
        said(4000004, replace(at, hint="Is it 100 %?"), pattern="(x)") == "Use the right form: Is it 100 %?"
    )


def test_branches_of_a_choice_are_one_sentence() -> None:
    both = tuple(Message(4000029, "…", "error", {"expected": f'"{each}"'}) for each in "ab")
    at = replace(fields.TEXT, messages=both)
    assert [field_text(each, at) for each in both] == ["Enter “a” or “b”."] * 2


def test_an_option_is_called_by_its_label() -> None:
    label = Message(1, "Professional")
    at = replace(fields.SELECT, options=(Option("pro", label), Option("free")))
    assert said(4000029, at, expected='"pro"') == "Choose “Professional”."


def test_a_value_that_no_sentence_can_hold_is_not_named() -> None:
    only = "Only one answer is possible here, and this isn’t it."
    assert said(4000029, fields.TEXT, expected='"' + "x" * 99 + '"') == only
    assert said(4000029, fields.TEXT, expected={"a": 1}) == only
    assert said(4000029, fields.TEXT, expected='"a\\nb"') == only
    assert said(4000029, fields.TEXT, expected="<nil>") == "Leave this empty."


def test_rows_of_a_list_are_fields_like_others() -> None:
    row = node("email", "Addresses", "traits.addresses")
    assert said(4000001, row, '"x" is not valid "email"') == "Enter an email address, like name@example.com."


def test_above_the_forms_a_message_names_its_field() -> None:
    nodes = (
        fields.BOX,
        fields.QUESTION,
        fields.TEXT,
        node("text", "City", "traits.address.city", input_type="hidden"),
    )
    missing = [
        replace(MISSING, context={"property": name})
        for name in ("tos_accepted", "heard_from", "vat_id", "city")
    ]
    assert [page_text(each, nodes) for each in missing] == [
        "I accept the terms of use: Tick this to go on.",
        "How did you hear about us? Fill this in.",
        "Enter your VAT number.",
        "Enter your city.",
    ]
    assert page_text(MISSING, nodes) == "X y: Fill this in."
    short = Message(4000003, "…", "error", {"min_length": 2, "actual_length": 1})
    assert page_text(short, (), nodes[3]) == "City: Use at least 2 characters. You entered 1."
    assert page_text(short, nodes) == "Use at least 2 characters. You entered 1."
    assert page_text(Message(4000006, "…"), nodes).startswith("That sign-in name")


def test_a_field_that_needs_another() -> None:
    text = 'property "vat_id" is required, if "heard_from" property exists'
    needed = Message(4000001, text, "error", {"reason": text})
    assert field_text(needed) == "Fill in “VAT ID” too, as “Heard from” is filled in."
    told = page_text(needed, (fields.QUESTION, fields.TEXT))
    assert told == "Fill in “VAT number” too, as “How did you hear about us?” is filled in."
    nowhere = node("text", "", "traits")
    assert page_text(needed, (nowhere, fields.TEXT), nowhere).startswith("Fill in “VAT number” too")


def test_labels_of_nodes() -> None:
    assert node_label(fields.UNTITLED) == "First name"
    assert node_label(fields.CODE) == "6-digit code from the app"


def test_kratos_own_words_stay_where_they_are_asked_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui(app).messages, "verbatim", True)
    for message, at in fields.cases():
        assert field_text(message, at) == message.text
        assert page_text(message, (at,)) == message.text


@pytest.mark.parametrize("number", [*range(4000001, 4000042), -1, -2, 0])
@pytest.mark.parametrize(
    "context",
    [
        {}, {"pattern": None}, {"pattern": ["x"]}, {"pattern": "^["}, {"base": 0}, {"base": float("nan")},
        {"minimum": "x"}, {"minimum": 10**5000}, {"expected": ["x"]}, {"expected": ""}, {"values": 7},
        {"allowed_types": "integer", "actual_type": 7}, {"allowed_types": [None, {}]}, {"index_b": 10**9},
        {"max_items": 10**30, "actual_items": -1}, {"property": ["x"]}, {"property": "…" * 999}, {"other": 1},
        {"min_length": "%(x)s", "actual_length": "x"},
    ],
)  # fmt: skip
def test_it_never_raises(number: int, context: dict[str, Any]) -> None:
    for at in (None, fields.TEXT, fields.BOX, fields.TAGS, fields.RADIO, fields.UNTITLED):
        assert said(number, at, "Text.", **context)
        assert page_text(Message(number, "Text.", "error", context), (fields.TEXT,), at)


@pytest.fixture
def translated(tmp_path: Path) -> Flask:
    """An application with a theme that says some ids in German, as themes did before there were sentences by field."""
    catalog = tmp_path / "translations" / "de" / "LC_MESSAGES" / "kratos.po"
    catalog.parent.mkdir(parents=True)
    (tmp_path / "theme.toml").write_text('name = "x"\napi = 1\n')
    catalog.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "4000002"\nmsgstr "%(label)s fehlt."\n\nmsgid "4000004"\nmsgstr "Das passt nicht."\n',
        "utf-8",
    )
    ui = catalog.with_name("ui.po")
    ui.write_text('msgid "Choose one."\nmsgstr "Wählen Sie aus."\n', "utf-8")
    settings = Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=tmp_path)
    return create_app(settings)


def test_another_language_keeps_its_words_by_id(translated: Flask) -> None:
    with translated.test_request_context("/?lang=de"):
        assert field_text(MISSING, node("text", "Vorname")) == "Vorname fehlt."
        assert field_text(MISSING, fields.BOX) == "I accept the terms of use fehlt."
        assert field_text(MISSING, fields.SELECT) == "Wählen Sie aus."
        assert said(4000004, fields.TEXT, pattern=r"^\d+$") == "Das passt nicht."
        ours = "Geben Sie eine ganze Zahl ein."
        assert said(4000026, fields.NUMBER, allowed_types=["integer"]) == ours


def test_a_theme_that_rewords_an_id_has_the_last_word(tmp_path: Path) -> None:
    catalog = tmp_path / "translations" / "en" / "LC_MESSAGES" / "kratos.po"
    catalog.parent.mkdir(parents=True)
    (tmp_path / "theme.toml").write_text('name = "x"\napi = 1\n')
    catalog.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "4000002"\nmsgstr "We need this: %(label)s"\n\nmsgid "4000004"\nmsgstr "Not like that."\n',
        "utf-8",
    )
    settings = Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=tmp_path)
    with create_app(settings).test_request_context("/"):
        assert field_text(MISSING, fields.BOX) == "We need this: I accept the terms of use"
        assert field_text(MISSING, fields.TEXT) == "We need this: VAT number"
        assert said(4000004, fields.TEXT, pattern=r"^\d+$") == "Not like that."
        assert said(4000026, fields.NUMBER, allowed_types=["integer"]) == "Enter a whole number."
