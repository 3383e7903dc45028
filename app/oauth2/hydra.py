"""This request's way to Hydra. Imported only where `HYDRA_ADMIN_URL` is set."""

from __future__ import annotations

from dataclasses import replace

from app.current import config
from app.hydra.client import HydraClient
from app.web.kratos import kratos


def hydra() -> HydraClient:
    """Return the client of this request: Kratos' pool and deadline, Hydra's address and token."""
    return HydraClient(replace(kratos(), base_url=config().hydra_admin_url), config().ory_admin_api_token)
