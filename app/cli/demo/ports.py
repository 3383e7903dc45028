"""The demo's ports: which, their options, and whether they are free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import click

from ..hydra import ADMIN as HYDRA_ADMIN
from ..hydra import PUBLIC as HYDRA_PUBLIC
from ..kratos import ADMIN, PUBLIC, SMTP, UI
from .services import ServiceFailed, in_use


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything listens on 127.0.0.1 only."""

    ui: int = UI
    kratos: int = PUBLIC
    kratos_admin: int = ADMIN
    mail: int = 4436
    smtp: int = SMTP
    hydra: int = HYDRA_PUBLIC
    hydra_admin: int = HYDRA_ADMIN
    client: int = 4446

    @property
    def ui_url(self) -> str:
        """The UI. `localhost`, as passkeys refuse an IP address."""
        return f"http://localhost:{self.ui}"

    @property
    def kratos_url(self) -> str:
        """Kratos' public API, for browsers and the UI."""
        return f"http://localhost:{self.kratos}"

    @property
    def mail_url(self) -> str:
        """The mailbox page."""
        return f"http://localhost:{self.mail}"

    @property
    def hydra_url(self) -> str:
        """Hydra's public API, for browsers and the client."""
        return f"http://localhost:{self.hydra}"

    @property
    def hydra_admin_url(self) -> str:
        """Hydra's admin API, for Kratos and the UI."""
        return f"http://localhost:{self.hydra_admin}"

    @property
    def client_url(self) -> str:
        """The OAuth2 client."""
        return f"http://localhost:{self.client}"

    def moved(self) -> dict[int, int]:
        """Ports of `kratos.yml` and `hydra.yml` → these."""
        return {
            UI: self.ui,
            PUBLIC: self.kratos,
            ADMIN: self.kratos_admin,
            SMTP: self.smtp,
            HYDRA_PUBLIC: self.hydra,
            HYDRA_ADMIN: self.hydra_admin,
        }


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}-port"


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each port, `--ui-port` for `ui`; the command gets them by field name."""
    for field in reversed(fields(Ports)):
        add = click.option(
            _option(field.name),
            field.name,
            type=click.IntRange(1, 65535),
            default=field.default,
            show_default=True,
        )
        command = add(command)
    return command


def refuse_busy(ports: Ports, *, with_hydra: bool = False) -> None:
    """Check the ports. Raises: ServiceFailed: one that is needed is in use; a sentence for each."""
    not_needed = () if with_hydra else ("hydra", "hydra_admin", "client")
    busy = [
        f"Port {port} is in use: stop the program that has it or pass {_option(field.name)}."
        for field in fields(ports)
        if field.name not in not_needed and in_use(port := getattr(ports, field.name))
    ]
    if busy:
        raise ServiceFailed("\n".join(busy))
