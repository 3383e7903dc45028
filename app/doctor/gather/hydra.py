"""Asks Hydra: where it sends people who come with a client."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from ...upstream import values
from ..browser import JSON_TYPE, NOT_ASKED, Answer, Browser
from ..seen import Asked, HydraSeen


def look(asked: Asked) -> HydraSeen:
    """Ask what the addresses that were given allow."""
    bundle = asked.config.kratos_ca_bundle if asked.config else None
    ask = Browser(str(bundle) if bundle else None).ask
    ready, client = NOT_ASKED, None
    if asked.hydra_admin:
        ready = ask(f"{asked.hydra_admin}/health/ready", accept=JSON_TYPE)
        headers = {}
        if asked.config and asked.config.ory_admin_api_token:
            headers = {"Authorization": f"Bearer {asked.config.ory_admin_api_token}"}
        listed = ask(
            f"{asked.hydra_admin}/admin/clients?page_size=10", accept=JSON_TYPE, headers=headers
        ).items
        client = next((each for each in map(values.mapping, listed) if each.get("redirect_uris")), None)
    if not asked.hydra:
        return HydraSeen(ready)
    return HydraSeen(
        ready=ready,
        refused=ask(_auth(asked.hydra, {"client_id": f"doctor-{secrets.token_hex(4)}"})),
        login=_login(ask, asked.hydra, client) if client else NOT_ASKED,
        logout=ask(f"{asked.hydra}/oauth2/sessions/logout"),
    )


def _login(ask: Any, hydra: str, client: Any) -> Answer:
    """Start a sign-in for a client that is known; it ends by itself."""
    uris = values.items(client.get("redirect_uris"))
    answer: Answer = ask(
        _auth(
            hydra,
            {
                "client_id": values.text(client.get("client_id")),
                "redirect_uri": values.text(uris[0]),
                "scope": values.text(client.get("scope")).split(" ")[0],
                "response_type": "code",
                "code_challenge": secrets.token_urlsafe(32),
                "code_challenge_method": "S256",
            },
        )
    )
    return answer


def _auth(hydra: str, params: dict[str, str]) -> str:
    return f"{hydra}/oauth2/auth?{urlencode({'state': secrets.token_hex(8), **params})}"
