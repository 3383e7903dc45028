"""Traits that are arrays: Kratos' many nodes → one field with a row for each value. Pure.

Kratos sends `traits.tags` and, where there are values, `traits.tags.0`, `traits.tags.1` … in any order; it takes them
back as repeated `traits.tags`, and would keep an empty one as a value (measured on v1.3.1). Arrays of objects, and
arrays in arrays, no form can send: they are shown and left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from ..limits import LIST_ROWS
from ..upstream.values import printed
from . import ids
from .flow import Message, Node, Option
from .schema import Schema, Trait

"""Kratos' label of a trait: the schema's title, which a theme's catalog may translate."""

_INPUTS = {"email": "email", "tel": "tel", "date": "date", "date-time": "datetime-local", "uri": "url"}
_PLAIN = Trait(type="array")


@dataclass(slots=True)
class List:
    """All that Kratos says of one array."""

    name: str
    own: list[Node] = field(default_factory=list)  # named like the trait
    values: dict[int, Node] = field(default_factory=dict)
    parts: dict[int, list[Node]] = field(default_factory=dict)  # of the objects or arrays in it

    def add(self, node: Node, rest: tuple[str, ...]) -> None:
        """Take `node` in; `rest` is what follows the array's name."""
        if not rest:
            self.own.append(node)
        elif len(rest) == 1:
            self.values[int(rest[0])] = node
        else:
            self.parts.setdefault(int(rest[0]), []).append(node)

    def node(self, trait: Trait | None) -> Node | None:
        """Return what the page has in their place: a field, or the hidden values of an earlier step; None for none."""
        trait = trait or _PLAIN
        parts = [node for each in self.parts.values() for node in each]
        first, *_ = every = [*self.own, *self.values.values(), *parts]
        values = [self.values[number] for number in sorted(self.values)][:LIST_ROWS]
        fixed, hidden = bool(parts) or not trait.list, all(node.hidden for node in every)
        if not hidden:
            return self._fixed(first) if fixed else self._field(first, trait, values)
        kept = tuple(replace(node, name=self.name) for node in values if node.value not in (None, ""))
        if fixed or not kept:
            return None
        return replace(first, name=self.name, kind="input.hidden-list", value=None, items=kept)

    def _field(self, first: Node, trait: Trait, values: list[Node]) -> Node:
        rows = tuple(
            self._row(node, trait.item) for node in values if node.value not in (None, "") or node.messages
        )
        blank = self._row(Node("input", first.group, self.name, "input.text", "text"), trait.item)
        least = min(trait.min_items or 0, LIST_ROWS) if trait.required else 0
        if least > 1:  # without scripts nobody adds a row; for a single value the last one will do
            rows += (blank,) * (least - len(rows))
        return replace(
            first,
            name=self.name,
            kind="input.list",
            input_type="list",
            value=None,
            label=self.own[0].label if self.own else None,
            messages=tuple(message for node in self.own for message in node.messages),
            required=first.required or trait.required,
            items=(*rows, blank),
            min_items=trait.min_items,
            max_items=trait.max_items,
        )

    def _row(self, node: Node, item: Trait | None) -> Node:
        """One value, in the kind of input that it takes; the last row of a list is an empty one."""
        item = item or _PLAIN
        input_type = _INPUTS.get(item.format) or ("number" if item.type in ("number", "integer") else "text")
        options = _YES_NO if item.type == "boolean" else options_of(item)
        return replace(
            node,
            name=self.name,
            kind="input.select" if options else f"input.{input_type}",
            input_type=input_type,
            value=printed(node.value),
            label=None,
            options=options,
            extra={"step": "any"}
            if input_type == "number"
            else {},  # counted from the first value: 17.5 rules 17 out
        )

    def _fixed(self, first: Node) -> Node:
        """Return an array that can only be looked at: a row for each of its values, which are told in one line."""
        every = {**{number: [node] for number, node in self.values.items()}, **self.parts}
        rows = (
            ", ".join(filter(None, (printed(n.value) for n in every[number]))) for number in sorted(every)
        )
        items = tuple(Node("text", first.group, self.name, "text", value=row) for row in rows if row)
        messages = tuple(message for node in self.own for message in node.messages)
        label = self.own[0].label if self.own else None
        return Node(
            "fixed", first.group, self.name, "fixed", label=label, messages=messages, items=items[:LIST_ROWS]
        )


_YES_NO = (
    Option("true", Message(ids.LABEL_TRAIT, "Yes")),
    Option("false", Message(ids.LABEL_TRAIT, "No")),
)


def options_of(trait: Trait | None) -> tuple[Option, ...]:
    """Return the values that an `enum` allows, by their names; none for booleans, which are boxes."""
    if trait is None or trait.type in ("boolean", "array", "object"):
        return ()
    named = zip_longest(map(printed, trait.choices), trait.called, fillvalue="")
    return tuple(Option(value, Message(ids.LABEL_TRAIT, name or value)) for value, name in named if value)


def is_trait(node: Node) -> bool:
    """Whether this is a field of the identity schema, or one that Kratos made to say something about it."""
    return node.type == "input" and (node.name.startswith("traits.") or node.name == "traits")


def lists_of(nodes: Iterable[Node], schema: Schema | None) -> dict[str, List]:
    """Return the arrays that `nodes` speak of, by name."""
    found: dict[str, List] = {}
    plain: list[Node] = []
    for node in filter(is_trait, nodes):
        name, rest = split(node.name, schema)
        array = schema is not None and name in schema.traits and schema.traits[name].type == "array"
        if rest or array:
            found.setdefault(name, List(name)).add(node, rest)
        else:
            plain.append(node)
    for node in plain:
        if node.name in found:
            found[node.name].add(node, ())
    return found


def split(name: str, schema: Schema | None) -> tuple[str, tuple[str, ...]]:
    """Return the array that `traits.tags.0` is in, and what follows: ("traits.tags", ("0",)); else `name` and ()."""
    parts = name.split(".")
    for end in range(2, len(parts)):
        above = ".".join(parts[:end])
        known = schema.traits.get(above) if schema else None
        numbered = parts[end].isascii() and parts[end].isdecimal() and len(parts[end]) < 7
        if numbered and (known is None or known.type == "array"):
            return above, tuple(parts[end:])
    return name, ()
