"""Nodes of traits → fields: lists, consents, choices, names."""

from __future__ import annotations

from typing import Any

import pytest

from app.kratos.flow import Flow, Message, Node, Option
from app.kratos.schema import Schema, parse_schema
from app.kratos.traits import described

TAGS = {"type": "array", "items": {"type": "string"}, "title": "Tags"}


def schema(properties: dict[str, Any], required: tuple[str, ...] = ()) -> Schema:
    traits: dict[str, Any] = {"type": "object", "properties": properties, "required": list(required)}
    return parse_schema("person", {"properties": {"traits": traits}})


def node(name: str, value: Any = None, input_type: str = "text", **more: Any) -> Node:
    return Node("input", "profile", name, f"input.{input_type}", input_type, value=value, **more)


def flow(*nodes: Node) -> Flow:
    return Flow("settings", "id", "http://localhost/", "POST", nodes)


def only(found: Flow) -> Node:
    (one,) = found.nodes
    return one


def test_values_of_a_list_in_the_order_of_their_numbers() -> None:
    numbers = (11, 2, 0, 1, 10, 3, 4, 5, 6, 7, 8, 9)
    nodes = [node(f"traits.tags.{number}", f"v{number}") for number in numbers]
    for known in (None, schema({"tags": TAGS})):
        found = only(described(flow(*nodes, node("traits.tags")), known))
        assert found.kind == "input.list"
        assert [item.value for item in found.items] == [*(f"v{number}" for number in range(12)), ""]
        assert {item.name for item in found.items} == {"traits.tags"}


def test_an_empty_list_needs_the_schema() -> None:
    assert only(described(flow(node("traits.tags")))).kind == "input.text"
    found = only(described(flow(node("traits.tags")), schema({"tags": TAGS}, ("tags",))))
    assert (found.kind, len(found.items), found.required) == ("input.list", 1, True)


def test_hidden_lists_are_sent_as_kratos_takes_them() -> None:
    hidden = [
        node("traits.tags", None, "hidden"),
        node("traits.tags.1", "a", "hidden"),
        node("traits.tags.0", "a", "hidden"),
    ]
    found = only(described(flow(*hidden), schema({"tags": TAGS})))
    assert (found.name, found.hidden, found.value) == ("traits.tags", True, None)
    assert [(each.name, each.value, each.hidden) for each in found.items] == [
        ("traits.tags", "a", True), ("traits.tags", "a", True),
    ]  # fmt: skip
    assert described(flow(node("traits.tags", None, "hidden")), schema({"tags": TAGS})).nodes == ()


def test_no_hidden_trait_without_a_value() -> None:
    kept = [
        node("traits.a", False, "hidden"),
        node("traits.b", 0, "hidden"),
        node("identifier", None, "hidden"),
    ]
    gone = [node("traits.c", None, "hidden"), node("traits.d", "", "hidden")]
    assert described(flow(*kept, *gone)).nodes == tuple(kept)


def test_rows_take_what_the_schema_says() -> None:
    items: dict[str, tuple[dict[str, Any], str]] = {
        "a": ({"type": "string", "format": "email"}, "input.email"), "b": ({"type": "integer"}, "input.number"),
        "c": ({"type": "boolean"}, "input.select"), "d": ({"type": "string", "enum": ["x", "y"]}, "input.select"),
        "e": ({"type": "string", "format": "date"}, "input.date"), "f": ({}, "input.text"),
    }  # fmt: skip
    known = schema({name: {"type": "array", "items": item} for name, (item, _) in items.items()})
    found = described(flow(*(node(f"traits.{name}") for name in items)), known)
    assert {each.name[-1]: each.items[0].kind for each in found.nodes} == {
        n: kind for n, (_, kind) in items.items()
    }
    assert [option.value for option in found.nodes[2].items[0].options] == ["true", "false"]
    assert found.nodes[1].items[0].extra == {"step": "any"}


def test_messages_stand_at_the_row_or_at_the_list() -> None:
    wrong, few = Message(4000001, "no", "error"), Message(4000024, "few", "error")
    found = only(
        described(flow(node("traits.tags", messages=(few,)), node("traits.tags.0", "x", messages=(wrong,))))
    )
    assert found.messages == (few,)
    assert found.items[0].messages == (wrong,)


def test_objects_in_a_list_are_only_shown() -> None:
    parts = [
        node("traits.homes.1.city", "Bruges"),
        node("traits.homes.0.city", "Ghent"),
        node("traits.homes.0.no", 2),
    ]
    for known in (None, schema({"homes": {"type": "array", "title": "Homes", "items": {"type": "object"}}})):
        found = only(described(flow(*parts), known))
        assert (found.kind, found.name) == ("fixed", "traits.homes")
        assert [item.value for item in found.items] == ["Ghent, 2", "Bruges"]
        assert found.label == Message(1070002, "Homes", "info", {"title": "Homes"})


def test_what_kratos_says_of_an_object_stands_at_its_first_field() -> None:
    said = Message(4000002, "Property name is missing.", "error")
    nodes = (node("traits.name", messages=(said,)), node("traits.name.first"), node("traits.name.last"))
    found = described(flow(*nodes))
    assert [each.name for each in found.nodes] == ["traits.name.first", "traits.name.last"]
    assert found.nodes[0].messages == (said,)
    alone = described(flow(node("traits", messages=(said,)), node("traits.nick")))
    assert alone.messages == (said,)


def box(value: Any = None, **more: Any) -> Node:
    return node("traits.box", value, "checkbox", **more)


def told(found: Node) -> tuple[bool, bool, bool]:
    return found.consent, found.required, found.says_no


def test_a_required_box_is_a_choice_unless_it_must_be_true() -> None:
    consent = schema({"box": {"type": "boolean", "const": True}}, ("box",))
    choice = schema({"box": {"type": "boolean"}}, ("box",))
    assert told(only(described(flow(box(required=True)), consent))) == (True, True, False)
    assert told(only(described(flow(box(required=True)), choice))) == (False, False, True)
    assert told(only(described(flow(box(required=True))))) == (False, False, True)
    const = Message(4000029, "must be equal to constant true", "error")
    assert told(only(described(flow(box(required=True, messages=(const,)))))) == (True, True, False)
    optional = schema({"box": {"type": "boolean", "const": True}})
    assert told(only(described(flow(box()), optional))) == (False, False, False)


def test_an_optional_box_says_no_only_where_somebody_said_something_before() -> None:
    assert told(only(described(flow(box())))) == (False, False, False)
    assert told(only(described(flow(box(False))))) == (False, False, True)
    assert told(only(described(flow(box(True))))) == (False, False, True)


def options(*names: str) -> tuple[Option, ...]:
    return tuple(Option(name) for name in names)


def test_few_choices_are_radio_buttons() -> None:
    four, five = options(*"abcd"), options(*"abcde")
    assert only(described(flow(node("traits.x", options=four)))).kind == "input.radio"
    assert only(described(flow(node("traits.x", options=five)))).kind == "input.select"
    known = schema({"x": {"type": "string", "enum": ["a", "b"]}, "n": {"type": "integer", "enum": [1, 2]}})
    found = described(flow(node("traits.x"), node("traits.n", 2, "number")), known)
    assert [each.kind for each in found.nodes] == ["input.radio", "input.radio"]
    assert found.nodes[1].value == "2"


@pytest.mark.parametrize("title", ["Colour", ""])
def test_a_field_is_not_called_by_its_last_choice(title: str) -> None:
    named = [{"const": "r", "title": "Red"}, {"const": "g", "title": "Green"}, {"const": "b"}]
    known = schema({"colour": {"type": "string", "title": title, "oneOf": named}})
    label = Message(1070002, "Green", "info", {"title": "Green"})
    found = only(described(flow(node("traits.colour", label=label, options=options(*"rgb"))), known))
    assert found.label
    assert found.label.text == "Colour"
    assert [(each.value, each.label and each.label.text) for each in found.options] == [
        ("r", "Red"), ("g", "Green"), ("b", "b"),
    ]  # fmt: skip


def test_a_value_that_is_no_choice_stays_on_offer() -> None:
    found = only(described(flow(node("traits.x", "z", options=options("a", "b")))))
    assert [option.value for option in found.options] == ["a", "b", "z"]


def test_text_of_several_lines() -> None:
    assert only(described(flow(node("traits.x", "a\nb")))).kind == "input.textarea"
    assert only(described(flow(node("traits.x", "ab")))).kind == "input.text"


def test_labels_and_hints() -> None:
    known = schema(
        {
            "nick": {"type": "string", "description": "What friends say."},
            "age": {"type": "integer", "title": "Age"},
        }
    )
    own = Message(1070002, "Nick", "info")
    found = described(
        flow(node("traits.nick", label=own), node("traits.age"), node("traits.name.first")), known
    )
    labels = [each.label.text for each in found.nodes if each.label]
    assert labels == ["Nick", "Age", "First name"]
    assert [each.hint for each in found.nodes] == ["What friends say.", "", ""]


def test_other_nodes_stay_as_they_are() -> None:
    nodes = (
        node("csrf_token", "t", "hidden"),
        node("password", None, "password"),
        node("method", "profile", "submit"),
    )
    assert described(flow(*nodes)).nodes == nodes


def test_what_a_browser_may_fill_in() -> None:
    known = schema(
        {
            "number": {
                "type": "string",
                "ory.sh/kratos": {"credentials": {"password": {"identifier": True}}},
            },
            "gender": {"type": "string", "enum": ["a", "b"]},
            "country": {"type": "string", "enum": list("abcdefg")},
        }
    )
    fields = [
        node("traits.name.first"), node("traits.birthday", input_type="date"),
        node("traits.email", autocomplete="off"), node("traits.number"), node("traits.country"), node("traits.gender"),
        node("traits.phone", input_type="number"),
        node("traits.city", True, "checkbox"), node("traits.zip", "1", "hidden"),
        node("traits.street", input_type="date"), node("password", input_type="password"), node("code"),
    ]  # fmt: skip
    found = described(flow(*fields), known)
    assert {each.name: each.autocomplete for each in found.nodes if each.autocomplete} == {
        "traits.name.first": "given-name", "traits.birthday": "bday", "traits.email": "off",
        "traits.number": "username", "traits.country": "country-name",
    }  # fmt: skip


@pytest.mark.parametrize(("required", "rows"), [(("tags",), 3), ((), 1)])
def test_a_list_that_needs_several_values_has_a_row_for_each(required: tuple[str, ...], rows: int) -> None:
    known = schema({"tags": {"type": "array", "items": {"type": "string"}, "minItems": 2}}, required)
    assert len(only(described(flow(node("traits.tags")), known)).items) == rows
