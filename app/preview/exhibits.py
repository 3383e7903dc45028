"""What the gallery shows: the recorded flows, and the samples of all other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from .. import paths
from ..current import ui
from ..kratos.flow import Flow, parse_flow
from ..kratos.types import FLOW_KINDS
from ..theme.contract import FlowPageContext, PageContext
from ..web.flow_page import flow_context, prepared
from ..web.kratos import ask_nobody
from .facts import Facts, facts_of
from .recorded import body_of
from .samples import samples


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One page of the gallery."""

    section: str  # heading in the gallery: "login", "pages"
    name: str  # path below /preview: "v1.3.1/login.choose_method.all_methods", "pages/welcome.signed_in"
    template: str
    make: Callable[[], PageContext]
    facts: Facts = Facts()

    def context(self) -> PageContext:
        """Return what the page shows, in a request that asks nobody."""
        ask_nobody()
        return self.make()


@cache
def exhibits() -> Mapping[str, Exhibit]:
    """Return all pages by name, in the order of the gallery."""
    others = (
        Exhibit("pages", f"pages/{name}", f"pages/{template}.html", make)
        for name, template, make in samples()
    )
    found = sorted(_flows(), key=lambda each: (FLOW_KINDS.index(each.section), each.name))
    return {each.name: each for each in (*others, *found)}


def _flows() -> Iterator[Exhibit]:
    for path in paths.FLOWS.glob("*/*.json"):
        kind = path.name.partition(".")[0]
        if kind in FLOW_KINDS and isinstance(body := body_of(path), dict) and "ui" in body:
            name = f"{path.parent.name}/{path.stem}"
            yield Exhibit(kind, name, f"pages/{kind}.html", partial(_flow, kind, path), facts_of(body))


def _flow(kind: Any, path: Path) -> PageContext:
    return flow_page_context(parse_flow(kind, body_of(path)))


def flow_page_context(flow: Flow) -> FlowPageContext:
    """Return what the live page of `flow` shows; only its link to sign out is our own page, for want of a Kratos."""
    page = ui().flow_pages[flow.kind]
    ask_nobody()
    return flow_context(page, prepared(page, flow))
