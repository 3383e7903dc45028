"""A web site where people sign in by OAuth2: what one tries Hydra with. Of this machine only, and no example to copy.

It trusts Hydra's answers as they come: it asks Hydra itself, and shows what it was told.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import requests
from flask import Flask, Response, redirect, render_template, request, session
from werkzeug.wrappers import Response as BaseResponse

from ...paths import STATIC
from .page import PAGE_POLICY

SCOPES = "openid email profile offline_access photos.read"


@dataclass(frozen=True, slots=True)
class OAuth2:
    """What this client says to the Hydra at `hydra_url`; `id` and `secret` are known from `registration`."""

    hydra_url: str
    url: str
    id: str
    secret: str

    def authorize_url(self, state: str, verifier: str) -> str:
        """Where a sign-in starts. `verifier`: of PKCE."""
        digest = hashlib.sha256(verifier.encode()).digest()
        query = {
            "client_id": self.id, "response_type": "code", "scope": SCOPES, "state": state,
            "redirect_uri": f"{self.url}/callback", "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        }  # fmt: skip
        return f"{self.hydra_url}/oauth2/auth?{urlencode(query)}"

    def redeem(self, code: str, verifier: str) -> dict[str, Any]:
        """Return what Hydra tells for `code`: "scope", "userinfo", and "hint" for `logout_url`."""
        fields = {
            "grant_type": "authorization_code", "code": code, "code_verifier": verifier,
            "redirect_uri": f"{self.url}/callback",
        }  # fmt: skip
        with requests.Session() as http:
            http.trust_env = False
            url = f"{self.hydra_url}/oauth2/token"
            token = http.post(url, data=fields, auth=(self.id, self.secret), timeout=10).json()
            bearer = {"Authorization": f"Bearer {token.get('access_token', '')}"}
            userinfo = http.get(f"{self.hydra_url}/userinfo", headers=bearer, timeout=10).json()
        return {"scope": token.get("scope", ""), "userinfo": userinfo, "hint": token.get("id_token", "")}

    def logout_url(self, hint: str) -> str:
        """Where a sign-out starts. `hint`: an id token, "" for none."""
        query = {"id_token_hint": hint, "post_logout_redirect_uri": f"{self.url}/"} if hint else {}
        return f"{self.hydra_url}/oauth2/sessions/logout?{urlencode(query)}"


def registration(url: str) -> dict[str, Any]:
    """Return what Hydra has to know of the client at `url`; fields of its `oAuth2Client`."""
    return {
        "client_name": "Demo client",
        "scope": SCOPES,
        "redirect_uris": [f"{url}/callback"],
        "post_logout_redirect_uris": [f"{url}/"],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
    }


def create_client(oauth2: OAuth2) -> Flask:
    """Return the client's application, which forgets who is signed in when it ends."""
    app = Flask(__name__, static_folder=str(STATIC), static_url_path="/static", template_folder=".")
    app.config.update(SECRET_KEY=secrets.token_bytes(32), SESSION_COOKIE_NAME="demo_client")
    app.config["TRUSTED_HOSTS"] = ["localhost"]
    known: dict[str, dict[str, Any]] = {}  # what Hydra told, by the id in the browser's cookie

    @app.get("/")
    def home() -> str:
        return page(known.get(session.get("id", "")))

    @app.get("/login")
    def login() -> BaseResponse:
        session["state"], session["verifier"] = secrets.token_urlsafe(16), secrets.token_urlsafe(48)
        return redirect(oauth2.authorize_url(session["state"], session["verifier"]), 303)

    @app.get("/callback")
    def callback() -> BaseResponse | str:
        begun = request.args.get("state", "-") == session.pop("state", "")
        if "error" in request.args or not begun:
            return page(None, request.args if begun else {"error": "not begun here"})
        session["id"] = secrets.token_urlsafe(16)
        known[session["id"]] = oauth2.redeem(request.args.get("code", ""), session.pop("verifier", ""))
        return redirect("/", 303)

    @app.get("/logout")
    def logout() -> BaseResponse:
        told = known.pop(session.pop("id", ""), {})
        return redirect(oauth2.logout_url(told.get("hint", "")), 303)

    app.after_request(_headers)
    return app


def page(told: Mapping[str, Any] | None, error: Mapping[str, str] | None = None) -> str:
    """Return the client's one page. `told`: of who is signed in; `error`: of a refusal."""
    return render_template("client.html", told=told, error=error)


def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    response.headers["Cache-Control"] = "no-store"
    return response
