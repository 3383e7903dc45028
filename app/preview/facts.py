"""What a recorded flow is found by: its methods, and what Kratos says in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

NO_METHOD = ("default", "profile", "identifier_first")
"""Groups of nodes that are there whatever the methods."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Methods by the names of their groups; texts in Kratos' English, by their ids."""

    methods: tuple[str, ...] = ()
    errors: Mapping[int, str] = field(default_factory=dict)
    others: Mapping[int, str] = field(default_factory=dict)


def facts_of(body: Mapping[str, Any]) -> Facts:
    """Return those of a flow, as Kratos' JSON has it."""
    said = list(_said(body))
    groups = {str(node.get("group")) for node in nodes_of(body)}
    return Facts(
        methods=tuple(sorted(groups.difference(NO_METHOD))),
        errors={each["id"]: each.get("text", "") for each in said if each.get("type") == "error"},
        others={each["id"]: each.get("text", "") for each in said if each.get("type") != "error"},
    )


def nodes_of(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the nodes; some recordings have `null` for none."""
    return list(body["ui"].get("nodes") or ())


def _said(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from body["ui"].get("messages") or ()
    for node in nodes_of(body):
        yield from node.get("messages") or ()
