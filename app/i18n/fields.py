"""What a message says at its field: the same id means a tick at a box, a choice at a select, a row more at a list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask_babel import gettext

from ..kratos import ids
from ..kratos.flow import Message, Node
from ..kratos.labels import readable
from ..upstream import values
from . import N_, nouns, reasons
from .domains import verbatim
from .messages import own_words, time_left, translate
from .parts import within
from .sentences import Field, known, sentence

_TECHNICAL = frozenset(
    {"traits", "csrf_token", "method", "flow", "transient_payload", "identity", "credentials", ""}
)
"""Properties that nobody fills in."""
TAKEN = (ids.DUPLICATE, ids.DUPLICATE_AT_LINKING, ids.DUPLICATE_WITH_HINTS)
"""Kratos' messages about a sign-in name, an address or a provider's account that another account here has."""
BY = "taken_by_somebody"
"""What a page adds to the context of such a message for who is signed in: "trait" "traits" "provider"."""


def field_text(message: Message, node: Node | None = None, label: str = "") -> str:
    """Return the text of `message` at its field: `node`, or what has this `label`. Never raises."""
    if verbatim():
        return own_words(message)
    told = reasons.known(message)
    label = label or _label(told, node)
    return (
        _situation(Field(told, node, label)) or sentence(Field(told, node, label)) or translate(told, label)
    )


def _situation(field: Field) -> str:
    """Return what a message means where its page knows more than its id tells; "" for all others."""
    message = field.message
    if message.id in TAKEN and BY in message.context:
        return field.say(_TAKEN.get(values.text(field.get(BY)), _TAKEN["traits"]))
    if message.id == ids.RECOVERED and not time_left(message.context, "privileged_session_expires_at"):
        over = "privileged_session_expires_at_unix" in message.context
        return str(gettext(_LATE if over else "You’re back in. Choose a new password."))
    return ""


_TAKEN = {
    "trait": N_("Somebody else already uses this. Choose another."),
    "traits": N_("Somebody else already uses a name or an address that you entered. Choose another."),
    "provider": N_("That account is already linked to somebody else’s. Link a different one."),
}
_LATE = N_(
    "You’re back in. To choose a new password now, confirm first that it’s you: we’ll ask you to sign in."
)


def page_text(message: Message, nodes: Iterable[Node], node: Node | None = None) -> str:
    """Return the text of `message` above the forms: one about a field names it, as it does not stand there.

    `node`: the one that has the message but no place to show it; else it is found in `nodes` by its name.
    """
    told, nodes = reasons.known(message), tuple(nodes)
    if node is None or node.name in _TECHNICAL:
        node = _named(values.text(told.context.get("property")), nodes)
    if told.id == reasons.DEPENDS:
        named = {f"{key}_label": _named(values.text(name), nodes) for key, name in told.context.items()}
        told = replace(
            told, context={**told.context, **{key: node_label(n) for key, n in named.items() if n}}
        )
    text, label = field_text(told, node), nouns.bare(_label(told, node))
    of_field = known(told) or (node is not None and node.name.startswith("traits."))
    if verbatim() or not of_field or not label or nouns.inline(label).lower() in text.lower():
        return text
    text = within(text)
    if label[-1] in "?!.…":
        return str(gettext("%(label)s %(text)s", label=label, text=text))
    return str(gettext("%(label)s: %(text)s", label=label, text=text))


def _named(name: str, nodes: Iterable[Node]) -> Node | None:
    """Return the node of a property, which may be the last part of its name alone."""
    ends = [each for each in nodes if name and f".{each.name}".endswith(f".{name}") and each.name != "traits"]
    return min(ends, key=lambda each: (each.hidden, len(each.name)), default=None)


def node_label(node: Node) -> str:
    """Return the label of `node` in the visitor's language; without one, a readable form of its name."""
    return (translate(node.label) if node.label else "") or readable(node.name)


def _label(message: Message, node: Node | None) -> str:
    """Return the label of the field that `message` is about, "" if it is none that people fill in."""
    name = node.name if node else values.text(message.context.get("property"))
    if name in _TECHNICAL:
        return ""
    return node_label(node) if node else readable(name)
