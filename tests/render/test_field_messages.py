"""What is said at fields: the list of all of it, and how it stands on the page."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app.kratos.flow import parse_flow
from tests.support import field_messages
from tests.support.soup import page_from

ELSEWHERE = {6, 7, 10, 11, 12, 13, 14, 15, 16, 27, 28, 35, 36, 38}
"""Of 4000001 to 4000041 those that are about an account or a step, and stand above the forms."""


def test_the_list_is_up_to_date(stock: Flask) -> None:
    """After a change: `.venv/bin/python -m tests.support.field_messages`, and read what has changed."""
    assert field_messages.LIST.read_text("utf-8").splitlines() == list(field_messages.lines(stock))


def test_every_message_about_a_field_is_there_with_three_fields() -> None:
    fields = defaultdict(set)
    for message, at in field_messages.cases():
        fields[message.id, message.text].add((at.kind, at.name))
    assert {number for number, _ in fields} >= {4000000 + each for each in range(1, 42)} - {
        4000000 + each for each in ELSEWHERE
    }
    assert all(len(found) >= 3 for found in fields.values())


@pytest.mark.parametrize("line", field_messages.LIST.read_text("utf-8").splitlines())
def test_no_line_is_for_machines(line: str) -> None:
    kratos, field, words = line.split(" | ")[1], *line.rsplit(" | ", 2)[1:]
    assert words[0].isupper() or words[0] == "“"
    assert words[-1] in ".?", words
    assert not re.search(r"traits|[a-z]_[a-z]|\b[14]0\d{5}\b|\\[dwsSpb.]|[\^$*{}]|\]\+|%\(", words), words
    assert not re.search(
        r"\b(must be|expected|failed|schema|propert|pattern|constant|multipleOf|null)", words
    )
    assert words != kratos or "password" in field or kratos.startswith("The password")


def node(name: str, title: str = "", type_: str = "text", *messages: tuple[int, str, Any]) -> dict[str, Any]:
    label = (
        {"label": {"id": 1070002, "text": title, "type": "info", "context": {"title": title}}}
        if title
        else {}
    )
    told = [{"id": i, "text": text, "type": "error", "context": context} for i, text, context in messages]
    attributes = {
        "name": name,
        "type": type_,
        "node_type": "input",
        "value": "x" if type_ == "hidden" else "",
    }
    return {"type": "input", "group": "profile", "attributes": attributes, "messages": told, "meta": label}


def page(app: Flask, *nodes: dict[str, Any], messages: tuple[Any, ...] = ()) -> BeautifulSoup:
    save = {"name": "method", "type": "submit", "value": "profile", "node_type": "input"}
    button = {"type": "input", "group": "profile", "attributes": save, "messages": [], "meta": {}}
    told = [{"id": i, "text": text, "type": "error", "context": context} for i, text, context in messages]
    ui: dict[str, Any] = {
        "action": "http://localhost:4433/x",
        "method": "POST",
        "nodes": [*nodes, button],
        "messages": told,
    }
    return page_from(app, parse_flow("registration", {"id": "f", "state": "choose_method", "ui": ui})).soup


def words(soup: BeautifulSoup) -> list[str]:
    return [tag.get_text() for tag in soup.select('[data-testid^="ui/message/"]')]


def test_nothing_is_said_twice_at_a_field(stock: Flask) -> None:
    same = [
        (4000025, f"items at index {i} and {j} are equal", {"index_a": i, "index_b": j})
        for i, j in ((0, 1), (0, 2))
    ]
    wrong = [(4000029, "must be equal to constant", {"expected": f'"{each}"'}) for each in "ab"]
    soup = page(stock, node("traits.a", "Tags", "text", *same), node("traits.b", "Letter", "text", *wrong))
    assert words(soup) == ["Two of these are the same.", "Enter “a” or “b”."]
    assert [tag["data-testid"] for tag in soup.select(".field__error p")] == [
        "ui/message/4000025",
        "ui/message/4000029",
    ]


def test_a_message_without_a_place_names_its_field(stock: Flask) -> None:
    missing = (4000002, "Property heard_from is missing.", {"property": "heard_from"})
    short = (4000003, "length must be >= 2, but got 1", {"min_length": 2, "actual_length": 1})
    fields = (
        node("traits.heard_from", "How did you hear about us?"),
        node("traits.nick_name", "", "hidden", short),
    )
    assert words(page(stock, *fields, messages=(missing,))) == [
        "How did you hear about us? Fill this in.",
        "Nick name: Use at least 2 characters. You entered 1.",
    ]


def test_the_summary_names_fields_readably(stock: Flask) -> None:
    missing = (4000002, "Property last is missing.", {"property": "last"})
    soup = page(
        stock, node("traits.name.last", "", "text", missing), node("traits.vat_id", "", "text", missing)
    )
    assert [link.get_text() for link in soup.select("[data-error-summary] a")] == ["Last name", "VAT ID"]


def test_kratos_own_words_in_a_theme_that_shows_them(verbatim: Flask) -> None:
    missing = (4000002, "Property last is missing.", {"property": "last"})
    assert words(page(verbatim, node("traits.tos", "Terms", "checkbox", missing))) == [
        "Property last is missing."
    ]
