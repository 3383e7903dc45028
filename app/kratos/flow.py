"""Kratos' self-service flow as frozen dataclasses, open where Kratos is open.

Source: https://www.ory.sh/docs/kratos/concepts/ui-user-interface and `spec/api.json` of Kratos.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..limits import FLOW_GROUPS, FLOW_PARTS, HIDDEN_CHARACTERS
from ..upstream import addresses, values
from ..upstream.errors import ProtocolError
from ..upstream.values import JSON
from . import ids
from .node import Message as Message
from .node import Node as Node
from .node import Option as Option
from .node import Secret as Secret
from .oauth2 import OAuth2Request, parse_oauth2
from .schema import Schema
from .session import Identity, parse_identity
from .types import FlowKind

UNKNOWN = "unknown"
"""Type and kind of a node that could not be read."""

_IGNORED = {"node_type", "onclick", "onload", "onclickTrigger", "onloadTrigger"}
_FIELD = {"name", "type", "value", "required", "disabled", "autocomplete", "pattern", "maxlength"}
_SCRIPT = ("integrity", "crossorigin", "referrerpolicy", "type")
_OTHER = {"id", "name", "title", "text", "src", "href", "width", "height", "data", "async", "nonce"}
_KNOWN_OF_INPUT = frozenset(_IGNORED | _FIELD | {"label", "options"})
_KNOWN_OF_OTHER = frozenset(_IGNORED | _OTHER | set(_SCRIPT))


@dataclass(frozen=True, slots=True)
class Flow:
    """One self-service flow. `raw` is Kratos' body: for the gateway's clients, and for themes that know more of it."""

    kind: FlowKind
    id: str
    action: str  # http(s) address that the forms post to; may name another flow than `id` (settings)
    method: str  # "POST", or "GET" once a verification is done
    nodes: tuple[Node, ...]
    type: str = "browser"
    state: str = ""
    active: str = ""  # method last used: a hint, not a filter
    messages: tuple[Message, ...] = ()
    return_to: str = ""
    requested_aal: str = ""
    refresh: bool = False
    login_challenge: str = ""
    identity_schema: str = ""
    organization: str = ""
    expires_at: datetime | None = None  # aware, UTC
    actions: Mapping[str, str] = field(default_factory=dict)  # group → where its form goes instead
    schema: Schema | None = None  # of the identity, as far as it is known
    request_url: str = ""  # address that started the flow, as Kratos saw it
    issued_at: datetime | None = None
    identity: Identity | None = None  # of settings
    oauth2: OAuth2Request = OAuth2Request()
    raw: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def scripts(self) -> tuple[Node, ...]:
        """The script nodes, each once: they stand outside the forms."""
        found: dict[tuple[str, str], Node] = {}
        for node in self.nodes:
            if node.type == "script":
                found.setdefault((node.name, node.src), node)
        return tuple(found.values())

    @property
    def wrong(self) -> bool:
        """Whether Kratos refused something: a message says so, of the flow or of a node."""
        return any(message.type == "error" for message in self.messages) or any(
            node.wrong for node in self.nodes
        )

    @property
    def lists(self) -> bool:
        """Whether a page of this flow needs `static/js/lists.js`."""
        return any(node.kind == "input.list" for node in self.nodes)

    @property
    def moments(self) -> bool:
        """Whether a page of this flow needs `static/js/moments.js`."""
        return any(node.kind == "input.datetime-local" for node in self.nodes)


def parse_flow(kind: FlowKind, body: Mapping[str, JSON]) -> Flow:
    """Kratos' JSON (`body`, never changed) → `Flow`; unknown values stay, malformed nodes become unknown.

    Raises:
        ProtocolError: without `id` or `ui.action`, or with more than a page can hold.
    """
    flow = values.mapping(body)
    ui = values.mapping(flow.get("ui"))
    identity = flow.get("identity")
    flow_id, action = values.text(flow.get("id")), values.text(ui.get("action"))
    if not flow_id or not action:
        raise ProtocolError(message=f"Kratos' answer is no {kind} flow: it lacks id or ui.action")
    if _too_large(ui):
        raise ProtocolError(message=f"Kratos' answer is no {kind} flow: it is too large")
    return Flow(
        kind=kind,
        id=flow_id,
        action=addresses.url(action),
        method=values.text(ui.get("method")).upper() or "POST",
        nodes=tuple(parse_node(node) for node in values.items(ui.get("nodes"))),
        type=values.text(flow.get("type")) or "browser",
        state=values.text(flow.get("state")),
        active=values.text(flow.get("active")),
        messages=parse_messages(ui.get("messages")),
        return_to=values.text(flow.get("return_to")),
        requested_aal=values.text(flow.get("requested_aal")),
        refresh=flow.get("refresh") is True,
        login_challenge=values.text(flow.get("oauth2_login_challenge")),
        identity_schema=values.text(flow.get("identity_schema")),
        organization=values.text(flow.get("organization_id")),
        expires_at=values.time(flow.get("expires_at")),
        request_url=values.text(flow.get("request_url")),
        issued_at=values.time(flow.get("issued_at")),
        identity=parse_identity(identity) if isinstance(identity, Mapping) else None,
        oauth2=parse_oauth2(flow.get("oauth2_login_request")),
        raw=flow,
    )


def _too_large(ui: Mapping[str, JSON]) -> bool:
    nodes = tuple(map(values.mapping, values.items(ui.get("nodes"))))
    messages = sum(len(values.items(each.get("messages"))) for each in (ui, *nodes))
    groups = {values.text(node.get("group")) for node in nodes}
    return (
        len(nodes) + messages > FLOW_PARTS
        or len(groups) > FLOW_GROUPS
        or _repeated(nodes) > HIDDEN_CHARACTERS
    )


def _repeated(nodes: tuple[Mapping[str, JSON], ...]) -> int:
    """Characters that hidden fields take, should each button have a form of its own; some for their markup."""
    attributes = [values.mapping(node.get("attributes")) for node in nodes]
    hidden = [len(values.printed(each.get("value"))) for each in attributes if each.get("type") == "hidden"]
    buttons = [each for each in attributes if each.get("type") in ("submit", "button")]
    return (sum(hidden) + 100 * len(hidden)) * len(buttons)


def parse_messages(value: JSON) -> tuple[Message, ...]:
    """Return the messages of a flow or a node, each once: Kratos may put the same one twice on a field."""
    found: list[Message] = []
    for item in values.items(value):
        message = parse_message(item)
        if message and message not in found:
            found.append(message)
    return tuple(found)


def parse_message(value: JSON) -> Message | None:
    """One `uiText`; None if it says nothing (labels are `{}` or missing on hidden nodes)."""
    raw = values.mapping(value)
    number, text = values.whole(raw.get("id")) or 0, values.text(raw.get("text"))
    if not number and not text:
        return None
    return Message(number, text, values.text(raw.get("type")) or "info", values.mapping(raw.get("context")))


def parse_node(value: JSON) -> Node:
    """One `uiNode`; whatever can't be one becomes a node of type "unknown"."""
    raw = values.mapping(value)
    attributes = raw.get("attributes")
    node_type = values.text(raw.get("type"))
    group = values.text(raw.get("group")) or "default"
    messages = parse_messages(raw.get("messages"))
    if not node_type or not isinstance(attributes, Mapping) or not _readable(node_type, attributes):
        return Node(type=UNKNOWN, group=group, name="", kind=UNKNOWN, messages=messages)
    label = parse_message(values.mapping(raw.get("meta")).get("label"))
    if node_type == "input":
        return _parse_input(group, attributes, label, messages)
    return _parse_other(node_type, group, attributes, label, messages)


def _readable(node_type: str, attributes: Mapping[str, JSON]) -> bool:
    """Whether a node has what its template can't do without: an input its name, a text its text."""
    if node_type == "text":
        return parse_message(attributes.get("text")) is not None
    return node_type != "input" or bool(values.text(attributes.get("name")))


def _parse_input(
    group: str, attributes: Mapping[str, JSON], label: Message | None, messages: tuple[Message, ...]
) -> Node:
    input_type = values.text(attributes.get("type")) or "text"
    options = _parse_options(attributes.get("options"))
    select = options and input_type not in ("hidden", "submit", "button")
    return Node(
        type="input",
        group=group,
        name=values.text(attributes.get("name")),
        kind="input.select" if select else f"input.{input_type}",
        input_type=input_type,
        value=attributes.get("value"),
        required=attributes.get("required") is True,
        disabled=attributes.get("disabled") is True,
        autocomplete=values.text(attributes.get("autocomplete")),
        pattern=values.text(attributes.get("pattern")),
        maxlength=values.whole(attributes.get("maxlength")),
        label=label or parse_message(attributes.get("label")),
        messages=messages,
        trigger=_trigger(attributes.get("onclickTrigger")),
        trigger_load=_trigger(attributes.get("onloadTrigger")),
        options=options,
        extra=_without(attributes, _KNOWN_OF_INPUT),
    )


def _parse_other(
    node_type: str,
    group: str,
    attributes: Mapping[str, JSON],
    label: Message | None,
    messages: tuple[Message, ...],
) -> Node:
    """Return a node that is no input. The `data` object of a `div` becomes `data-…` attributes in `extra`."""
    source, text = attributes.get("src"), parse_message(attributes.get("text"))
    data = {f"data-{key}": value for key, value in values.mapping(attributes.get("data")).items()}
    return Node(
        type=node_type,
        group=group,
        name=values.text(attributes.get("name")) or values.text(attributes.get("id")),
        kind=node_type,
        label=parse_message(attributes.get("title")) or label,
        messages=messages,
        text=text,
        secrets=_parse_secrets(text),
        src=addresses.image(source) if node_type == "img" else addresses.url(source),
        href=addresses.link(attributes.get("href")),
        width=values.whole(attributes.get("width")),
        height=values.whole(attributes.get("height")),
        script={key: values.text(attributes[key]) for key in _SCRIPT if values.text(attributes.get(key))}
        if node_type == "script"
        else {},
        extra={**_without(attributes, _KNOWN_OF_OTHER), **data},
    )


def _parse_options(value: JSON) -> tuple[Option, ...]:
    found = []
    for raw in map(values.mapping, values.items(value)):
        choice = raw.get("value")
        if isinstance(choice, str | int | float):
            label = raw.get("label") or values.mapping(raw.get("meta")).get("label")
            found.append(Option(values.printed(choice), parse_message(label)))
    return tuple(found)


def _parse_secrets(text: Message | None) -> tuple[Secret, ...]:
    """Return the recovery codes that a text holds; Kratos gives those that were used an id of their own."""
    found = map(parse_message, values.items(text.context.get("secrets")) if text else ())
    return tuple(Secret(code, code.id == ids.LOOKUP_USED) for code in found if code)


def _trigger(value: JSON) -> str:
    """Return the name of a function of Kratos' `webauthn.js`: nothing else on `window` may ever be called."""
    name = values.text(value)
    return name if re.fullmatch(r"ory[A-Za-z0-9]+", name) else ""


def _without(attributes: Mapping[str, JSON], known: frozenset[str]) -> Mapping[str, JSON]:
    return {key: value for key, value in attributes.items() if key not in known}
