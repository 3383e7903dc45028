"""The step of a flow, as the gateway tells it: what a client would else have to find out from nodes and messages."""

from __future__ import annotations

from ..kratos.arrange import arrange
from ..kratos.flow import Flow
from ..kratos.step import step_of
from ..upstream.values import JSON, text


def told(flow: Flow) -> dict[str, JSON]:
    """Return where somebody is in `flow`, as JSON."""
    step = step_of(flow, arrange(flow))
    return {
        "name": step.name,
        "addresses": list(step.addresses),
        "medium": step.medium if step.addresses else "",
        "again": step.again,
        "provider": text(step.provider.context.get("provider")) if step.provider else "",
    }
