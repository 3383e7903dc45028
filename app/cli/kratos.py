"""A Kratos of our own: its folder, made from `kratos-config/`, and the commands that run it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..paths import KRATOS_CONFIG

UI, PUBLIC, ADMIN, SMTP = 4455, 4433, 4434, 4437
"""The ports that `kratos.yml` names."""

KEPT_VARIABLES = ("HOME", "LANG", "PATH", "TMPDIR", "TZ")
"""All that Kratos sees of the environment: a `DSN` there would send the demo to somebody's real database."""


def prepare(folder: Path, ports: Mapping[int, int], overlays: Sequence[str] = ()) -> list[str]:
    """Write the configuration to `folder`, in which Kratos must be started.

    Args:
        folder: what lies there already (the database) stays.
        ports: those of the files that shall be others, such as `{4433: 54001}`.
        overlays: names below `kratos-config/overlays`; later ones win.

    Returns:
        The `-c` arguments.
    """
    names = ["kratos.yml", *(f"overlays/{name}.yml" for name in overlays)]
    for name in [*names, *(f"schemas/{schema.name}" for schema in (KRATOS_CONFIG / "schemas").glob("*"))]:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(moved((KRATOS_CONFIG / name).read_text("utf-8"), ports), "utf-8")
    return [word for name in names for word in ("-c", name)]


def moved(text: str, ports: Mapping[int, int]) -> str:
    """Return the text with other port numbers, whether in an address or alone."""
    return re.sub(r"\b4\d{3}\b", lambda found: str(ports.get(int(found[0]), found[0])), text)


MIGRATE = ("migrate", "sql", "-e", "--yes")
"""Create or update the database."""

SERVE = ("serve", "--dev", "--watch-courier", "--sqa-opt-out")
"""Kratos for development: cookies work over plain http; mails are sent; no telemetry."""


def migrate_command(program: Path, configs: Sequence[str]) -> list[str]:
    """Return what creates or updates the database."""
    return [str(program), *MIGRATE, *configs]


def serve_command(program: Path, configs: Sequence[str]) -> list[str]:
    """Return what starts Kratos for development."""
    return [str(program), *SERVE, *configs]


def environment(environ: Mapping[str, str], **more: str) -> dict[str, str]:
    """Return what Kratos may see of `environ`, and `more`: settings such as `COURIER_WORKER_PULL_WAIT="100ms"`."""
    kept = {name: environ[name] for name in KEPT_VARIABLES if name in environ}
    return {**kept, "SQA_OPT_OUT": "true", **more}
