"""A social sign-in provider for tests: OpenID Connect's code flow, with whatever person and answer a test wants."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import ECKey
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ASK = """<!doctype html><title>Provider</title><link rel="icon" href="data:,"><h1>Sign in at the provider</h1>
<form method="post"><button name="answer" value="allow">Allow</button>
<button name="answer" value="deny">Deny</button></form>"""


@dataclass
class OidcProvider:
    """A WSGI application. Who comes is `subject` with `claims`; a test sets them before it sends the browser here.

    `asks`: shows a page with two buttons first; else it leads back at once, as for somebody signed in there.
    """

    port: int
    subject: str = "sam"
    claims: dict[str, Any] = field(default_factory=dict)
    asks: bool = False
    error: str = ""  # of the next answers: "access_denied", "server_error"
    requests: list[dict[str, str]] = field(default_factory=list)  # parameters of the authorization requests
    _key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "test"}))
    _granted: dict[str, dict[str, Any]] = field(default_factory=dict)  # code → claims of the ID token

    @property
    def url(self) -> str:
        """The issuer."""
        return f"http://localhost:{self.port}"

    def person(self, subject: str, *, asks: bool = False, error: str = "", **claims: Any) -> None:
        """Who comes next, and what happens; forgets the one before."""
        self.subject, self.claims, self.asks, self.error = subject, claims, asks, error
        self.requests.clear()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request = Request(environ)
        try:
            endpoint, _ = _ADDRESSES.bind_to_environ(environ).match()
            response: Response = getattr(self, f"_{endpoint}")(request)
        except HTTPException as error:
            return error.get_response(environ)(environ, start_response)
        return response(environ, start_response)

    def _discovery(self, request: Request) -> Response:
        return _json(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
            }
        )

    def _keys(self, request: Request) -> Response:
        return _json({"keys": [self._key.as_dict(private=False, use="sig", alg="ES256")]})

    def _authorize(self, request: Request) -> Response:
        if request.method == "GET":
            self.requests.append(request.args.to_dict())
            if self.asks:
                return Response(ASK, mimetype="text/html")
        denied = request.form.get("answer") == "deny"
        error = "access_denied" if denied else self.error
        answer = (
            {"error": error, "error_description": "nothing was shared"} if error else self._grant(request)
        )
        query = urlencode({**answer, "state": request.args["state"]})
        return redirect(f"{request.args['redirect_uri']}?{query}", 303)

    def _grant(self, request: Request) -> dict[str, str]:
        code = secrets.token_urlsafe()
        nonce = {"nonce": request.args["nonce"]} if "nonce" in request.args else {}
        claims = {"sub": self.subject, "aud": request.args["client_id"], **nonce, **self.claims}
        self._granted[code] = claims
        return {"code": code}

    def _token(self, request: Request) -> Response:
        now = int(time.time())
        claims = {"iss": self.url, "iat": now, "exp": now + 60, **self._granted.pop(request.form["code"])}
        token = jwt.encode({"alg": "ES256", "kid": "test"}, claims, self._key)
        return _json({"access_token": "unused", "token_type": "Bearer", "expires_in": 60, "id_token": token})


_ADDRESSES = Map(
    [
        Rule("/.well-known/openid-configuration", endpoint="discovery"),
        Rule("/keys", endpoint="keys"),
        Rule("/authorize", endpoint="authorize"),
        Rule("/token", endpoint="token", methods=["POST"]),
    ]
)


def _json(body: dict[str, Any]) -> Response:
    return Response(json.dumps(body), mimetype="application/json")
