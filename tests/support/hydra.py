"""Real Hydra for tests, and an OAuth2 client of authlib's as a web site of its own."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet
from markupsafe import escape
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from app.cli import binaries, hydra, kratos
from app.cli.demo.services import Service
from tests.support.ports import free_port
from tests.support.real_kratos import KratosFactory, RealKratos, http
from tests.support.servers import serving

SCOPES = "openid email profile offline_access photos.read"


@dataclass(frozen=True)
class RealHydra:
    """A running Hydra, and the Kratos that signs people in for it."""

    service: Service
    public_url: str
    admin_url: str
    real: RealKratos

    def admin(self, method: str, path: str, **query: str) -> requests.Response:
        """Calls the admin API at `/admin/oauth2/auth{path}`."""
        with http() as session:
            url = f"{self.admin_url}/admin/oauth2/auth{path}"
            return session.request(method, url, params=query, timeout=10)


def start_hydra(folder: Path, factory: KratosFactory, **environ: str) -> RealHydra:
    """A Hydra of its own, with the Kratos of the overlay `hydra`. `environ`: settings by Hydra's names."""
    program = binaries.find(binaries.HYDRA, os.environ, print)
    public, admin = free_port(), free_port()
    real = factory("hydra", ports={hydra.PUBLIC: public, hydra.ADMIN: admin})
    ui = int(real.ui_url.rpartition(":")[2])
    configs = hydra.prepare(folder, {hydra.PUBLIC: public, hydra.ADMIN: admin, kratos.UI: ui})
    command = hydra.serve_command(program, configs)
    service = Service(
        "Hydra", command, folder, kratos.environment(os.environ, **environ), folder / "hydra.log"
    )
    try:
        service.wait_for(f"http://127.0.0.1:{admin}/health/ready")
    except BaseException:
        service.stop()
        raise
    return RealHydra(service, f"http://localhost:{public}", f"http://localhost:{admin}", real)


@pytest.fixture(scope="module")
def real_hydra(real_kratos: KratosFactory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealHydra]:
    """A Hydra for the tests of one file."""
    try:
        running = start_hydra(tmp_path_factory.mktemp("hydra"), real_kratos)
    except binaries.MissingTool as error:
        pytest.fail(str(error), pytrace=False)
    yield running
    running.service.stop()


@dataclass
class OAuth2Client:
    """A web site that lets people sign in by Hydra. `results`: what each callback brought it."""

    hydra: RealHydra
    url: str
    registered: dict[str, Any]
    results: list[dict[str, Any]] = field(default_factory=list)
    _begun: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.registered["client_id"])

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        pages = {"/login": self._login, "/callback": self._callback, "/logout": self._logout}
        page = pages.get(
            request.path, lambda _: Response(f"client page {request.path}", mimetype="text/html")
        )
        return page(request)(environ, start_response)

    def authorize_url(self, scope: str = SCOPES, **more: str) -> str:
        """Where a sign-in starts."""
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(12)
        url, state = self._session(scope).create_authorization_url(
            f"{self.hydra.public_url}/oauth2/auth", code_verifier=verifier, nonce=nonce, **more
        )
        self._begun[state] = {"code_verifier": verifier, "nonce": nonce}
        return str(url)

    def _session(self, scope: str = SCOPES) -> OAuth2Session:
        session = OAuth2Session(
            self.id, self.registered["client_secret"], scope=scope, redirect_uri=f"{self.url}/callback",
            code_challenge_method="S256",
        )  # fmt: skip
        session.trust_env = False
        return session

    def _login(self, request: Request) -> Response:
        return redirect(self.authorize_url(**request.args.to_dict()))

    def _callback(self, request: Request) -> Response:
        if "error" in request.args:
            result: dict[str, Any] = dict(request.args)
        else:
            result = self._redeem(request.url, self._begun.pop(request.args["state"]))
        self.results.append(result)
        return _page(json.dumps(result, default=str))

    def _redeem(self, url: str, begun: dict[str, str]) -> dict[str, Any]:
        """Code → tokens, the id token's checked claims, userinfo."""
        with self._session() as session:
            token = session.fetch_token(
                f"{self.hydra.public_url}/oauth2/token", authorization_response=url,
                code_verifier=begun["code_verifier"],
            )  # fmt: skip
            userinfo = session.get(f"{self.hydra.public_url}/userinfo").json()
            keys = session.request(
                "GET", f"{self.hydra.public_url}/.well-known/jwks.json", withhold_token=True
            ).json()
        claims: dict[str, Any] = {}
        if "id_token" in token:
            claims = jwt.decode(token["id_token"], KeySet.import_key_set(keys)).claims
            jwt.JWTClaimsRegistry(
                iss={"essential": True, "value": f"{self.hydra.public_url}/"},
                aud={"essential": True, "value": self.id},
                nonce={"essential": True, "value": begun["nonce"]},
                exp={"essential": True},
            ).validate(claims)
        return {"token": dict(token), "claims": claims, "userinfo": userinfo}

    def _logout(self, request: Request) -> Response:
        hint = self.results[-1]["token"]["id_token"]
        query = f"id_token_hint={hint}&post_logout_redirect_uri={self.url}/bye&state=s1"
        return redirect(f"{self.hydra.public_url}/oauth2/sessions/logout?{query}")


def _page(text: str) -> Response:
    """A page of the client, without a favicon that a browser would ask for in its own time."""
    return Response(
        f'<!doctype html><link rel="icon" href="data:,"><pre>{escape(text)}</pre>', mimetype="text/html"
    )


@contextmanager
def serve_client(running: RealHydra, **fields: Any) -> Iterator[OAuth2Client]:
    """A client of `running` on a port of its own; `fields`: more of Hydra's `oAuth2Client`."""
    port = free_port()
    url = f"http://localhost:{port}"
    registered = hydra.register_client(
        running.admin_url,
        {
            "client_name": "Atlas Notes",
            "scope": SCOPES,
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "redirect_uris": [f"{url}/callback"],
            "post_logout_redirect_uris": [f"{url}/bye"],
            "policy_uri": "https://atlas.example/privacy",
            "tos_uri": "https://atlas.example/terms",
            **fields,
        },
    )
    client = OAuth2Client(running, url, registered)
    with serving(client, port):
        yield client
