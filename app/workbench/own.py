"""Flows that were recorded elsewhere: pasted, dropped or named on the command line. They stay in memory."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from ..kratos.flow import parse_flow
from ..kratos.types import FlowKind
from ..preview.exhibits import Exhibit, flow_page_context
from ..preview.facts import facts_of
from ..preview.pieces import NoFlow, read_flow
from ..upstream.errors import ProtocolError

MOST = 200
"""Flows that are kept."""


@dataclass(slots=True)
class Own:
    """Exhibits by name, such as "own/login-2"."""

    files: tuple[Path, ...] = ()
    exhibits: dict[str, Exhibit] = field(default_factory=dict)

    def add(self, text: str, title: str = "") -> Exhibit:
        """Keep the flow in `text`, in place of another of that `title`; without one, beside all others.

        Raises:
            NoFlow: it is none, or there are too many already.
        """
        kind, body = read_flow(text)
        stem = re.sub(r"[^A-Za-z0-9._-]+", "-", title.removesuffix(".json")).strip("-.") or kind
        name, number = f"own/{stem}", 1
        while not title and name in self.exhibits:
            number += 1
            name = f"own/{stem}-{number}"
        if len(self.exhibits) >= MOST and name not in self.exhibits:
            raise NoFlow(f"There are {MOST} already: start the preview again to forget them.")
        self.exhibits[name] = flow_exhibit(kind, body, name)
        return self.exhibits[name]

    def read(self) -> tuple[str, ...]:
        """Read the files anew. Return what is wrong with them."""
        problems = []
        titles: dict[str, Path] = {}
        for path in self.files:
            title = path.stem
            while title in titles:  # in another folder
                title += "-2"
            titles[title] = path
            try:
                self.add(path.read_text("utf-8"), title)
            except (NoFlow, OSError, UnicodeDecodeError) as error:
                problems.append(f"{path}: {error}")
        return tuple(problems)


def flow_exhibit(kind: FlowKind, body: Mapping[str, Any], name: str) -> Exhibit:
    """Return the page of a flow.

    Raises:
        NoFlow: what Kratos answers has more than this.
    """
    try:
        parse_flow(kind, body)
        facts = facts_of(body)
    except (ProtocolError, KeyError, TypeError, AttributeError) as error:
        raise NoFlow(f"This is no whole flow: {getattr(error, 'message', '') or error}") from None
    return Exhibit(kind, name, f"pages/{kind}.html", partial(_context, kind, body), facts)


def _context(kind: FlowKind, body: Mapping[str, Any]) -> Any:
    return flow_page_context(parse_flow(kind, body))
