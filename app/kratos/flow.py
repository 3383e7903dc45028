"""Kratos' self-service flow as frozen dataclasses, open where Kratos is open.

Source: https://www.ory.sh/docs/kratos/concepts/ui-user-interface and `spec/api.json` of Kratos.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.kratos.types import JSON, FlowKind


@dataclass(frozen=True, slots=True)
class Message:
    """Kratos' `uiText`: a text with a stable id."""

    id: int
    text: str
    type: str = "info"  # "info" | "error" | "success" | anything newer
    context: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of an `input.select`."""

    value: str
    label: Message | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """Kratos' `uiNode`, flattened. Attributes that this node type does not have keep their default."""

    type: str  # "input" "text" "img" "a" "script" "div" | anything newer
    group: str  # "default" "password" "code" "oidc" … | anything newer
    name: str  # attributes.name, else attributes.id; "" if neither
    kind: str  # dispatch key: "input.password", "input.select" (options present), "text", "img", …
    input_type: str = ""  # attributes.type of an input, as given ("" for other node types)
    value: JSON = None
    required: bool = False
    disabled: bool = False
    autocomplete: str = ""
    pattern: str = ""
    maxlength: int | None = None
    label: Message | None = None  # meta.label; of an `a` node its title
    messages: tuple[Message, ...] = ()
    text: Message | None = None  # the text of a text node
    src: str = ""  # img, script; http(s) or (img) data:image/… only, else ""
    href: str = ""  # a; http(s) only, else ""
    width: int | None = None
    height: int | None = None
    trigger: str = ""  # onclickTrigger
    trigger_load: str = ""  # onloadTrigger
    options: tuple[Option, ...] = ()
    script: Mapping[str, str] = field(default_factory=dict)  # integrity, crossorigin, referrerpolicy, type
    extra: Mapping[str, JSON] = field(default_factory=dict)  # attributes that we do not know
    # set by `arrange`, which knows where on the page the node stands:
    element_id: str = ""  # "f<form>-<name>" (with a number where that would stand twice): the HTML id
    rank: str = ""  # of a button: "primary" | "alternative" (another way, quieter) | ""
    novalidate: bool = False  # a submit that must not be stopped by another method's required field

    @property
    def hidden(self) -> bool:
        """Whether this is an `input type=hidden`."""
        return self.input_type == "hidden"

    @property
    def submit(self) -> bool:
        """Whether this is a submit button."""
        return self.input_type == "submit"

    @property
    def button(self) -> bool:
        """Whether this is a button of either sort (`submit`, or `button` that runs a trigger)."""
        return self.input_type in ("submit", "button")


@dataclass(frozen=True, slots=True)
class Flow:
    """One self-service flow. `raw` is Kratos' body, for what has no field here."""

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
    raw: Mapping[str, JSON] = field(default_factory=dict)
