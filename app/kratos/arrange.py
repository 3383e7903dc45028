"""Flow → forms → sections: which nodes share a `<form>`, in which order, which button is primary.

Pure: knows no HTML and no theme. `app.kratos.plan` decides what stands together; the rest is here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby

from app.kratos.flow import Flow, Message, Node
from app.kratos.plan import Plan, asks_who, in_every_form, once, plan, typed, who

KNOWN_TRIGGERS = frozenset(
    {
        "oryWebAuthnRegistration",
        "oryWebAuthnLogin",
        "oryPasskeyRegistration",
        "oryPasskeySettingsRegistration",
        "oryPasskeyLogin",
        "oryPasskeyLoginAutocompleteInit",
    }
)
"""The ceremonies that `static/js/triggers.js` runs; any other needs Kratos' own script."""

PROVIDERS, ROOM, SHORT = 6, 4, 11
"""Providers that stand before a form as they are; else the places for the first ones, two in a row, and the characters
that fit into one: a phone of 360 × 640 pixels shows the password field below them without scrolling."""


@dataclass(frozen=True, slots=True)
class Section:
    """The nodes of one group inside a form, in the order to show them."""

    group: str
    hidden: tuple[Node, ...] = ()  # the group's own hidden nodes, beside its trigger
    fields: tuple[Node, ...] = ()  # visible nodes that are not buttons: inputs, texts, images, links
    buttons: tuple[Node, ...] = ()  # `submit` and `button` inputs


@dataclass(frozen=True, slots=True)
class Form:
    """One `<form>`: it posts its hidden nodes, its sections' fields and the pressed button."""

    role: str  # "providers" | "main" | "method" | "resend" | "back" | "remove"
    group: str  # primary group: `form[data-group]`
    action: str
    method: str  # "post"
    index: int  # position on the page, from 0: prefix of element ids
    hidden: tuple[Node, ...]  # csrf_token and the hidden nodes that every method needs
    sections: tuple[
        Section, ...
    ]  # "default" (identifier, traits) first, then the primary group, then other ways
    primary: Node | None  # the button that Enter presses; None for a choice of equals with nothing to type

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that this form offers, in order."""
        return tuple(section.group for section in self.sections)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes of this form, hidden ones included, in the order of the DOM."""
        inner = (node for s in self.sections for node in (*s.hidden, *s.fields, *s.buttons))
        return (*self.hidden, *inner)


def arrange(flow: Flow) -> tuple[Form, ...]:
    """The forms of `flow`, in the order of the page; empty if it asks for nothing that can be sent."""
    if flow.method != "POST" or not flow.action:
        return ()
    common = sorted(filter(in_every_form, once(flow.nodes)), key=lambda node: node.name != "csrf_token")
    plans = plan(flow)
    lead = next((p for p in plans if p.role in ("main", "method")), None)
    page = _Page()
    return tuple(_form(flow, page, index, p, lead, common) for index, p in enumerate(plans))


def needs_kratos_script(flow: Flow) -> bool:
    """Whether a trigger is named that only Kratos' own script knows."""
    named = {name for node in flow.nodes for name in (node.trigger, node.trigger_load) if name}
    return not named <= KNOWN_TRIGGERS


def answerable(flow: Flow) -> Flow:
    """A sign-in with the field for who it is, should Kratos have hidden it while it is empty: nobody could go on.

    It does so when a code was asked for without one. Source: `HandleLoginError` in
    `selfservice/strategy/code/strategy_login.go`; the label is that of `login/extension_identifier_label.go`.
    """
    if flow.kind != "login" or flow.state != "choose_method" or flow.requested_aal == "aal2":
        return flow
    return replace(flow, nodes=tuple(map(_asked, flow.nodes)))


def _asked(node: Node) -> Node:
    if node.name != "identifier" or not node.hidden or node.value:
        return node
    label = node.label or Message(1070004, "ID", "info")
    return replace(node, kind="input.text", input_type="text", required=True, label=label)


def prefill(flow: Flow, identifier: str) -> Flow:
    """A re-authentication with its empty identifier filled in: another one would sign in as someone else."""
    if not flow.refresh:
        return flow
    return replace(flow, nodes=tuple(_filled(node, identifier) for node in flow.nodes))


def _filled(node: Node, identifier: str) -> Node:
    empty = asks_who(node) and node.name == "identifier" and not node.value
    return replace(node, value=identifier) if empty else node


@dataclass(frozen=True, slots=True)
class _Page:
    """What must not stand on a page twice."""

    ids: set[str] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)  # Python's id() of nodes whose messages have their place

    def place(self, node: Node, index: int, rank: str, novalidate: bool) -> Node:
        """`node` as it stands in form `index`."""
        messages = () if id(node) in self.shown else node.messages
        self.shown.add(id(node))
        wanted = node.name if node.type == "div" and node.name else f"f{index}-{node.name or node.type}"
        element_id = self._id(wanted.replace(" ", "-"))  # a script may look for its `div` by Kratos' id
        items = tuple(
            replace(item, element_id=self._id(f"{element_id}-{number}"))
            for number, item in enumerate(node.items, 1)
        )
        return replace(
            node, element_id=element_id, rank=rank, novalidate=novalidate, messages=messages, items=items
        )

    def _id(self, wanted: str) -> str:
        found, number = wanted, 1
        while found in self.ids:
            number += 1
            found = f"{wanted}-{number}"
        self.ids.add(found)
        return found


def _form(flow: Flow, page: _Page, index: int, form: Plan, lead: Plan | None, common: Iterable[Node]) -> Form:
    hidden = [node for node in common if not (form.says_who and who(node))]
    placed = {
        id(node): page.place(node, index, _rank(flow, form, node, lead), _novalidate(form, node))
        for node in (*hidden, *form.nodes)
    }
    return Form(
        role=form.role,
        group=form.group,
        action=flow.actions.get(form.group, flow.action) if form.role == "method" else flow.action,
        method="post",
        index=index,
        hidden=tuple(placed[id(node)] for node in hidden),
        sections=tuple(
            _section(group, [placed[id(node)] for node in nodes])
            for group, nodes in groupby(form.nodes, key=lambda node: node.group)
        ),
        primary=placed[id(form.primary)] if form.primary else None,
    )


def _section(group: str, nodes: Iterable[Node]) -> Section:
    nodes = tuple(nodes)
    return Section(
        group=group,
        hidden=tuple(node for node in nodes if node.hidden),
        fields=tuple(node for node in nodes if not node.hidden and not node.button),
        buttons=tuple(node for node in nodes if node.button),
    )


def _rank(flow: Flow, form: Plan, node: Node, lead: Plan | None) -> str:
    """One primary button per page; in settings, where sections stand alone, one per form to fill in."""
    if form.role == "providers":
        return "more" if lead and node in _more(form.buttons) else ""
    if not node.button or form.role not in ("main", "method"):
        return ""
    if flow.kind == "settings":
        asks = any(map(typed, form.nodes)) or node.name == "lookup_secret_confirm"
        return "primary" if node is form.primary and asks else ""
    if node is form.primary and form is lead:
        return "primary"
    return "alternative" if form.primary or form is not lead else ""


def _more(providers: tuple[Node, ...]) -> tuple[Node, ...]:
    """Those that fold, where there are too many of them before what most people came for."""
    if len(providers) <= PROVIDERS:
        return ()
    places = accumulate(1 if len(_provider(node)) <= SHORT else 2 for node in providers)
    return tuple(node for node, taken in zip(providers, places, strict=True) if taken > ROOM)


def _provider(node: Node) -> str:
    """What stands on the button of a provider, about."""
    name = node.label.context.get("provider") if node.label else ""
    return str(name or node.value)


def _novalidate(form: Plan, node: Node) -> bool:
    """Whether another method's empty field must not stop this submit."""
    if form.role in ("resend", "back"):
        return node.submit
    return node.submit and form.primary is not None and node.group != form.primary.group
