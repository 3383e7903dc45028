"""Flow → forms → sections: which nodes share a `<form>`, in which order, which button is primary.

Pure: knows no HTML and no theme. `app.kratos.plan` decides what stands together; the rest is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby

from . import ids
from .flow import Flow, Message, Node
from .plan import Plan, asks_who, in_every_form, once, plan, typed, who
from .types import FlowKind

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
    # what follows from these:
    groups: tuple[str, ...] = ()  # the groups that it offers, in order
    nodes: tuple[Node, ...] = ()  # all of them, hidden ones included, in the order of the DOM
    fields: tuple[Node, ...] = ()  # of all sections
    buttons: tuple[Node, ...] = ()  # of all sections
    leading: tuple[Section, ...] = ()  # what the primary button sends, and that button
    others: tuple[Section, ...] = ()  # the other ways, each with its button
    more: tuple[Node, ...] = ()  # buttons of providers that fold away
    marks: tuple[str, ...] = ()  # test ids of the methods that it offers, by which scripts drive a page
    way: bool = False  # a way to go on; not one to go back, to send again, to remove something
    few: bool = False  # providers that have room for the whole of their labels
    autosubmit: bool = False  # asks for a code of six digits, after which it may be sent
    triggers: bool = False  # has a button that runs a script
    asks_password: bool = False
    keeps_codes: bool = False  # has the button that makes new recovery codes the ones that count
    picture: bool = False  # shows a QR code, beside the steps to use it


def arrange(flow: Flow, first: str = "") -> tuple[Form, ...]:
    """Return the forms of `flow`, in the order of the page; empty if it asks for nothing that can be sent.

    `first`: the group that comes first where somebody signs in or up.
    """
    if flow.method != "POST" or not flow.action:
        return ()
    common = sorted(filter(in_every_form, once(flow.nodes)), key=lambda node: node.name != "csrf_token")
    plans = plan(flow, first)
    lead = next((p for p in plans if p.role in ("main", "method")), None)
    page = _Page()
    return tuple(_form(flow, page, index, p, lead, common) for index, p in enumerate(plans))


def unsent(flow: Flow, forms: Sequence[Form]) -> tuple[Node, ...]:
    """Hidden fields that no form sends: a page has all of Kratos' values, for those who drive it by script."""
    sent = {node.name for form in forms for node in form.nodes}
    return tuple(node for node in flow.nodes if forms and node.hidden and node.name not in sent)


def needs_kratos_script(flow: Flow) -> bool:
    """Whether a trigger is named that only Kratos' own script knows."""
    named = {name for node in flow.nodes for name in (node.trigger, node.trigger_load) if name}
    return not named <= KNOWN_TRIGGERS


def answerable(flow: Flow) -> Flow:
    """Show the field for who signs in, should Kratos have hidden it while it is empty: nobody could go on.

    It does so when a code was asked for without one. Source: `HandleLoginError` in
    `selfservice/strategy/code/strategy_login.go`; the label is that of `login/extension_identifier_label.go`.
    """
    if flow.kind != "login" or flow.state != "choose_method" or flow.requested_aal == "aal2":
        return flow
    return replace(flow, nodes=tuple(map(_asked, flow.nodes)))


def _asked(node: Node) -> Node:
    if node.name != "identifier" or not node.hidden or node.value:
        return node
    label = node.label or Message(ids.LABEL_ID, "ID", "info")
    return replace(node, kind="input.text", input_type="text", required=True, label=label)


def prefill(flow: Flow, identifier: str) -> Flow:
    """Return a re-authentication with its empty identifier filled in: another one would sign in as someone else."""
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
    sections = tuple(
        _section(group, [placed[id(node)] for node in nodes])
        for group, nodes in groupby(form.nodes, key=lambda node: node.group)
    )
    primary = placed[id(form.primary)] if form.primary else None
    own = Form(
        role=form.role,
        group=form.group,
        action=flow.actions.get(form.group, flow.action) if form.role == "method" else flow.action,
        method="post",
        index=index,
        hidden=tuple(placed[id(node)] for node in hidden),
        sections=sections,
        primary=primary,
        groups=tuple(section.group for section in sections),
        fields=tuple(node for section in sections for node in section.fields),
        buttons=tuple(node for section in sections for node in section.buttons),
    )
    return _told(own, flow.kind)


def _told(form: Form, kind: FlowKind) -> Form:
    """`form` with what a template asks of it, found once."""
    inner = (node for s in form.sections for node in (*s.hidden, *s.fields, *s.buttons))
    nodes = (*form.hidden, *inner)
    first = form.primary.group if form.primary else form.group
    rest = [section for section in form.sections if section.group != first]
    marks = {"password": f"{kind}-flow", "code": f"{kind}-flow-code", "webauthn": "passwordless-flow"}
    offers = form.groups if form.role in ("main", "method") else ()
    return replace(
        form,
        nodes=nodes,
        leading=tuple(
            [section for section in rest if not section.buttons]
            + [section for section in form.sections if section.group == first]
        ),
        others=tuple(section for section in rest if section.buttons),
        more=tuple(node for node in form.buttons if node.rank == "more"),
        marks=tuple(marks[group] for group in offers if group in marks),
        way=form.role in ("providers", "main", "method"),
        few=form.role == "providers" and sum(node.submit for node in form.buttons) < 3,
        autosubmit=any(node.name in ("code", "totp_code") for node in form.fields),
        triggers=any(node.trigger for node in nodes),
        asks_password=any(node.kind == "input.password" for node in form.fields),
        keeps_codes=any(node.name == "lookup_secret_confirm" for node in form.buttons),
        picture=any(node.type == "img" for node in form.fields),
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
    """Return what stands on the button of a provider, about."""
    name = node.label.context.get("provider") if node.label else ""
    return str(name or node.value)


def _novalidate(form: Plan, node: Node) -> bool:
    """Whether another method's empty field must not stop this submit."""
    if form.role in ("resend", "back"):
        return node.submit
    if not node.submit or form.primary is None:
        return False
    if form.primary.group == "identifier_first":
        return node.group != form.primary.group
    ways = {each.group for each in form.buttons if each.group != form.primary.group}
    others = any(each.kind == "input.password" and each.group in ways for each in form.nodes)
    return node.group != form.primary.group or others
