"""Clients of the JSON gateway. Each answer is held against the OpenAPI document that the gateway serves."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import requests
from openapi_core import Config, OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse

from app.cli.demo.services import Service
from tests.support.ports import free_port
from tests.support.real_kratos import RealKratos, http, new_address

SECRET = "THIS-IS-A-DEMO-SECRET-REPLACE-IT"
"""What `overlays/webhook.yml` sends."""

_SERVER = "http://gateway.test"

PASSWORD = "a rather long password 17"


class Gateway:
    """One client with cookies of its own. `url`: the UI's address."""

    def __init__(self, url: str, *, checked: bool = True) -> None:
        self.url = url
        self.http = http()
        self._document = documented(url) if checked else None

    def another(self) -> Gateway:
        """A client that shares nothing with this one."""
        return Gateway(self.url, checked=bool(self._document))

    def get(self, path: str, **options: Any) -> requests.Response:
        """`path` below `/api`."""
        return self.send("GET", f"{self.url}/api{path}", **options)

    def post(self, path: str, body: Any, **options: Any) -> requests.Response:
        """`path` below `/api`."""
        return self.send("POST", f"{self.url}/api{path}", json=body, **options)

    def send(self, method: str, url: str, **options: Any) -> requests.Response:
        """Any request; redirects are not followed."""
        response = self.http.request(method, url, **{"timeout": 20, "allow_redirects": False, **options})
        self.check(response)
        return response

    def check(self, response: requests.Response) -> None:
        """Raises: OpenAPIError: the answer is not as documented."""
        if self._document:
            self._document.validate_response(_Request(response.request), RequestsOpenAPIResponse(response))

    def start(self, kind: str, **params: str) -> Any:
        """A new flow."""
        answer = self.get(f"/auth/flows/{kind}", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def submit(self, kind: str, flow: Any, **fields: Any) -> requests.Response:
        """Posts `fields` to `flow`; `browser=True`: as a browser's, CSRF token and all."""
        browser = bool(fields.pop("browser", False))
        if browser:
            fields["csrf_token"] = value_of(flow, "csrf_token")
        params = {"type": "browser"} if browser else {}
        return self.post(f"/auth/flows/{kind}", {"flow_id": flow["id"], **fields}, params=params)

    def register(self, email: str = "", password: str = PASSWORD, **traits: Any) -> str:
        """A new account, signed in by password; its address."""
        email = email or new_address()
        flow = self.start("registration")
        answer = self.submit("registration", flow, email=email, password=password, **traits)
        assert answer.status_code == 200, answer.text
        return email

    def sign_in(self, identifier: str, password: str = PASSWORD) -> requests.Response:
        """By password, in an API flow."""
        return self.submit("login", self.start("login"), identifier=identifier, password=password)

    def whoami(self) -> requests.Response:
        return self.get("/auth/whoami")

    @property
    def token(self) -> str:
        """The session token in the gateway's cookie; "" without."""
        mine = [cookie for cookie in self.http.cookies if cookie.name == "ory_kratos_session"]
        return next((str(cookie.value) for cookie in mine if str(cookie.value).startswith("ory_st_")), "")


class _Request(RequestsOpenAPIRequest):
    """A request as the document sees it, whatever port it went to."""

    @property
    def host_url(self) -> str:
        return _SERVER


def documented(url: str) -> OpenAPI:
    """The document of the gateway at `url`."""
    return _parsed(http().get(f"{url}/api/openapi.json", timeout=10).text)


@cache
def _parsed(text: str) -> OpenAPI:
    """Slow, so once for each text. That the document itself is valid has a test of its own."""
    return OpenAPI.from_dict(
        {**json.loads(text), "servers": [{"url": _SERVER}]}, config=Config(spec_validator_cls=None)
    )


def value_of(flow: Any, name: str) -> Any:
    """The value of the node `name`."""
    nodes = (node["attributes"] for node in flow["ui"]["nodes"] or [])
    return next(node.get("value") for node in nodes if node.get("name") == name)


@contextmanager
def production_server(real: RealKratos, folder: Path, **environ: str) -> Iterator[str]:
    """`kratos-ui run` with all its workers, as an operator starts it; its address."""
    port = free_port()
    own = {
        "HOST": "127.0.0.1", "PORT": str(port), "KRATOS_PUBLIC_URL": real.public_url,
        "GATEWAY_ENABLED": "true", "PYTHONPATH": str(Path(__file__).parents[2]), "PATH": os.environ["PATH"],
    }  # fmt: skip
    command = [sys.executable, "-m", "app.cli.main", "run"]
    service = Service("kratos-ui run", command, folder, {**own, **environ}, folder / "kratos-ui.log")
    try:
        service.wait_for(f"http://127.0.0.1:{port}/health/alive")
        yield f"http://127.0.0.1:{port}"
    finally:
        service.stop()


def serve_gateway(ui_server: Any, *overlays: str, **settings: Any) -> tuple[RealKratos, Gateway]:
    """A real Kratos with these overlays, our UI with the gateway before it, and a client."""
    defaults = {"gateway_enabled": True, "gateway_documents_example": True, "gateway_webhook_secret": SECRET}
    real = ui_server(*overlays, **{**defaults, **settings})
    return real, Gateway(real.ui_url)
