"""The answers of real Kratos under `tests/flows/`: what the tests and the preview look at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.kratos.types import FLOW_KINDS, FlowKind

FLOWS = Path(__file__).resolve().parents[1] / "flows"


def objects(value: object) -> Iterator[dict[str, Any]]:
    """Every object in JSON, the outer ones first."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner:
        yield from objects(each)


@dataclass(frozen=True, slots=True)
class Recording:
    """One recorded answer. `body` is shared by all tests of a run: never change it."""

    path: Path
    version: str  # folder: "v1.3.1"
    name: str  # file without ".json": "login.choose_method.all_methods"
    status: int
    body: Any  # JSON, or a string where Kratos answered with something else
    request: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """First part of the name: a flow kind, or "whoami", "sessions", "error", …."""
        return self.name.partition(".")[0]

    @property
    def flow_kind(self) -> FlowKind:
        """The kind of a recorded flow."""
        (kind,) = (each for each in FLOW_KINDS if each == self.kind)
        return kind

    @property
    def id(self) -> str:
        """For pytest: `v1.3.1/login.choose_method.all_methods`."""
        return f"{self.version}/{self.name}"


@cache
def recordings() -> tuple[Recording, ...]:
    """All recordings, sorted by version and name; read once."""
    return tuple(_load(path) for path in sorted(FLOWS.glob("*/*.json")))


@cache
def flow_recordings() -> tuple[Recording, ...]:
    """Those whose body is a flow: 200, and the 400 that a JSON submit gets."""
    return tuple(
        recording
        for recording in recordings()
        if recording.status in (200, 400) and isinstance(recording.body, dict) and "ui" in recording.body
    )


def recording(version: str, name: str) -> Recording:
    """One recording. Raises: KeyError."""
    return {(each.version, each.name): each for each in recordings()}[version, name]


def _load(path: Path) -> Recording:
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Recording(path, path.parent.name, path.stem, raw["status"], raw["body"], raw["request"])
