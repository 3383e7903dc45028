"""What Kratos and Hydra get of this machine where they run in containers."""

from __future__ import annotations

from pathlib import Path

from ..containers import Box
from .ports import Ports

LISTENING = {"SERVE_PUBLIC_HOST": "0.0.0.0", "SERVE_ADMIN_HOST": "0.0.0.0"}  # noqa: S104 - published on 127.0.0.1 alone


def kratos(folder: Path, ports: Ports, *, with_hydra: bool) -> Box:
    """Return Kratos', which reaches the mailbox, and Hydra too."""
    away = {"COURIER_SMTP_CONNECTION_URI": f"smtp://{{host}}:{ports.smtp}/?disable_starttls=true"}
    if with_hydra:
        away["OAUTH2_PROVIDER_URL"] = f"http://{{host}}:{ports.hydra_admin}"
    return Box(
        f"kratos-ui-demo-{ports.kratos}", folder, ("kratos.yml", "overlays", "schemas", "mails"),
        (ports.kratos, ports.kratos_admin), {**LISTENING, **away},
    )  # fmt: skip


def hydra(folder: Path, ports: Ports) -> Box:
    """Return Hydra's."""
    used = (ports.hydra, ports.hydra_admin)
    return Box(f"kratos-ui-demo-{ports.hydra}", folder, ("hydra.yml",), used, LISTENING)
