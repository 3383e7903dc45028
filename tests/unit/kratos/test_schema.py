"""Identity schemas: what a page takes from them, and that nothing in one can harm it."""

from __future__ import annotations

from typing import Any

import pytest

from app.kratos.schema import Schema, Trait, chosen, parse_schema, parse_schemas

WITH_CODE = {"ory.sh/kratos": {"credentials": {"code": {"identifier": True}, "totp": {"account_name": True}}}}


def schema(properties: dict[str, Any], **more: Any) -> Schema:
    traits = {"type": "object", "properties": properties, **more.pop("traits", {})}
    return parse_schema("person", {"properties": {"traits": traits}, **more})


def test_kinds() -> None:
    found = schema(
        {
            "email": {
                "type": "string",
                "format": "email",
                "title": "E-Mail",
                "description": "Yours.",
                **WITH_CODE,
            },
            "age": {"type": "integer"},
            "tos": {"const": True},
            "age_is_18": {"type": "boolean", "enum": [True]},
            "either_way": {"type": "boolean", "enum": [True, False]},
            "plan": {"type": "string", "enum": ["free", "pro", None]},
            "gone": {"type": ["string", "null"]},
            "either": {"type": ["string", "number"]},
            "tags": {
                "type": "array",
                "items": {"type": "string", "format": "email"},
                "minItems": 1,
                "maxItems": 3,
            },
            "homes": {"type": "array", "items": {"type": "object"}},
            "grid": {"type": "array", "items": {"type": "array"}},
            "anything": {"type": "array"},
            "name": {"type": "object", "properties": {"first": {"type": "string"}}, "required": ["first"]},
        },
        traits={"required": ["email", "tags"]},
    )
    traits = found.traits
    email = traits["traits.email"]
    assert (email.type, email.format, email.title, email.hint) == ("string", "email", "E-Mail", "Yours.")
    assert (email.required, email.identifiers) == (True, frozenset({"code"}))
    must = [name for name, trait in traits.items() if trait.must_be_true]
    assert must == ["traits.tos", "traits.age_is_18"]
    assert traits["traits.tos"].type == "boolean"
    assert traits["traits.plan"].choices == ("free", "pro")
    assert (traits["traits.gone"].type, traits["traits.gone"].nullable) == ("string", True)
    assert traits["traits.either"].type == ""
    tags = traits["traits.tags"]
    assert tags.item is not None
    assert (tags.item.format, tags.min_items, tags.max_items, tags.required) == ("email", 1, 3, True)
    assert [traits[f"traits.{name}"].list for name in ("tags", "anything", "homes", "grid")] == [
        True,
        True,
        False,
        False,
    ]
    assert traits["traits.name.first"].required
    assert not traits["traits.name"].required
    assert "traits" not in traits
    assert "traits.homes" not in found.fields
    assert {"traits.tags", "traits.name.first"} <= found.fields


@pytest.mark.parametrize("key", ["oneOf", "anyOf"])
def test_values_with_names(key: str) -> None:
    named = [{"const": "r", "title": "Red"}, {"const": 7}, {"type": "null"}, {"const": None, "title": "None"}]
    part = {"type": ["string", "null"], key: named}
    found = schema({"colour": part, "colours": {"type": "array", "items": part}}).traits
    for each in (found["traits.colour"], found["traits.colours"].one):
        assert (each.title, each.choices, each.called) == ("", ("r", 7), ("Red", ""))
    assert found["traits.colour"].words == ("Red", "7")
    both = schema({"colour": {"enum": [7, "r", "x"], **part}}).traits["traits.colour"]
    assert (both.choices, both.called) == ((7, "r", "x"), ("", "Red", ""))


@pytest.mark.parametrize(
    "parts",
    [
        [{"const": "r", "title": "Red"}, {"type": "string"}], [{"const": True}], [{"const": ["r"]}], [], ["r"],
        [{"type": "null"}], {"const": "r"}, None,
    ],
)  # fmt: skip
def test_what_is_no_list_of_values(parts: Any) -> None:
    assert schema({"x": {"type": "string", "oneOf": parts}}).traits["traits.x"].choices == ()


def test_references_and_parts() -> None:
    found = schema(
        {
            "home": {"$ref": "#/definitions/home"},
            "tags": {"type": "array", "items": {"$ref": "#/definitions/tag"}},
        },
        traits={
            "allOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]}],
            "anyOf": [{"properties": {"b": {"type": "string", "enum": ["x"]}}, "required": ["b"]}],
            "if": {"properties": {"a": {"const": True}}},
        },
        definitions={
            "home": {"type": "object", "properties": {"city": {"type": "string", "title": "City"}}},
            "tag": {"type": "string", "enum": ["x", "y"]},
        },
    )
    assert found.traits["traits.home.city"].title == "City"
    tags = found.traits["traits.tags"]
    assert tags.item is not None
    assert tags.item.choices == ("x", "y")
    assert found.traits["traits.a"].required
    assert not found.traits["traits.a"].must_be_true  # of `if`
    assert found.traits["traits.b"] == Trait(type="string", words=("x",))  # it may not hold


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        [None, 1, "x", {}, {"id": "a"}, {"id": 1, "schema": {"a": 1}}, {"id": "a", "schema": []}],
        {"a": 1},
    ],
)
def test_no_schemas(body: Any) -> None:
    assert parse_schemas(body) == ()


def test_odd_schemas_are_read_as_far_as_they_go() -> None:
    turning: dict[str, Any] = {"$ref": "#/definitions/a", "allOf": [{"$ref": "#/definitions/a"}] * 20}
    odd: list[dict[str, Any]] = [
        {"properties": []},
        {"properties": {"traits": "x"}},
        {"properties": {"traits": {"properties": {"a": None, "b": 1, "c": {"type": [1, {}], "enum": {}, "items": 3}}}}},
        {"properties": {"traits": {"$ref": "#/definitions/a"}}, "definitions": {"a": turning}},
        {"properties": {"traits": {"$ref": "https://example.org/x.json"}}},
        {"properties": {"traits": {"$ref": "#/properties/traits"}}},
        {"properties": {"traits": {"properties": {f"t{n}": {"type": "array", "items": turning} for n in range(50)}}},
         "definitions": {"a": turning}},
    ]  # fmt: skip
    for body in odd:
        parse_schema("odd", body)


def test_the_schema_is_found_by_what_it_asks_for() -> None:
    person = schema({"email": {"type": "string"}, "tags": {"type": "array"}})
    staff = parse_schema(
        "staff",
        {"properties": {"traits": {"properties": {"email": {"type": "string"}, "desk": {"type": "string"}}}}},
    )
    small = parse_schema("small", {"properties": {"traits": {"properties": {"email": {"type": "string"}}}}})
    every = (person, staff, small)
    assert chosen(every, "staff", frozenset({"traits.email"})) is staff
    assert chosen(every, "other", frozenset({"traits.email"})) is None
    assert chosen(every, "", frozenset({"traits.email", "traits.tags"})) is person
    assert chosen(every, "", frozenset({"traits.email"})) is small
    assert chosen((person, staff), "", frozenset({"traits.email"})) is None  # either
    assert chosen(every, "", frozenset({"traits.shoe"})) is None
    assert chosen(every, "", frozenset()) is None
