"""The order of providers that a theme wants. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..i18n.providers import GROUPS
from ..kratos.flow import Flow, Node


def in_order(flow: Flow, providers: Sequence[str]) -> Flow:
    """`flow` with the buttons of these providers first, in this order; all others as Kratos' configuration has them."""
    buttons = [node for node in flow.nodes if _of_provider(node)]
    if not providers or not buttons:
        return flow
    places = {provider: place for place, provider in enumerate(dict.fromkeys(providers))}
    ordered = iter(sorted(buttons, key=lambda node: places.get(str(node.value), len(places))))
    return replace(flow, nodes=tuple(next(ordered) if _of_provider(node) else node for node in flow.nodes))


def _of_provider(node: Node) -> bool:
    return node.button and node.group in GROUPS
