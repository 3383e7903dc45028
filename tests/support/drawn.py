"""Forms as one line of text each, so that a test can say exactly what it expects."""

from __future__ import annotations

from collections.abc import Iterable

from app.kratos.arrange import Form, arrange
from app.kratos.flow import Flow, Node


def drawn(flow: Flow) -> list[str]:
    """One line per form: `role group [shared hidden] section(-hidden field button=value!)…`, `*` = primary."""
    return [f"{form.role} {form.group} [{_names(form.hidden)}] {_sections(form)}" for form in arrange(flow)]


def _sections(form: Form) -> str:
    return " ".join(
        f"{s.group}({' '.join(_node(n, form) for n in (*s.hidden, *s.fields, *s.buttons))})"
        for s in form.sections
    )


def _names(nodes: Iterable[Node]) -> str:
    names = " ".join(node.name for node in nodes)
    return names.replace("traits.", "")


def _node(node: Node, form: Form) -> str:
    value = f"={node.value}" if node.submit else ""
    marks = "*" * (node is form.primary) + "!" * node.novalidate
    return f"{'-' * node.hidden}{node.name}{value}{marks}".replace("traits.", "")
