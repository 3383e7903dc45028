"""Which sections of settings fold: those that are set up and ask for nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from app.kratos.arrange import Form
from app.kratos.flow import Flow, Node

_SET_UP = frozenset({"totp_unlink", "lookup_secret_disable", "webauthn_remove", "passkey_remove", "unlink"})
"""Buttons that take something away: there is something."""
_SHOWN = frozenset({"lookup_secret_codes"})
"""What nobody may overlook."""


def folded(flow: Flow, forms: Iterable[Form]) -> frozenset[str]:
    """The groups of `forms` whose section starts as a heading that opens.

    Never the profile and the password, which most people come for; none that something is said about, or that was
    just used, as far as Kratos tells (`active`; v1.3.1 and v26.2.0 leave it out).
    """
    if flow.kind != "settings":
        return frozenset()
    nodes: dict[str, list[Node]] = {}
    for form in forms:
        nodes.setdefault(form.group, []).extend(form.nodes)
    return frozenset(group for group, own in nodes.items() if group != flow.active and _rests(own))


def _rests(nodes: list[Node]) -> bool:
    names = {node.name for node in nodes}
    return bool(names & _SET_UP) and not names & _SHOWN and not any(node.messages for node in nodes)
