"""A name or an address that somebody else has, told who is signed in: Kratos has only the words of a sign-up."""

from __future__ import annotations

from dataclasses import replace

from ..i18n.fields import BY, TAKEN
from ..i18n.providers import GROUPS
from ..kratos.flow import Flow, Message, Node
from ..kratos.profile import changed
from ..upstream import values


def taken(flow: Flow) -> Flow:
    """`flow` of Settings with that message at the field that was changed, and at the top if that may be several.

    Kratos does not tell which of the traits it is. Linking an account of somebody else has the same message.
    """
    said = [message for message in flow.messages if message.id in TAKEN]
    if not said:
        return flow
    if flow.active in GROUPS:
        return replace(flow, messages=tuple(_by(each, "provider") for each in flow.messages))
    place = _place(flow, said)
    if place is None:
        return replace(flow, messages=tuple(_by(each, "traits") for each in flow.messages))
    moved = replace(place, messages=(*place.messages, *(_by(each, "trait") for each in said)))
    return replace(
        flow,
        messages=tuple(message for message in flow.messages if message not in said),
        nodes=tuple(moved if node is place else node for node in flow.nodes),
    )


def _by(message: Message, what: str) -> Message:
    """`message` with what it is that somebody else has."""
    return replace(message, context={**message.context, BY: what}) if message.id in TAKEN else message


def _place(flow: Flow, said: list[Message]) -> Node | None:
    """Return the field that it is about, as far as it can be known."""
    fields = changed(flow)
    names = [node for node in fields if _signs_in(flow, node)] or list(fields)
    hints = {values.text(each.context.get("credential_identifier_hint")).casefold() for each in said}
    named = [node for node in names if values.printed(node.value).strip().casefold() in hints - {""}]
    found = named if len(named) == 1 else names
    return found[0] if len(found) == 1 else None


def _signs_in(flow: Flow, node: Node) -> bool:
    trait = flow.schema.traits.get(node.name) if flow.schema else None
    return trait is not None and bool(trait.one.identifiers)
