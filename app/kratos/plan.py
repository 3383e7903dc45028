"""Which nodes of a flow share a form, in which order, and what Enter presses: the plans `arrange` fills in.

Pure, like `arrange`. Kratos' own order of nodes changes after errors and between versions, so it only counts
among equals (traits, providers, addresses), where it follows the identity schema or the configuration.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .flow import Flow, Node

_LEADING = ("default", "identifier_first", "profile")
_METHODS = ("passkey", "password", "totp", "code", "link", "webauthn", "lookup_secret", "oidc", "saml")
_SETTINGS = ("password", "passkey", "webauthn", "totp", "lookup_secret", "oidc", "saml")
_PROVIDERS = ("oidc", "saml")
_ASIDE = {  # submits that Enter must never press, and that must not post along what was typed
    "screen": "back",
    "resend": "resend",
    "email": "resend",  # recovery and verification name this button like the field of the step before
    "recovery_confirm_address": "resend",  # likewise
    "webauthn_remove": "remove",
    "passkey_remove": "remove",
}
_FIELDS = ("img", "text")  # the picture, then its text, then what to type
_BUTTONS = (
    "lookup_secret_confirm",
    "lookup_secret_reveal",
    "lookup_secret_regenerate",
    "lookup_secret_disable",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One form to be: its nodes in the order of the DOM, without the hidden ones that forms share."""

    role: str
    group: str
    nodes: tuple[Node, ...]
    primary: Node | None = None

    @property
    def buttons(self) -> tuple[Node, ...]:
        """What can send this form."""
        return tuple(node for node in self.nodes if node.button)

    @property
    def says_who(self) -> bool:
        """Whether a button says itself whom or which address it means: an identifier that goes along would win.

        Source: `selfservice/strategy/code/strategy_login.go` of Kratos, `loginSendCode`.
        """
        return self.role == "providers" or all(node.name == "address" for node in self.buttons)


def plan(flow: Flow, first: str = "") -> tuple[Plan, ...]:
    """Return the forms of `flow` in the order of the page, each with a button.

    `first`: the group that comes first where somebody signs in or up, if it is there; "" for the usual order.
    """
    first = first if flow.kind in ("login", "registration") and flow.requested_aal != "aal2" else ""
    nodes = [node for node in once(flow.nodes) if node.type != "script" and not in_every_form(node)]
    widgets = [node for node in nodes if node.group == "captcha" and not node.button]
    parts: dict[str, list[Node]] = {role: [] for role in ("body", "providers", "remove", "resend", "back")}
    for node in nodes:
        if node not in widgets:
            parts[_role(node, flow)].append(node)
    main = flow.kind != "settings" and any(map(asks_who, parts["body"]))
    plans = _around_main(parts, first) if main else _by_group(flow, parts, first)
    plans += [
        _with_hidden(p, parts["body"]) for role in ("resend", "back") for p in _split(role, parts[role])
    ]
    return tuple(_sorted(flow, replace(p, nodes=(*p.nodes, *widgets)), first) for p in _sendable(plans))


def once(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """`nodes` without repetitions, of which Kratos 1.3.1 sends some; no message gets lost.

    The input type counts: after a code was sent `method=code` comes hidden *and* as the button. Two fields that hold
    different values are two; one that follows an empty one is the same, filled in.
    """
    kept: dict[tuple[str, ...], Node] = {}
    for position, node in enumerate(nodes):
        counts = node.hidden or node.button or node.input_type in ("checkbox", "radio")
        own = (node.group, node.name, node.type, node.input_type)
        value = repr(node.value) if counts or (node.value and (*own, "") not in kept) else ""
        key = (*own, value) if node.name else (str(position),)
        first = kept.setdefault(key, node)
        more = tuple(message for message in node.messages if message not in first.messages)
        if more:
            kept[key] = replace(first, messages=(*first.messages, *more))
    return tuple(kept.values())


def in_every_form(node: Node) -> bool:
    """Whether every form needs this hidden node; a method's own ones stand once, beside its trigger."""
    shared = node.group in ("default", "identifier_first", "captcha") or node.name == "csrf_token"
    return node.hidden and (shared or who(node))


def who(node: Node) -> bool:
    """Whether this node says whom the flow is about: an identifier or a trait."""
    return node.type == "input" and (node.name == "identifier" or node.name.startswith("traits."))


def asks_who(node: Node) -> bool:
    """Whether this node asks for an identifier or a trait."""
    return typed(node) and who(node)


def typed(node: Node) -> bool:
    """Whether this is an input to fill in, the place where Enter gets pressed."""
    return node.type == "input" and not node.hidden and not node.button


def _role(node: Node, flow: Flow) -> str:
    if node.submit and node.name in _ASIDE:
        return _ASIDE[node.name]
    if node.button and node.group in _PROVIDERS and flow.kind != "settings":
        return "providers"
    return "body"


def _around_main(parts: dict[str, list[Node]], first: str) -> list[Plan]:
    """Return the providers' form, then one for identifier or traits and all other methods.

    A provider whose button is the only one asks for missing traits: it is the main form's. What comes `first` stands
    before both: as part of the main form, or, where it asks for nothing, in one of its own.
    """
    body, providers = parts["body"], parts["providers"]
    if not any(node.button for node in body):
        body, providers = [*body, *providers], []
    own = [node for node in body if node.group == first == "passkey"]
    if any(node.button for node in own) and any(node.button for node in body if node not in own):
        body = [node for node in body if node not in own]
    else:
        own = []
    around = [*_providers(providers), Plan("main", body[0].group, tuple(body))]
    if not own and any(node.submit and node.group == first for node in body):
        around.reverse()
    return [*_split("method", own), *around, *_split("remove", parts["remove"])]


def _by_group(flow: Flow, parts: dict[str, list[Node]], first: str) -> list[Plan]:
    """One form per group, the one to lead with first."""
    plans = (
        _split("method", parts["body"]) + _providers(parts["providers"]) + _split("remove", parts["remove"])
    )
    lead = _lead(flow, plans, first)

    def place(form: Plan) -> tuple[bool, bool, int, bool]:
        ahead = form.role == "providers" and form.group == first
        return not ahead, form.group != lead, _place(flow, form.group), form.role == "remove"

    return sorted(plans, key=place)


def _lead(flow: Flow, plans: Sequence[Plan], first: str) -> str:
    """Return the group whose question stands first: the one in use, else password; "": as the fixed order says."""
    asking = {p.group for p in plans if p.buttons and any(map(typed, p.nodes))}
    asking |= {p.group for p in plans if p.buttons and p.group == first and p.role == "method"}
    wanted = () if flow.kind == "settings" else (flow.active, first, "password")
    return next((group for group in wanted if group in asking), "")


def _split(role: str, nodes: Iterable[Node]) -> list[Plan]:
    groups: dict[str, list[Node]] = {}
    for node in nodes:
        groups.setdefault(node.group, []).append(node)
    return [Plan(role, group, tuple(members)) for group, members in groups.items()]


def _providers(nodes: Sequence[Node]) -> list[Plan]:
    return [Plan("providers", nodes[0].group, tuple(nodes))] if nodes else []


def _with_hidden(aside: Plan, body: Iterable[Node]) -> Plan:
    """Add its own group's hidden nodes to a resend or back button (`method`, v2's `recovery_address`)."""
    hidden = (node for node in body if node.hidden and node.group == aside.group)
    return replace(aside, nodes=(*hidden, *aside.nodes))


def _sendable(plans: Sequence[Plan]) -> list[Plan]:
    """Return the plans that have a button; what stands in others (passkey autofill) joins the first question."""
    kept = [p for p in plans if p.buttons]
    rest = [node for p in plans if not p.buttons for node in p.nodes]
    host = next((i for i, p in enumerate(kept) if p.role in ("main", "method")), 0)
    return [_joined(p, rest) if i == host else p for i, p in enumerate(kept)]


def _joined(form: Plan, rest: Iterable[Node]) -> Plan:
    own = set(map(id, form.nodes))  # a resend form has copied its group's hidden nodes before
    return replace(form, nodes=(*form.nodes, *(node for node in rest if id(node) not in own)))


def _sorted(flow: Flow, form: Plan, wanted: str) -> Plan:
    """`form` with its primary button, and with its nodes in the order of the DOM."""
    primary = _primary(flow, sorted(form.nodes, key=lambda node: _rank(flow, node, None)), wanted)
    nodes = tuple(sorted(form.nodes, key=lambda node: _rank(flow, node, primary)))
    first = next(node for node in nodes if node.button)
    return replace(form, nodes=nodes, primary=primary, group=(primary or first).group)


def _primary(flow: Flow, nodes: Sequence[Node], wanted: str) -> Node | None:
    """Return the button that Enter presses; None for a choice of equals, with nothing to type."""
    buttons = [node for node in nodes if node.button]
    asking = {node.group for node in nodes if typed(node)}
    if len(buttons) > 1 and not asking:
        return None
    submits = [node for node in buttons if node.submit]
    for group in ("identifier_first", flow.active, wanted, "password"):
        known = group in asking or (group == wanted and asking)
        found = next((node for node in submits if node.group == group and known), None)
        if found:
            return found
    return (submits or buttons)[0]


def _rank(flow: Flow, node: Node, primary: Node | None) -> tuple[int, str, int, int]:
    """Where a node stands in its form: group, then hidden, fields, buttons, then its place among those."""
    if node.button:
        kind = 2
        place = -1 if node is primary else _index(_BUTTONS, node.name) % len(_BUTTONS)
    else:
        kind = 0 if node.hidden else 1
        place = 0 if node.name == "identifier" else 1 if who(node) else 2 + _index(_FIELDS, node.type)
    special = {"default": -3, "captcha": -2, primary.group if primary else "": -1}
    return special.get(node.group, _place(flow, node.group)), node.group, kind, place


def _place(flow: Flow, group: str) -> int:
    return _index((*_LEADING, *(_SETTINGS if flow.kind == "settings" else _METHODS)), group)


def _index(order: Sequence[str], name: str) -> int:
    """Position of `name` in `order`; what is not listed comes last."""
    return order.index(name) if name in order else len(order)
