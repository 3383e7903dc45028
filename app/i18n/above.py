"""What stands above the forms of a page: messages that have no field to stand at, each once in its words."""

from __future__ import annotations

from collections.abc import Iterable

from ..kratos.arrange import Form
from ..kratos.flow import Flow, Message, Node
from ..kratos.lead import LEADS
from ..kratos.plan import typed
from .fields import page_text


def above(flow: Flow) -> tuple[tuple[Message, Flow | Node], ...]:
    """Return the messages of `flow` but those below its title, then those of nodes that nobody fills in."""
    found: list[tuple[Message, Flow | Node]] = []
    said: list[Message | tuple[Message, str]] = [
        each for each in flow.messages if each.id in LEADS[flow.kind]
    ]
    for message in flow.messages:
        if message not in said:
            said.append(message)
            found.append((message, flow))
    for node in flow.nodes:
        for message in () if typed(node) else node.messages:
            words = (message, page_text(message, (), node))
            if message not in said and words not in said:
                said.append(words)
                found.append((message, node))
    return tuple(found)


def wrong(forms: Iterable[Form]) -> tuple[Node, ...]:
    """Return the fields of `forms` that Kratos refused."""
    return tuple(node for form in forms for node in form.nodes if typed(node) and node.wrong)
