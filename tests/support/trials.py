"""The inputs below `tests/trials`: identity schemas and settings on which a page once failed."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TRIALS = Path(__file__).resolve().parents[1] / "trials"


def trial(name: str) -> dict[str, Any]:
    """One of them: `schema`, `config` (dotted keys of `kratos.yml`), `traits`, `steps`."""
    found: dict[str, Any] = json.loads((TRIALS / f"{name}.json").read_text("utf-8"))
    return found


def settings(schema: Mapping[str, Any], config: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What starts a Kratos with that identity schema: `new_person(extra=…)`, `ui_server(extra=…)`."""
    url = f"base64://{base64.b64encode(json.dumps(schema).encode()).decode()}"
    made: dict[str, Any] = {"identity": {"schemas": [{"id": "default", "url": url}]}}
    for key, value in (config or {}).items():
        *parents, leaf = key.split(".")
        place = made
        for parent in parents:
            place = place.setdefault(parent, {})
        place[leaf] = value
    return made
