"""Where a code or link went to, as far as a flow tells. Pure."""

from __future__ import annotations

from dataclasses import replace

from ..upstream import values
from .flow import Flow, Message, Node

ADDRESS = "address"
"""Key of a label's context that names where a code goes to: Kratos' own, of the buttons that offer several."""
_NAMED = ("traits.email", "traits.phone", "recovery_confirm_address")


def sent_to(flow: Flow) -> tuple[str, ...]:
    """Filter: the addresses and numbers that a code or link of `flow` went to, each once; empty if it does not tell.

    Of a hidden field, the resend button, or the field that stays to ask again. A second step has all addresses of the
    account: first the one that was chosen. Sign-up sends its code to each trait that the schema signs in by with codes;
    where nobody knows the schema, to what looks like an address.
    """
    identifier = [node for node in flow.nodes if node.name == "identifier"][:1]
    named = [node for node in flow.nodes if node.name in _NAMED and node.kind != "input.email"]
    found = [*identifier, *named, *(node for node in flow.nodes if node.name == "email")]
    if flow.kind == "registration":
        found = [node for node in flow.nodes if node.hidden and _by_code(flow, node)] or found
    found = found or [node for node in flow.nodes if node.hidden and _looks_like_one(node)]
    texts = [*(text for node in found for text in _texts(node)), *map(_told, flow.nodes)]
    return tuple(dict.fromkeys(filter(None, texts)))


def with_address(flow: Flow, address: str) -> Flow:
    """`flow`, whose field for the code tells where that went to."""
    return replace(flow, nodes=tuple(_telling(node, address) for node in flow.nodes))


def _telling(node: Node, address: str) -> Node:
    if node.name != "code" or node.hidden:
        return node
    label = node.label or Message(0, "")
    return replace(node, label=replace(label, context={**label.context, ADDRESS: address}))


def _told(node: Node) -> str:
    return values.text(node.label.context.get(ADDRESS)) if node.name == "code" and node.label else ""


def _by_code(flow: Flow, node: Node) -> bool:
    trait = flow.schema.traits.get(node.name) if flow.schema else None
    return trait is not None and "code" in trait.one.identifiers and any(_texts(node))


def _looks_like_one(node: Node) -> bool:
    found = (text.startswith("+") or "@" in text[1:] for text in _texts(node))
    return node.name.startswith("traits.") and any(found)


def _texts(node: Node) -> list[str]:
    """Return what the node holds; of a list each of its values."""
    return [values.text(each.value) for each in node.items or (node,)]
