"""The kinds of flows."""

from __future__ import annotations

from typing import Literal, get_args

FlowKind = Literal["login", "registration", "recovery", "verification", "settings"]
FLOW_KINDS: tuple[FlowKind, ...] = get_args(FlowKind)
