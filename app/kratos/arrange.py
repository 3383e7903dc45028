"""Flow → forms → sections: which nodes share a `<form>`, in which order, which button is primary.

Pure: knows no HTML and no theme.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.kratos.flow import Flow, Node


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
    sections: tuple[Section, ...]  # the primary group's section first where it holds the primary button
    primary: Node | None  # the button that Enter presses

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
    raise NotImplementedError
