"""Recorded answers of Kratos, as the wheel carries them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .. import paths
from ..kratos.session import Session, parse_session

VERSION = "v1.3.1"
"""Whose sessions and errors the gallery shows."""


def body_of(path: Path) -> Any:
    """Return the JSON that Kratos answered."""
    return json.loads(path.read_text(encoding="utf-8"))["body"]


def recorded(name: str) -> Any:
    """Return the JSON of the recording `name`, such as "sessions.list.200"."""
    return body_of(paths.FLOWS / VERSION / f"{name}.json")


def recorded_session(name: str) -> Session:
    """Return the session in the recording `name`."""
    return parse_session(recorded(name))
