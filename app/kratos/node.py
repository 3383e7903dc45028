"""The parts of a flow: messages, options, nodes. `app.kratos.flow` parses them and hands them on.

Source: https://www.ory.sh/docs/kratos/concepts/ui-user-interface and `spec/api.json` of Kratos.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..upstream.values import JSON


@dataclass(frozen=True, slots=True)
class Message:
    """Kratos' `uiText`: a text with a stable id."""

    id: int
    text: str
    type: str = "info"  # "info" | "error" | "success" | anything newer
    context: Mapping[str, JSON] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Secret:
    """One of the recovery codes that Settings show."""

    code: Message  # its text, or when it was used
    used: bool = False


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
    secrets: tuple[Secret, ...] = ()  # of a text node that shows recovery codes
    src: str = ""  # img, script; http(s) or (img) data:image/… only, else ""
    href: str = ""  # a; http(s), or an app's own scheme (`myapp://done`), else ""
    width: int | None = None
    height: int | None = None
    trigger: str = ""  # onclickTrigger
    trigger_load: str = ""  # onloadTrigger
    options: tuple[Option, ...] = ()
    # what `app.kratos.traits` finds out about a trait, as far as Kratos' flow and identity schema tell:
    hint: str = ""  # the schema's description, in the operator's words
    consent: bool = False  # a checkbox that has to be ticked (`const: true`); any other may stay empty
    says_no: bool = False  # a checkbox whose "false" is sent: Kratos wants to hear it, or has heard it before
    items: tuple[Node, ...] = ()  # of an `input.list`: one input for each row; the last one is empty
    spare: bool = False  # the empty row of a list may be sent: we take it out
    min_items: int | None = None
    max_items: int | None = None
    script: Mapping[str, str] = field(default_factory=dict)  # integrity, crossorigin, referrerpolicy, type
    extra: Mapping[str, JSON] = field(default_factory=dict)  # attributes that we do not know
    # set by `arrange`, which knows where on the page the node stands:
    element_id: str = ""  # "f<form>-<name>" (with a number where that would stand twice): the HTML id
    rank: str = ""  # of a button: "primary" | "alternative" (quieter) | "more" (folded away) | ""
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
    def wrong(self) -> bool:
        """Whether Kratos refused what was typed here, of a list in one of its rows."""
        return any(message.type == "error" for node in (self, *self.items) for message in node.messages)

    @property
    def left(self) -> int | None:
        """How many of its recovery codes can be used; None of new ones: Kratos tells it nowhere else."""
        unused = sum(not secret.used for secret in self.secrets)
        return unused if unused < len(self.secrets) else None

    @property
    def to_phone(self) -> bool:
        """Whether the label of a button that sends a code names a phone number; an address has its @, masked too."""
        told = (self.label.text, *self.label.context.values()) if self.label else ()
        return not any("@" in each for each in told if isinstance(each, str))

    @property
    def button(self) -> bool:
        """Whether this is a button of either sort (`submit`, or `button` that runs a trigger)."""
        return self.input_type in ("submit", "button")
