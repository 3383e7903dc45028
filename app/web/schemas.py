"""Kratos' identity schemas, asked for once a minute: they are everybody's, and change with its configuration."""

from __future__ import annotations

from ..current import state, ui
from ..kratos.flow import Flow
from ..kratos.schema import Schema, chosen
from ..kratos.traits import names_of
from .kratos import asks_nobody, kratos
from .remembered import Remembered

SECONDS, SECONDS_WITHOUT = 60, 15
"""How long an answer is kept, and how long the lack of one."""


def remembered() -> Remembered[tuple[Schema, ...]]:
    """Return the place for them, with nothing known yet."""
    return Remembered((), SECONDS, SECONDS_WITHOUT)


def schemas() -> tuple[Schema, ...]:
    """All identity schemas; none if Kratos gives no answer, as a page can do without."""
    if asks_nobody():
        return state().schemas
    return ui().schemas.get(kratos().schemas)


def schemas_of(flow: Flow) -> tuple[Schema, ...]:
    """Return the schemas of those who may sign in by `flow`: the one that it names, else all."""
    named = tuple(each for each in schemas() if each.id == flow.identity_schema)
    return named or schemas()


def schema_of(flow: Flow) -> Schema | None:
    """Return the schema behind the traits of `flow`; None if it has none, or if it is not known which."""
    names = names_of(flow)
    if not names:
        return None
    own = flow.identity.schema_id if flow.identity else ""
    return chosen(schemas(), own or flow.identity_schema, names)
