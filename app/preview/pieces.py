"""The recorded pieces of which flows are put together by hand, and flows that somebody else has recorded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from .. import paths
from ..kratos.types import FLOW_KINDS, FlowKind
from ..upstream import values
from .compose import BASES, Base, Catalogue, messages_in
from .recorded import body_of

_KIND = re.compile(rf"/(?:self-service/)?({'|'.join(FLOW_KINDS)})\b")


class NoFlow(ValueError):
    """A text is no flow of Kratos; the message says what it lacks."""


@cache
def versions() -> tuple[str, ...]:
    """Return the versions of Kratos that there are recordings of."""
    return tuple(sorted(path.name for path in paths.FLOWS.iterdir() if path.is_dir()))


@cache
def bases(kind: FlowKind, version: str) -> tuple[Base, ...]:
    """Return the places of a flow that this version has a recording of."""
    return tuple(each for each in BASES[kind] if _flow(version, each.name))


@cache
def catalogue(kind: FlowKind, version: str, base: Base) -> Catalogue:
    """Return what there is to choose from."""
    bodies = tuple(body for name in (base.name, *base.more) if (body := _flow(version, name)))
    recorded = (_flow(version, path.stem) for path in sorted((paths.FLOWS / version).glob(f"{kind}.*.json")))
    return Catalogue(bodies, messages_in(body for body in recorded if body))


def _flow(version: str, name: str) -> Mapping[str, Any] | None:
    path = paths.FLOWS / version / f"{name}.json"
    body = body_of(path) if path.is_file() else None
    return body if isinstance(body, dict) and "ui" in body else None


def read_flow(text: str) -> tuple[FlowKind, Mapping[str, Any]]:
    """Return kind and JSON of a flow as Kratos answered it, or inside a recording's `body`.

    Raises:
        NoFlow: it is none.
    """
    try:
        found = values.load(text.encode(errors="replace"))
    except ValueError as error:
        raise NoFlow(f"This is no JSON: {error}") from None
    body = found.get("body", found) if isinstance(found, dict) else None
    if not isinstance(body, dict) or not isinstance(body.get("ui"), dict):
        raise NoFlow('This is no flow: it has no "ui". Paste what GET /self-service/…/flows answers.')
    told = f"{body['ui'].get('action', '')} {body.get('request_url', '')}"
    kind = _KIND.search(told)
    if kind is None:
        raise NoFlow(f"Neither ui.action nor request_url says which flow it is: {', '.join(FLOW_KINDS)}.")
    return cast(FlowKind, kind[1]), body
