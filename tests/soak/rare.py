"""A flow with what no recorded one has: traits of every kind, other ways of Kratos, and nodes that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.kratos.schema import Schema, parse_schema
from tests.support.mutation import EVIL

TRAITS: Mapping[str, Any] = {
    "nick": {"type": "string"}, "lines": {"type": "string"}, "on": {"type": "string", "format": "date"},
    "few": {"enum": ["a", EVIL]}, "many": {"enum": [*"abcdef", EVIL]}, "must": {"enum": ["a"]},
    "tags": {"type": "array", "items": {"type": "string"}}, "told": {"type": "array", "items": {"enum": ["a", EVIL]}},
    "homes": {"type": "array", "items": {"type": "object"}}, "kept": {"type": "array", "items": {"type": "string"}},
    "news": {"type": "boolean"}, "terms": {"type": "boolean", "const": True},
}  # fmt: skip


def schema() -> Schema:
    """The schema of those traits, with a description of each."""
    traits = {name: {**each, "title": name, "description": f"Why {EVIL}"} for name, each in TRAITS.items()}
    return parse_schema("default", {"properties": {"traits": {"properties": traits, "required": ["must"]}}})


def flow() -> dict[str, Any]:
    """Its body."""
    said = {"id": 4000001, "text": "No.", "type": "error", "context": {"reason": "x"}}
    note = {**said, "type": "info"}
    traits = {
        "nick": "x", "lines": "a\nb", "on": "2026-01-02", "few": "b", "many": "g", "must": "z", "news": True,
        "terms": False, "tags": None, "tags.0": "x", "tags.1": "y", "told.0": "z", "homes": None,
        "homes.0.city": "x", "homes.1.city": "y", "kept.0": "x", "kept.1": "y",
    }  # fmt: skip
    types = {
        "on": "datetime-local",
        "news": "checkbox",
        "terms": "checkbox",
        "kept.0": "hidden",
        "kept.1": "hidden",
    }
    nodes = [
        _input(f"traits.{name}", value, types.get(name, "text"), messages=[said, note])
        for name, value in traits.items()
    ]
    nodes += [_input("method", "profile", "submit"), _input("csrf_token", "t", "hidden", "default")]
    nodes += [
        _input(name, value, "submit", group)
        for group in ("oidc", "saml", "new") for name in ("provider", "link", "unlink") for value in ("x", "google")
    ]  # fmt: skip
    nodes += [
        _input("x", "y", kind, "new", messages=[said])
        for kind in ("text", "number", "button", "submit", "tel", "new", "password", "url")
    ]
    nodes += [
        _other("text", text={"id": 7, "text": "x"}), _other("div", data={"a": "x"}, **{"class": "x"}),
        _other("a", href="https://a.test/", title={"id": 7, "text": "x"}), _other("img", src="https://a.test/"),
        _other("script", src="https://kratos.test/x.js", integrity="x"), _other("new"),
        _input("option", "x", options=[{"value": "v", "label": {"id": 7, "text": "x"}}]),
    ]  # fmt: skip
    ui = {"action": "https://kratos.test/", "method": "POST", "nodes": nodes, "messages": [said, note]}
    return {
        "id": "f",
        "type": "browser",
        "state": "show_form",
        "ui": ui,
        "expires_at": "2026-01-01T00:00:00Z",
    }


def _input(name: str, value: Any, kind: str = "text", group: str = "profile", **more: Any) -> dict[str, Any]:
    options = {"options": more.pop("options")} if "options" in more else {}
    attributes = {"name": name, "type": kind, "value": value, "placeholder": "x", "title": "x", **options}
    label = {"id": 1070002, "text": "x", "type": "info", "context": {"title": "x", "provider": "x"}}
    return {
        "type": "input",
        "group": group,
        "attributes": attributes,
        "meta": {"label": label},
        "messages": [],
        **more,
    }


def _other(kind: str, **attributes: Any) -> dict[str, Any]:
    label = {"id": 7, "text": "x", "type": "info"}
    attributes = {"id": f"n-{kind}", **attributes}
    return {"type": kind, "group": "new", "attributes": attributes, "meta": {"label": label}, "messages": []}
