"""What a proxy asks, and what Kratos may answer."""

from __future__ import annotations

import copy
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.recorded_kratos import Given
from tests.support.recordings import Recording, recording

AAL1 = recording("v1.3.1", "whoami.200.password")
AAL2 = recording("v1.3.1", "whoami.200.aal2")
WHOAMI = "/sessions/whoami"
CADDY = {
    "X-Forwarded-Proto": "https", "X-Forwarded-Host": "app.example.org", "X-Forwarded-Uri": "/orders?id=7",
    "Accept": "text/html,*/*;q=0.8",
}  # fmt: skip
TRAEFIK = {**CADDY, "X-Forwarded-Method": "GET", "X-Forwarded-For": "203.0.113.9"}
"""What its documentation says it sends: method, protocol, host, address and who asks."""
SCRIPT = {"X-Original-URL": "https://app.example.org/orders?id=7"}
NGINX = {"X-Original-URL": "https://app.example.org/orders?id=7", "Accept": "text/html"}
BACK = "https://app.example.org/orders?id=7"


def session(**traits: Any) -> Given:
    body = copy.deepcopy(AAL1.body)
    body["identity"]["traits"] |= traits
    return Given(200, body)


def ask(
    client: FlaskClient, path: str = "/session/check", *, cookie: str = "abc", **headers: str
) -> TestResponse:
    client.delete_cookie("ory_kratos_session")
    if cookie:
        client.set_cookie("ory_kratos_session", cookie)
    return client.get(path, headers=headers)


def sent_to(response: TestResponse) -> tuple[str, dict[str, str]]:
    """The address without its query, and that."""
    parts = urlsplit(response.headers["Location"])
    return f"{parts.scheme}://{parts.netloc}{parts.path}", {k: v[0] for k, v in parse_qs(parts.query).items()}


def valid(recorded: Recording, **changes: Any) -> Given:
    return Given(200, {**recorded.body, "expires_at": "2999-01-01T00:00:00Z", **changes})
