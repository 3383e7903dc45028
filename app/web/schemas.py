"""Kratos' identity schemas, asked for once a minute: they are everybody's, and change with its configuration."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.current import state, ui
from app.kratos.errors import KratosError
from app.kratos.flow import Flow
from app.kratos.schema import Schema, chosen
from app.kratos.traits import names_of
from app.web.kratos import asks_nobody, kratos

SECONDS, SECONDS_WITHOUT = 60, 15
"""How long an answer is kept, and how long the lack of one."""


@dataclass(slots=True)
class Kept:
    """What this process knows of the schemas."""

    schemas: tuple[Schema, ...] = ()
    until: float = 0  # `time.monotonic()`
    version: int = 0  # one more whenever they are others


def schemas() -> tuple[Schema, ...]:
    """All identity schemas; none if Kratos gives no answer, as a page can do without."""
    if asks_nobody():
        return state().schemas
    kept = ui().schemas
    if time.monotonic() >= kept.until:
        try:
            found, seconds = kratos().schemas(), SECONDS
        except KratosError:
            found, seconds = (), SECONDS_WITHOUT
        if found != kept.schemas:
            kept.schemas, kept.version = found, kept.version + 1
        kept.until = time.monotonic() + seconds
    return kept.schemas


def version() -> int:
    """A number for what `schemas` gives: what was made of other ones has another number."""
    schemas()
    return ui().schemas.version


def schemas_of(flow: Flow) -> tuple[Schema, ...]:
    """The schemas of those who may sign in by `flow`: the one that it names, else all."""
    named = tuple(each for each in schemas() if each.id == flow.identity_schema)
    return named or schemas()


def schema_of(flow: Flow) -> Schema | None:
    """The schema behind the traits of `flow`; None if it has none, or if it is not known which."""
    names = names_of(flow)
    if not names:
        return None
    own = flow.identity.schema_id if flow.identity else ""
    return chosen(schemas(), own or flow.identity_schema, names)
