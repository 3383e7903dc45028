"""Sign-out: `GET /api/auth/flows/logout` gives an address, and following that address signs out.

The address carries a token that is signed with the session's own token in the key: it works for whoever
holds that session, so a third party can make none, and it is void as soon as the session has ended.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import cast

from flask import Response, current_app, redirect, request, url_for
from itsdangerous import BadSignature, Signer

from ..current import config
from ..kratos.errors import Aal2Required, NotSignedIn
from ..web.kratos import kratos
from ..web.relay import relay
from . import tokens
from .calls import answered, ask
from .envelope import Refused, json_blueprint, success
from .whoami import Credential, check, credentials

bp = json_blueprint("gateway_logout", __name__, "/api/auth")


@bp.get("/flows/logout")
def address() -> Response:
    """Where to sign out; for a real Kratos session cookie it is Kratos' own address."""
    credential = _valid()
    if credential.token:
        token = _signer(credential.token).sign(secrets.token_urlsafe(9)).decode()
        return success({"logout_url": url_for("gateway_logout.logout", token=token, _external=True)})
    after = config().gateway_logout_url
    after = after if after.startswith("http") else ""
    return success({"logout_url": relay(kratos().logout_url(credential.cookies, after))})


@bp.get("/logout")
def logout() -> Response:
    """End the session at Kratos, clear the cookie, go to `GATEWAY_LOGOUT_URL`.

    Raises:
        NotSignedIn: there is no session to end.
        Refused: the address was made for another one.
    """
    token = tokens.presented()
    if not token:
        raise NotSignedIn(status=401)
    try:
        _signer(token).unsign(request.args.get("token", ""))
    except BadSignature:
        raise Refused(403, "This sign-out address does not belong to this session.") from None
    _alive(Credential(token=token))  # Kratos' own sign-out says 204 to any token
    answered(ask("DELETE", "/self-service/logout/api", json={"session_token": token}))
    response = cast(Response, redirect(config().gateway_logout_url or url_for("login.page"), 303))
    response.headers.add("Set-Cookie", tokens.removal())
    return response


def _valid() -> Credential:
    for credential in credentials():
        try:
            _alive(credential)
        except NotSignedIn:
            continue
        return credential
    raise NotSignedIn(status=401)


def _alive(credential: Credential) -> None:
    """Raise NotSignedIn, in the gateway's words instead of Kratos'. Who is half signed in may sign out."""
    try:
        check(credential)
    except Aal2Required:
        pass
    except NotSignedIn:
        raise NotSignedIn(status=401) from None


def _signer(token: str) -> Signer:
    session = hashlib.sha256(token.encode()).hexdigest()
    key = cast(str, current_app.config["SECRET_KEY"])
    return Signer(key, salt=f"gateway.logout.{session}", digest_method=hashlib.sha256)
