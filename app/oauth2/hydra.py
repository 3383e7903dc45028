"""This request's way to Hydra. Imported only where `HYDRA_ADMIN_URL` is set."""

from __future__ import annotations

from ..current import config
from ..hydra.client import HydraClient
from ..upstream.client import Upstream
from ..web.kratos import kratos


def hydra() -> HydraClient:
    """Return the client of this request: Kratos' pool and deadline, Hydra's address and token."""
    way = kratos()
    api = Upstream(config().hydra_admin_url, way.http, way.timeout, way.deadline, way.request_id)
    return HydraClient(api, config().ory_admin_api_token)
