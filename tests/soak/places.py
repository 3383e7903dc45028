"""Where templates take a text: what came there, and what a page would be if one of them did not escape it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from tests.support.markup import MARK

_WATCH = "_watch"


class Places:
    """Each expression of a template that is printed, passed on or kept, as `file:line:number`."""

    def __init__(self) -> None:
        self.all: set[str] = set()
        self.hostile: set[str] = set()
        """Where a text with markup in it came, since this was last cleared."""
        self.broken = ""
        """The one that takes its text as if `|safe` stood there."""

    def watch(self, environment: Environment) -> None:
        """To be called before a template is loaded."""
        places = self

        class Watching(CodeGenerator):
            def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
                places._wrap(node, str(self.name))
                super().visit_Template(node, frame)

        environment.code_generator_class = Watching
        environment.globals[_WATCH] = self._seen
        environment.bytecode_cache = None  # what others compiled has no eyes

    def _wrap(self, template: nodes.Template, name: str) -> None:
        for holder, field, number in list(_expressions(template)):
            found = getattr(holder, field)
            inner = found if number is None else found[number]
            place = f"{name}:{inner.lineno}:{len(self.all)}"
            self.all.add(place)
            watch = nodes.Name(_WATCH, "load", lineno=inner.lineno)
            outer = nodes.Call(watch, [nodes.Const(place), inner], [], None, None, lineno=inner.lineno)
            assert template.environment
            outer.set_environment(template.environment)
            if number is None:
                setattr(holder, field, outer)
            else:
                found[number] = outer

    def _seen(self, place: str, value: Any) -> Any:
        if type(value) is not str:
            return value
        if f"<{MARK}" in value:
            self.hostile.add(place)
        return Markup(value) if place == self.broken else value


def _expressions(template: nodes.Template) -> Iterator[tuple[nodes.Node, str, int | None]]:
    """What is printed (`{{ … }}`), given to a macro, joined by `~`, or kept by `set`: who holds it, and where."""
    for holder in template.find_all((nodes.Output, nodes.Call, nodes.Concat)):
        field = "args" if isinstance(holder, nodes.Call) else "nodes"
        for number, each in enumerate(getattr(holder, field)):
            if not isinstance(each, nodes.Const | nodes.TemplateData):
                yield holder, field, number
    for holder in template.find_all((nodes.Keyword, nodes.Assign)):
        field = "value" if isinstance(holder, nodes.Keyword) else "node"
        if not isinstance(getattr(holder, field), nodes.Const):
            yield holder, field, None
