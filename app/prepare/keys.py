"""Passkeys and security keys in Settings: a name for those that have none, and signs by which to tell them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask_babel import gettext

from ..i18n.domains import verbatim
from ..kratos.flow import Flow, Node
from ..theme.helpers import local_time
from ..upstream import values
from ..upstream.values import JSON

UNNAMED = "unnamed"
"""What Kratos calls a key without a name: each passkey. Source: `x/webauthnx/nodes.go`."""
_CLOCKS = {"date": "", "datetime": "short", "exact": "medium"}
"""The `timeStyle` with which scripts write what `local_time` writes so."""
_APART = ("datetime", "exact")
"""What may tell keys of one name apart in every zone: two days in UTC may be one day where the visitor is."""
_KEYS = ("webauthn_remove", "passkey_remove")


def told_apart(flow: Flow) -> Flow:
    """`flow` with a name for each key, when it was added, as exactly as is needed, and a hint at the last of a name.

    In the context of the button's label: `display_name`; `added` in words; `moment` and `clock` for scripts.
    Kratos can't rename a key.
    """
    keys = [node for node in flow.nodes if node.name in _KEYS and node.label]
    named = {id(node): _named(node) for node in keys}
    told = {id(node): _told(named[id(node)], [named[id(each)] for each in keys]) for node in keys}
    return replace(flow, nodes=tuple(told.get(id(node), node) for node in flow.nodes))


def _context(node: Node) -> Mapping[str, JSON]:
    return node.label.context if node.label else {}


def _name(node: Node) -> str:
    return values.text(_context(node).get("display_name"))


def _named(node: Node) -> Node:
    if _name(node) not in ("", UNNAMED) or verbatim():
        return node
    name = gettext("Unnamed passkey") if node.group == "passkey" else gettext("Unnamed key")
    return _with(node, display_name=str(name))


def _told(node: Node, keys: list[Node]) -> Node:
    """`node` among all `keys`, of which it is one."""
    alike = [each for each in keys if (each.group, _name(each)) == (node.group, _name(node))]
    if not alike[1:]:
        return _timed(node, "date")
    apart = (style for style in _APART if len({_added(each, style) for each in alike}) == len(alike))
    told = _with(_timed(node, next(apart, _APART[-1])), alike=True)
    return replace(told, hint=_hint(node)) if node is alike[-1] else told


def _hint(node: Node) -> str:
    if node.group == "passkey":
        return str(
            gettext("The time tells them apart. If you don’t know a passkey, remove it and add a new one.")
        )
    return str(gettext("The time tells them apart. To rename a key, remove it and add it again."))


def _timed(node: Node, style: str) -> Node:
    return _with(node, added=_added(node, style), moment=_added(node, "iso"), clock=_CLOCKS[style])


def _added(node: Node, style: str) -> str:
    context = _context(node)
    at = context.get("added_at_unix", context.get("added_at"))
    return local_time(at if isinstance(at, str | int | float) else None, style)


def _with(node: Node, **more: JSON) -> Node:
    label = node.label and replace(node.label, context={**node.label.context, **more})
    return replace(node, label=label)
