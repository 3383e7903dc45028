"""This request's way to Hydra. Imported only where `HYDRA_ADMIN_URL` is set."""

from __future__ import annotations

from dataclasses import replace

from app.hydra.client import HydraClient
from app.web.kratos import kratos, settings


def hydra() -> HydraClient:
    """The client of this request: Kratos' pool and deadline, Hydra's address and token."""
    config = settings()
    return HydraClient(replace(kratos(), base_url=config.hydra_admin_url), config.ory_admin_api_token)
