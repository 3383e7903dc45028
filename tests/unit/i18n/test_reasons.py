"""Errors of Kratos that have one id for many reasons."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.current import ui
from app.i18n.fields import field_text
from app.i18n.reasons import go_value, known
from app.kratos import ids
from app.kratos.flow import Message, parse_flow
from tests.support.recordings import flow_recordings

OPENID = "Unable to complete OpenID Connect flow because the OpenID Provider returned error"


@pytest.fixture(autouse=True)
def _request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


def said(text: str, number: int = ids.GENERIC) -> str:
    return field_text(Message(number, text, "error"))


def recorded() -> list[tuple[int, str]]:
    """Every such error that Kratos was seen to send."""
    flows = [parse_flow(each.flow_kind, each.body) for each in flow_recordings()]
    lists = [
        messages for flow in flows for messages in (flow.messages, *(node.messages for node in flow.nodes))
    ]
    return sorted(
        {(m.id, m.text) for messages in lists for m in messages if m.id in (ids.GENERIC, ids.WRONG_TYPE)}
    )


def test_there_are_some() -> None:
    assert len(recorded()) > 8


@pytest.mark.parametrize(("number", "text"), recorded(), ids=lambda value: str(value)[:40])
def test_every_recorded_one_is_said_in_our_words(number: int, text: str) -> None:
    assert said(text, number) != text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('"nope" is not valid "email"', "Enter an email address, like name@example.com."),
        ('"a "quoted"\nthing" is not valid "email"', "Enter an email address, like name@example.com."),
        ('"x" is not valid "uri"', "Enter a whole web address, like https://example.com."),
        ('"x" is not valid "hostname"', "Enter the name of a server, like www.example.com."),
        ('"x" is not valid "json-pointer"', "This doesn’t have the right form. Check what you typed."),
        ('value must be one of "red", "100 %"', "Enter “red” or “100 %”."),
        ("expected integer, but got string", "Enter a whole number."),
        (
            f'{OPENID} "access_denied": User said no',
            "You stopped at the other account, so nothing has changed. Try again, or choose another way.",
        ),
        (
            f'{OPENID} "server_error": x',
            "The other account couldn’t be used. Try again, or choose another way.",
        ),
        ('"x" is not valid "date"', "Enter a date as year, month and day, like 2001-12-31."),
        ('"x" is not valid "date-time"', "Enter a date with a time and its zone, like 2001-12-31T23:59:00Z."),
        ('"x" is not valid "time"', "Enter a time with its zone, like 23:59:00Z."),
        ('"x" is not valid "tel"', "Enter a phone number with its country code, like +49 30 123456."),
        (
            "Unable to parse WebAuthn response: x",
            "The answer of your key or passkey couldn’t be read. Try again.",
        ),
        ("Something new. It is 100 % %(bad)s.", "Something new. It is 100 % %(bad)s."),
        ("", ""),
    ],
)
def test_words(text: str, words: str) -> None:
    assert said(text) == words


def test_others_keep_their_words() -> None:
    assert said('"nope" is not valid "email"', 4999999) == '"nope" is not valid "email"'


def test_kratos_words_stay_where_they_are_asked_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui(app).messages, "verbatim", True)
    assert said('"nope" is not valid "email"') == '"nope" is not valid "email"'


@pytest.mark.parametrize(
    ("text", "number", "context"),
    [
        ("expected integer or null, but got number", ids.WRONG_TYPE, {"allowed_types": ["integer", "null"]}),
        ('does not match pattern "^\\\\d+$"', 4000004, {"pattern": r"^\d+$"}),
        ('value must be one of "a \\" b", 5, true, <nil>', -1, {"values": ['a " b', "5", True, None]}),
        ("Property traits.name is missing.", 4000002, {"property": "traits.name"}),
    ],
)
def test_a_reason_with_an_id_gets_it(text: str, number: int, context: dict[str, object]) -> None:
    found = known(Message(ids.GENERIC, text, "error", {"reason": text}))
    assert found.id == number
    assert context.items() <= dict(found.context).items()
    assert known(found) == found


def test_an_id_with_its_context_is_left_alone() -> None:
    given = Message(4000003, "length must be >= 3, but got 1", "error", {"min_length": 3, "actual_length": 1})
    assert known(given) is given
    assert known(Message(4000003, given.text)).context == {"min_length": "3", "actual_length": "1"}
    assert known(Message(4000012, "const failed")).id == 4000012


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ('"yes"', "yes"),
        ("true", True),
        ("<nil>", None),
        ("5", "5"),
        (r'"\x07"', r"\x07"),
        ('"', '"'),
        ("", ""),
    ],
)
def test_values_as_go_writes_them(written: str, value: object) -> None:
    assert go_value(written) == value
