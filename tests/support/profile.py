"""An identity schema with traits of every kind, somebody who has them all, and what to change each one to."""

from __future__ import annotations

import copy
from typing import Any

from tests.support.real_kratos import RealKratos, new_address

EMAIL = {
    "type": "string", "format": "email", "title": "E-Mail",
    "ory.sh/kratos": {
        "credentials": {
            "password": {"identifier": True},
            "code": {"identifier": True, "via": "email"},
            "totp": {"account_name": True},
            "webauthn": {"identifier": True},
            "passkey": {"display_name": True},
        },
        "verification": {"via": "email"},
        "recovery": {"via": "email"},
    },
}  # fmt: skip
TEXT: dict[str, Any] = {"type": "string"}


def listed(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The schema of an array."""
    return {"type": "array", "items": item, **more}


KINDS: dict[str, tuple[dict[str, Any], Any, str]] = {
    # name: schema, value, what somebody types instead ("" empties it; of a list: into its first row)
    "nick": (TEXT, "mara", "anna"),
    "spaced": (TEXT, "  two  blanks ", "one"),
    "blank": (TEXT, "", "filled"),
    "quoted": (TEXT, "\"<b>&amp;' \\ %s", "plain"),
    "emoji": (TEXT, "Zoë 👩‍👩‍👧 עברית", "Zoe"),
    "lines": (TEXT, "first\nsecond\n\nthird", "one\ntwo"),
    "cut": (TEXT, "a" * 5000, "short"),
    "digits": (TEXT, "0049", "0050"),
    "truth": (TEXT, "true", "false"),
    "phone": ({"type": "string", "format": "tel"}, "+4915112345678", "+4915112345679"),
    "website": ({"type": "string", "format": "uri"}, "https://example.org/mara", "https://example.org/m"),
    "second_email": ({"type": "string", "format": "email"}, "mara@example.org", "m@example.org"),
    "birthday": ({"type": "string", "format": "date"}, "1990-02-28", "1990-03-01"),
    "meeting": ({"type": "string", "format": "date-time"}, "2026-11-21T10:30:00+02:00", "2026-11-21T10:30:00Z"),
    "precise": ({"type": "string", "format": "date-time"}, "2026-11-21T10:30:00.123456Z", "2026-11-22T10:30:00Z"),
    "code": ({"type": "string", "pattern": "^[A-Z]{2}\\d+$"}, "AB12", "CD34"),
    "age": ({"type": "integer"}, 36, "37"),
    "zero": ({"type": "integer"}, 0, "1"),
    "debt": ({"type": "integer"}, -5, "-6"),
    "large": ({"type": "integer"}, 2**53 + 1, "9007199254740995"),
    "larger": ({"type": "integer"}, 12345678901234567890, "12345678901234567891"),
    "height": ({"type": "number"}, 1.75, "1.8"),
    "tiny": ({"type": "number"}, 1e-7, "2e-7"),
    "huge": ({"type": "number"}, 1e21, "1e22"),
    "whole": ({"type": "number"}, 3, "4"),
    "yes": ({"type": "boolean"}, True, "untick"),
    "no": ({"type": "boolean"}, False, "tick"),
    "must_say": ({"type": "boolean"}, False, "tick"),
    "consent": ({"type": "boolean", "const": True}, True, ""),
    "plan": ({"type": "string", "enum": ["free", "pro"]}, "pro", "free"),
    "country": ({"type": "string", "enum": ["AT", "BE", "CH", "DE", "FR"]}, "CH", "DE"),
    "level": ({"type": "integer", "enum": [1, 2, 3, 4, 5]}, 2, "3"),
    "nothing": ({"type": ["string", "null"]}, None, "something"),
    "perhaps": ({"type": ["string", "null"]}, "is there", "is here"),
    "either": ({"type": ["number", "string"]}, 7, "8"),
    "tags": (listed(TEXT), ["red", "blue", "red"], "green"),
    "empty_list": (listed(TEXT), [], "one"),
    "with_blank": (listed(TEXT), ["", "x"], "y"),
    "many": (listed(TEXT), [f"n{number}" for number in range(12)], "first"),
    "numbers": (listed({"type": "number"}), [1, 2.5, -3], "4"),
    "large_numbers": (listed({"type": "integer"}), [2**53 + 1, 2], "5"),
    "answers": (listed({"type": "boolean"}), [True, False], "false"),
    "days": (listed({"type": "string", "format": "date"}), ["2026-01-02", "2025-01-02"], "2024-01-02"),
    "moments": (
        listed({"type": "string", "format": "date-time"}), ["2026-11-21T10:30:00+02:00"], "2026-11-22T10:30:00Z",
    ),
    "others": (listed({"type": "string", "format": "email"}), ["b@example.org", "a@example.org"], "c@example.org"),
    "colours": (listed({"type": "string", "enum": ["red", "green", "blue"]}), ["blue", "red"], "green"),
    "addresses": (listed({"type": "object", "properties": {"city": TEXT}}), [{"city": "Ghent"}, {"n": 1}], ""),
    "matrix": (listed(listed({"type": "number"})), [[1, 2], [3]], ""),
    "no_addresses": (listed({"type": "object", "properties": {"city": TEXT}}), [], ""),
    "free": ({"type": "object"}, {"a": 1, "b": {"c": [1, {"d": None}]}}, ""),
    "open": ({"type": "object", "properties": {"known": TEXT}}, {"known": "k", "extra": {"x": [1]}}, ""),
}  # fmt: skip
"""Beside the address and the nested ones of `SCHEMA`."""
NESTED = {"name": {"first": "Mara", "last": "Lind"}, "home": {"geo": {"city": "Ghent", "floor": 2}}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


SCHEMA = {
    "$id": "https://example.org/person.schema.json",
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Person",
    "type": "object",
    "properties": {
        "traits": {
            "type": "object",
            "properties": {
                "email": EMAIL,
                **{name: schema for name, (schema, _, _) in KINDS.items()},
                "name": _object(first=TEXT, last={"$ref": "#/definitions/text"}),
                "home": _object(geo=_object(city=TEXT, floor={"type": "integer"})),
            },
            "required": ["email", "must_say", "consent"],
        }
    },
    "definitions": {"text": TEXT},
}
TYPED = {f"traits.{name}": typed for name, (_, _, typed) in KINDS.items() if typed} | {
    "traits.name.first": "Maria", "traits.name.last": "Berg", "traits.home.geo.city": "Bruges",
    "traits.home.geo.floor": "3",
}  # fmt: skip
"""What to type into each field that can be changed."""


def traits(address: str) -> dict[str, Any]:
    """What somebody with this address has."""
    return {"email": address, **{name: value for name, (_, value, _) in KINDS.items()}, **NESTED}


def expected(name: str, before: Any) -> Any:
    """The value of the trait `name` (dotted) after its entry in `TYPED` was saved."""
    typed, kind = TYPED[f"traits.{name}"], KINDS.get(name, (TEXT, "", ""))[0]
    if name == "home.geo.floor":
        return 3
    if typed in ("tick", "untick"):
        return typed == "tick"
    if kind["type"] == "array":
        shown = [value for value in before if value != ""]
        return [_value(kind["items"]["type"], typed), *shown[1:]]
    return _value(kind["type"], typed)


def _value(kind: Any, typed: str) -> Any:
    if kind == "boolean":
        return typed == "true"
    if kind == "integer" or kind == ["number", "string"]:
        return int(typed)
    return float(typed) if kind == "number" else typed


def somebody(real: RealKratos, password: str) -> tuple[str, dict[str, Any]]:
    """The id and the traits of a new identity that has them all."""
    made = traits(new_address())
    credentials = {"password": {"config": {"password": password}}}
    identity = real.admin(
        "POST", "/identities", {"schema_id": "default", "traits": made, "credentials": credentials}
    )
    assert identity["traits"] == made
    return identity["id"], made


def put(made: dict[str, Any], name: str) -> dict[str, Any]:
    """`made` with what `TYPED` changes of the field `name`."""
    changed = copy.deepcopy(made)
    *parents, last = name.split(".")[1:]
    place = changed
    for parent in parents:
        place = place[parent]
    place[last] = expected(name.removeprefix("traits."), place[last])
    return changed


def stored(real: RealKratos, identity: str) -> dict[str, Any]:
    """The traits that Kratos keeps of this identity, by its id."""
    found: dict[str, Any] = real.admin("GET", f"/identities/{identity}")["traits"]
    return found
