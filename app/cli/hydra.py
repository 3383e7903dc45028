"""A Hydra of our own: its configuration, made from `kratos-config/hydra.yml`, the command that runs it, a client."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..paths import KRATOS_CONFIG
from .kratos import moved

PUBLIC, ADMIN = 4444, 4445
"""The ports that `hydra.yml` names."""


def prepare(folder: Path, ports: Mapping[int, int]) -> list[str]:
    """Write the configuration to `folder`; `ports`: as for Kratos. Return the `-c` arguments."""
    text = (KRATOS_CONFIG / "hydra.yml").read_text("utf-8")
    (folder / "hydra.yml").write_text(moved(text, ports), "utf-8")
    return ["-c", "hydra.yml"]


SERVE = ("serve", "all", "--dev", "--sqa-opt-out")
"""Hydra for development: plain http; no telemetry. What it knows, it forgets when it ends."""


def serve_command(program: Path, configs: Sequence[str]) -> list[str]:
    """Return what starts Hydra for development."""
    return [str(program), *SERVE, *configs]


def register_client(admin_url: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Make an OAuth2 client known; `fields` and the answer as in Hydra's `oAuth2Client`."""
    request = urllib.request.Request(  # noqa: S310 - our own Hydra
        f"{admin_url}/admin/clients", json.dumps(dict(fields)).encode(), {"Content-Type": "application/json"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as response:
        made: dict[str, Any] = json.load(response)
    return made
