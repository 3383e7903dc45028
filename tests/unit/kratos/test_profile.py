"""What is left of a profile after a form: on its way through Kratos, and through us."""

from __future__ import annotations

from typing import Any

import pytest

from app.kratos.flow import Flow, Node
from app.kratos.profile import exact, form_keeps_all, merged
from app.kratos.schema import parse_schema
from app.kratos.session import parse_identity
from app.kratos.traits import described

SCHEMA: dict[str, Any] = {
    "nick": {"type": "string"},
    "age": {"type": "integer"},
    "ok": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "gone": {"type": ["string", "null"]},
    "level": {"type": "integer", "enum": [1, 2, 3, 4, 5]},
    "name": {"type": "object", "properties": {"first": {"type": "string"}}},
}
LISTS: dict[str, Any] = {
    "tags": {"type": "array", "items": {"type": "string"}},
    "homes": {"type": "array", "items": {"type": "object"}},
}
TYPES = {"age": "number", "ok": "checkbox", "day": "date", "level": "number"}


def settings(traits: dict[str, Any], *fields: str, known: dict[str, Any] | None = None) -> Flow:
    """A settings flow of somebody with `traits`; `fields`: what Kratos asks for besides them."""
    names = {**{name: None for name in fields}, **flat(traits)}
    nodes = tuple(
        Node(
            "input",
            "profile",
            f"traits.{name}",
            f"input.{TYPES.get(name, 'text')}",
            TYPES.get(name, "text"),
            value,
        )
        for name, value in names.items()
    )
    body: dict[str, Any] = {"identity": {"schema_id": "person", "traits": traits}}
    flow = Flow(
        "settings", "id", "http://localhost/", "POST", nodes, identity=parse_identity(body["identity"])
    )
    schema = parse_schema(
        "person", {"properties": {"traits": {"type": "object", "properties": known or SCHEMA}}}
    )
    return exact(described(flow, schema))


def flat(traits: dict[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in traits.items():
        if isinstance(value, dict):
            found |= flat(value, f"{above}{name}.")
        elif isinstance(value, list):
            found |= {f"{above}{name}": None, **{f"{above}{name}.{n}": each for n, each in enumerate(value)}}
        else:
            found[above + name] = float(value) if isinstance(value, int) and abs(value) > 2**53 else value
    return found


@pytest.mark.parametrize(
    "traits",
    [
        {}, {"nick": "m"}, {"age": 1, "ok": True, "day": "2026-01-02"}, {"ok": False}, {"age": -2**53},
        {"level": 3, "name": {"first": "M"}}, {"nick": " m "},
    ],
)  # fmt: skip
def test_kratos_keeps_these(traits: dict[str, Any]) -> None:
    assert form_keeps_all(settings(traits, "nick", "ok", "name.first"))


@pytest.mark.parametrize(
    "traits",
    [
        {"nick": ""}, {"gone": None}, {"gone": "x"}, {"age": 2**53 + 1}, {"day": "somewhen"}, {"unknown": "x"},
        {"name": {"first": "M", "more": 1}}, {"nick": 3},
    ],
)  # fmt: skip
def test_kratos_changes_these(traits: dict[str, Any]) -> None:
    flow = settings(traits, "nick", "ok")
    assert not form_keeps_all(flow)
    assert merged(flow, {}) == traits


def test_lists_and_what_no_form_can_send_come_to_us() -> None:
    assert not form_keeps_all(settings({}, "tags", known=LISTS))
    homes = {"homes": LISTS["homes"]}
    assert not form_keeps_all(settings({}, known=homes))
    assert merged(settings({}, known=homes), {}) == {
        "homes": []
    }  # Kratos would make {} of it, and refuse that
    assert merged(settings({"homes": [{"a": 1}]}, known=homes), {}) == {"homes": [{"a": 1}]}


def test_a_field_that_cannot_be_changed_is_not_lost() -> None:
    flow = settings({"nick": "m"})
    fixed = Node("input", "profile", "traits.nick", "input.text", "text", "m", disabled=True)
    flow = Flow("settings", "id", "", "POST", (fixed,), identity=flow.identity, schema=flow.schema)
    assert not form_keeps_all(flow)
    assert merged(flow, {"traits.nick": ["x"]}) == {"nick": "m"}


@pytest.mark.parametrize(
    ("before", "posted", "after"),
    [
        ({"nick": "m"}, {"nick": ["n"]}, {"nick": "n"}),
        ({"nick": "m"}, {"nick": [""]}, {}),
        ({"nick": ""}, {"nick": [""]}, {"nick": ""}),
        ({"gone": None}, {"gone": [""]}, {"gone": None}),
        ({"gone": "x"}, {"gone": [""]}, {"gone": None}),
        ({}, {"nick": [""]}, {}),
        ({"nick": "a\nb"}, {"nick": ["a\r\nb"]}, {"nick": "a\nb"}),
        ({"nick": "a\nb"}, {"nick": ["a\r\nc"]}, {"nick": "a\nc"}),
        ({"age": 2**53 + 1}, {"age": ["9007199254740993"]}, {"age": 2**53 + 1}),
        ({"age": 1}, {"age": ["17.5"]}, {"age": 17.5}),
        ({"age": 1}, {"age": ["x"]}, {"age": "x"}),
        ({"age": 1}, {"age": ["9" * 400]}, {"age": "9" * 400}),
        ({"age": 1}, {"age": ["1e400"]}, {"age": "1e400"}),
        ({"nick": "a\r\nb"}, {"nick": ["a\r\nb"]}, {"nick": "a\r\nb"}),
        ({"ok": True}, {"ok": ["false"]}, {"ok": False}),
        ({"ok": False}, {"ok": ["false", "true"]}, {"ok": True}),
        ({}, {"ok": ["true"]}, {"ok": True}),
        ({"level": 2}, {"level": ["3"]}, {"level": 3}),
        ({"day": "somewhen"}, {"day": [""]}, {"day": "somewhen"}),
        ({"name": {"first": "M", "x": 1}}, {"name.first": [""]}, {"name": {"x": 1}}),
        ({}, {"name.first": ["M"]}, {"name": {"first": "M"}}),
        ({"nick": "m"}, {"other": ["x"]}, {"nick": "m"}),
    ],
)
def test_only_what_was_touched(
    before: dict[str, Any], posted: dict[str, list[str]], after: dict[str, Any]
) -> None:
    flow = settings(before, "nick", "ok", "name.first")
    got = merged(flow, {f"traits.{name}": texts for name, texts in posted.items()})
    assert got == after
    assert all(type(got[name]) is type(value) for name, value in after.items())


@pytest.mark.parametrize(
    ("before", "rows", "after"),
    [
        (["a", "b"], ["a", "b", ""], ["a", "b"]),
        (["a", "b"], ["b", "a"], ["b", "a"]),
        (["a", "", "b"], ["a", "b"], ["a", "", "b"]),
        (["a"], ["", " "], []),
        (["a"], None, []),
        ([1, "a"], ["1", "b"], [1, "b"]),
    ],
)
def test_rows_of_a_list(before: list[Any], rows: list[str] | None, after: list[Any]) -> None:
    flow = settings({"tags": before}, known=LISTS)
    posted = {"list": ["traits.tags"], **({"traits.tags": rows} if rows is not None else {})}
    assert merged(flow, posted)["tags"] == after


def test_a_list_that_was_not_on_the_form_stays() -> None:
    assert merged(settings({"tags": ["a"]}, known=LISTS), {})["tags"] == ["a"]


def test_a_list_that_nobody_filled_in_stays_away() -> None:
    flow = settings({}, "tags", known={"tags": LISTS["tags"]})
    assert merged(flow, {"list": ["traits.tags"], "traits.tags": [""]}) == {}
