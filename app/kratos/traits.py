"""Traits as a page asks for them: consents, choices, lists as one field, names that can be read. Pure.

What Kratos' nodes leave open, the identity schema tells, as far as there is one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from ..upstream.values import printed
from . import ids
from .autocomplete import token
from .flow import Flow, Message, Node, Option
from .labels import readable
from .lists import List, is_trait, lists_of, options_of, split
from .schema import Schema, Trait

CONSTANTS = (ids.CONST, ids.CONST_GENERIC)
"""Kratos' messages about a value that has to be a certain one."""
FEW = 4
"""Choices that stand on the page as radio buttons; more fold into a select."""


def described(flow: Flow, schema: Schema | None = None) -> Flow:
    """`flow` with its traits as a page asks for them; without `schema` as far as the nodes themselves tell.

    Hidden traits without a value are left out: of a list, Kratos 1.3.1 panics at one, later versions keep it.
    """
    lists = lists_of(flow.nodes, schema)
    names = {split(node.name, schema)[0] for node in flow.nodes if is_trait(node)}
    nodes: list[Node] = []
    apart: dict[str, tuple[Message, ...]] = {}
    shown: set[str] = set()
    for node in flow.nodes:
        name = split(node.name, schema)[0] if is_trait(node) else ""
        if not name:
            nodes.append(node)
        elif name in lists:
            nodes += () if name in shown else _listed(lists[name], schema, names)
            shown.add(name)
        elif _is_object(name, names, schema):
            apart[name] = node.messages
        elif not (node.hidden and node.value in (None, "")):
            nodes.append(_single(node, _trait(schema, name), names))
    return _told(replace(flow, nodes=tuple(nodes), schema=schema), apart)


def names_of(flow: Flow) -> frozenset[str]:
    """Return the names of the traits that `flow` asks for or holds; the values of a list count as one."""
    names = (split(node.name, None)[0] for node in flow.nodes if is_trait(node))
    return frozenset(name for name in names if name != "traits")


def _trait(schema: Schema | None, name: str) -> Trait | None:
    return schema.traits.get(name) if schema else None


def _is_object(name: str, names: Collection[str], schema: Schema | None) -> bool:
    """Whether Kratos made a field of an object, which has fields of its own, to say something about it."""
    trait = _trait(schema, name)
    if trait:
        return trait.type == "object"
    return name == "traits" or any(other.startswith(f"{name}.") for other in names)


def _told(flow: Flow, apart: Mapping[str, tuple[Message, ...]]) -> Flow:
    """`flow` with what Kratos says of an object at that object's first field, else at the top of the page."""
    nodes, top = list(flow.nodes), list(flow.messages)
    for name, messages in apart.items():
        inner = (
            i for i, n in enumerate(nodes) if n.name.startswith(f"{name}.") and is_trait(n) and not n.hidden
        )
        place = next(inner, None)
        if place is None or name == "traits":
            top += [message for message in messages if message not in top]
        else:
            nodes[place] = replace(nodes[place], messages=(*nodes[place].messages, *messages))
    return replace(flow, nodes=tuple(nodes), messages=tuple(top))


def _listed(found: List, schema: Schema | None, names: Collection[str]) -> list[Node]:
    trait = _trait(schema, found.name)
    node = found.node(trait)
    return [_named(node, trait, names)] if node else []


def _single(node: Node, trait: Trait | None, names: Collection[str]) -> Node:
    """Return a field of one value, or the hidden one of an earlier step."""
    if node.hidden:
        return node
    node = _filled(_named(node, trait, names), trait)
    if node.kind == "input.checkbox":
        return _ticked(node, trait)
    named = trait is not None and any(trait.called)  # what newer versions of Kratos list has no names
    options = (not named and node.options) or options_of(trait)
    if options and not node.button:
        return _chosen(node, options)
    if isinstance(node.value, str) and "\n" in node.value and node.kind == "input.text":
        return replace(node, kind="input.textarea")  # an input would take the line ends away
    return node


def _chosen(node: Node, options: tuple[Option, ...]) -> Node:
    """Return a field of fixed values. A stored one that is not among them stays: saving must not change it."""
    value = printed(node.value)
    if value and value not in {option.value for option in options}:
        options = (*options, Option(value))
    if len(options) > FEW:
        return replace(node, options=options, kind="input.select", value=value)
    return replace(node, options=options, kind="input.radio", value=value, autocomplete="")


def _ticked(node: Node, trait: Trait | None) -> Node:
    """Return a consent, or a choice: of that, `required` only means that Kratos wants to hear a "no" as well."""
    must = trait.must_be_true if trait else any(message.id in CONSTANTS for message in node.messages)
    says_no = not must and (node.required or isinstance(node.value, bool))
    consent = must and (node.required or trait is None)
    return replace(node, consent=consent, required=consent, says_no=says_no)


def _filled(node: Node, trait: Trait | None) -> Node:
    """`node` with what a browser may fill in, unless Kratos says it."""
    found = token(node.name) or ("username" if trait and trait.identifiers else "")
    fits = node.input_type == "text" or (node.input_type, found) == ("date", "bday")
    return replace(node, autocomplete=node.autocomplete or found) if fits else node


def _named(node: Node, trait: Trait | None, names: Collection[str]) -> Node:
    """`node` with a label that can be read and, if the schema has one, a hint."""
    title = (trait.title if trait else "") or readable(node.name, names)
    label = Message(ids.LABEL_TRAIT, title, "info", {"title": title})
    if trait and trait.called:  # Kratos takes its label from the last choice, and forgets `required`
        return replace(node, label=label, hint=trait.hint, required=node.required or trait.required)
    return replace(node, label=node.label or label, hint=trait.hint if trait else "")
