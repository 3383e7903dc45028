"""A profile as it is saved: what nobody touched stays as it was, to the letter. Pure.

Kratos replaces all traits by what a form holds. Its form decoder rounds whole numbers beyond 2^53, drops null, empty
texts, empty lists and each trait whose type it does not know, and takes no array of objects (measured on v1.3.1). Where
it would change something by itself, the form comes to us, and we send JSON. There too it makes `{}` of objects that are
not there, and of arrays of objects as well, which it then refuses: they are sent as `[]`.
Source: `decodeURLValues` in `decoderx/http.go` of ory/x.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from typing import Any

from ..upstream import values
from ..upstream.values import JSON
from .flow import Flow, Node
from .lists import is_trait
from .schema import Trait

EXACT = 2**53
"""Whole numbers up to here survive as a double, which Kratos reads numbers of a form as."""
ON_THE_FORM = "list"
"""Name of the hidden fields that say which lists a form holds: a list without rows sends nothing else."""

_DOT = re.compile(r"(?<!\\)\.")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_DATE = re.compile(r"\d{4,}-\d\d-\d\d")
_TRIMMED = ("email", "url", "number", "date")
_NUMBERS = ("number", "integer")


def exact(flow: Flow) -> Flow:
    """`flow` with its whole numbers as the identity has them: in nodes, Kratos rounds them to doubles."""
    traits = _traits(flow)
    return replace(flow, nodes=tuple(_exact(node, _at(traits, node.name)) for node in flow.nodes))


def _exact(node: Node, value: Any) -> Node:
    if isinstance(value, list):
        rows = [each for each in value if values.printed(each).strip()]
        items = [_exact(item, each) for item, each in zip(node.items, rows, strict=False)]
        return replace(node, items=(*items, *node.items[len(items) :]))
    shown = values.printed(node.value)
    large = isinstance(value, int) and abs(value) > EXACT and _NUMBER.fullmatch(shown)
    return replace(node, value=value) if large and float(shown) == float(value) else node


def form_keeps_all(flow: Flow) -> bool:
    """Whether Kratos would store the profile as it is, if its form was sent to it untouched."""
    fields = list(_fields(flow))
    if _unsendable(flow) or any(node.items for node in flow.nodes):
        return False  # an emptied list could not be sent, and without scripts no blank row be left out
    traits = copy.deepcopy(_traits(flow))
    stored: dict[str, Any] = {}
    for node in fields:
        if (value := _decoded(flow, node, _at(traits, node.name))) is not None:
            _put(stored, node.name, value)
    for name in _objects(flow, fields):
        for tree in (stored, traits):
            _put(tree, name, _at(tree, name) or {})
    return _same(stored, traits)


def changed(flow: Flow) -> tuple[Node, ...]:
    """Return the fields that hold something else than the identity: what was typed stays when Kratos refuses it."""
    traits = _traits(flow)
    return tuple(node for node in _fields(flow) if _texts(node) != _texts_of(_at(traits, node.name)))


def _texts(node: Node) -> list[str]:
    return _texts_of([item.value for item in node.items] or node.value)


def _texts_of(value: JSON) -> list[str]:
    every = value if isinstance(value, list) else [value]
    return [text for each in every if (text := values.printed(each).strip()) and text != "false"]


def merged(flow: Flow, posted: Mapping[str, Sequence[str]]) -> dict[str, JSON]:
    """All traits of the identity of `flow`, with what somebody changed in its form. `posted`: values by field name."""
    traits: dict[str, Any] = copy.deepcopy(_traits(flow))
    for name in _unsendable(flow):
        if _at(traits, name) is None:
            _put(traits, name, [])
    for node in _fields(flow):
        current = _at(traits, node.name)
        if node.kind == "input.list":
            if node.name in posted or node.name in posted.get(ON_THE_FORM, ()):
                _list(
                    flow, node, traits, current, [text for text in posted.get(node.name, ()) if text.strip()]
                )
        elif node.name in posted and not _untouched(node, current, posted[node.name][-1]):
            _set(
                traits,
                node.name,
                _typed(_trait(flow, node), node, current, posted[node.name][-1]),
                _trait(flow, node),
            )
    return traits


def _list(flow: Flow, node: Node, traits: dict[str, Any], current: Any, rows: list[str]) -> None:
    kept = {values.printed(value): value for value in reversed(current)} if isinstance(current, list) else {}
    if rows == [text for text in map(values.printed, current if kept else ()) if text.strip()]:
        return
    trait = _trait(flow, node)
    item = trait.item if trait else None
    new = [kept[text] if text in kept else _typed(item, node.items[-1], None, text) for text in rows]
    _put(traits, node.name, new)


def _traits(flow: Flow) -> dict[str, Any]:
    return dict(flow.identity.traits) if flow.identity else {}


def _trait(flow: Flow, node: Node) -> Trait | None:
    return flow.schema.traits.get(node.name) if flow.schema else None


def _fields(flow: Flow) -> Iterator[Node]:
    """Return what the form of the profile sends."""
    return (node for node in flow.nodes if is_trait(node) and not node.hidden and not node.disabled)


def _objects(flow: Flow, fields: Sequence[Node]) -> list[str]:
    """Return the objects, which Kratos makes whether or not something in them is sent; outer ones first."""
    if flow.schema:
        found = {name for name, trait in flow.schema.traits.items() if trait.type == "object"}
    else:
        parents = (_DOT.split(node.name)[:-1] for node in fields)
        found = {".".join(parts[:end]) for parts in parents for end in range(2, len(parts) + 1)}
    return sorted(found, key=lambda name: name.count("."))


def _unsendable(flow: Flow) -> list[str]:
    """Return the arrays of objects and of arrays, of which Kratos' form decoder makes an object."""
    traits = flow.schema.traits.items() if flow.schema else ()
    return [name for name, trait in traits if trait.type == "array" and not trait.list]


def _decoded(flow: Flow, node: Node, value: Any) -> Any:
    """Return what Kratos makes of the untouched field of `value`; None if it makes nothing."""
    trait = _trait(flow, node)
    kind = trait.type if trait else {"number": "number", "checkbox": "boolean"}.get(node.input_type, "string")
    sent = _sent(node, value)
    if kind == "boolean" and (trait or not flow.schema):
        return True if sent == "true" else False if node.says_no else None
    known = bool(trait and trait.type and not trait.nullable)  # of two types, Kratos knows neither
    if not sent or (flow.schema and not known):
        return None
    if kind in _NUMBERS:
        return float(sent) if _NUMBER.fullmatch(sent) else sent
    return sent


def _sent(node: Node, value: Any) -> str:
    """Return what a browser sends of the field of `value` that nobody touched."""
    text = values.printed(value)
    if node.kind != "input.textarea":
        text = re.sub(r"[\r\n]", "", text)
    if node.input_type in _TRIMMED and not node.options:
        text = text.strip()
    if node.kind == "input.date":
        return text if _DATE.fullmatch(text) else ""
    if node.kind == "input.number":
        return text if _NUMBER.fullmatch(text) else ""
    return text


def _untouched(node: Node, current: Any, text: str) -> bool:
    if node.kind == "input.checkbox":
        return isinstance(current, bool) and text == values.printed(current)
    return _lines(text) in (_lines(_sent(node, current)), _lines(values.printed(current)))


def _lines(text: str) -> str:
    """`text` with line ends as they stand in a text box; a browser sends others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _typed(trait: Trait | None, node: Node, current: Any, text: str) -> Any:
    """`text` as the value that the trait takes; "" as None. What fits no type stays a text, for Kratos to refuse."""
    if not text:
        return None
    for choice in trait.choices if trait else ():
        if values.printed(choice) == text:
            return choice
    kind = trait.type if trait and trait.type else ""
    if kind == "boolean" or node.input_type == "checkbox":
        return {"true": True, "false": False}.get(text, text)
    number = kind in _NUMBERS or (not kind and (node.input_type == "number" or _is_number(current)))
    if number and _NUMBER.fullmatch(text) and isfinite(float(text)):
        # Kratos stores others, and fails at them
        return int(text) if text.lstrip("-").isdecimal() else float(text)
    return text.replace("\r\n", "\n")


def _set(traits: dict[str, Any], name: str, value: Any, trait: Trait | None) -> None:
    """Put `value` in; None takes away what is there, or is put where it is one of the values."""
    if value is not None or (trait and trait.nullable):
        _put(traits, name, value)
        return
    *parents, last = _path(name)
    above = _at(traits, ".".join(("traits", *parents))) if parents else traits
    if isinstance(above, dict):
        above.pop(last, None)


def _put(traits: dict[str, Any], name: str, value: Any) -> None:
    *parents, last = _path(name)
    for part in parents:
        inner = traits.get(part)
        traits[part] = traits = inner if isinstance(inner, dict) else {}
    traits[last] = value


def _at(traits: Any, name: str) -> Any:
    for part in _path(name):
        traits = traits.get(part) if isinstance(traits, dict) else None
    return traits


def _path(name: str) -> list[str]:
    r"""`traits.name.first` → ["name", "first"]; Kratos writes a dot that is part of a name as `\.`."""
    return [part.replace("\\.", ".") for part in _DOT.split(name)[1:]]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(first: Any, second: Any) -> bool:
    """Whether two values are one in JSON: `1` and `1.0` are, `1` and `true` are not; 2^53 and 2^53 + 1 are not."""
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(_same(first[key], second[key]) for key in first)
    if _is_number(first) and _is_number(second):
        return bool(first == second)
    if isinstance(first, str) and isinstance(second, str):
        return first == second
    return type(first) is type(second) and bool(first == second)
