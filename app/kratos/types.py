"""The names that every module shares: JSON values and the kinds of flows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, get_args

JSON: TypeAlias = "None | bool | int | float | str | Sequence[JSON] | Mapping[str, JSON]"

FlowKind = Literal["login", "registration", "recovery", "verification", "settings"]
FLOW_KINDS: tuple[FlowKind, ...] = get_args(FlowKind)
