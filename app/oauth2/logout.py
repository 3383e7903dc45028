"""`/logout/oauth2`: an OAuth2 client wants the user signed out. Only with `HYDRA_ADMIN_URL`.

Hydra's `urls.logout` is `/logout`, as for other UIs, which leads here.
"""

from __future__ import annotations

import logging

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from ..current import state
from ..hydra.errors import ChallengeUnknown
from ..hydra.model import LogoutRequest
from ..kratos.errors import Aal2Required
from ..kratos.session import Identity
from ..theme.contract import OAuth2LogoutContext
from ..upstream.errors import UpstreamError
from ..web.csrf import belongs_to, must_belong_to
from ..web.page import shared, show
from ..web.session import current_session, sign_out
from .challenges import handle_challenges, leave
from .hydra import hydra

log = logging.getLogger("kratos_ui.web")
bp = Blueprint("oauth2_logout", __name__)
handle_challenges(bp)


@bp.get("/logout/oauth2", endpoint="page")
def page() -> Response:
    """Asks: anybody may link to Hydra's logout."""
    asked = _asked()
    state().form_targets = asked.targets
    identity = _identity()
    belongs_to(identity.id if identity else "")
    answer_url = url_for("oauth2_logout.answer", logout_challenge=asked.challenge)
    return show("pages/oauth2_logout.html", oauth2_logout_context(asked, identity, answer_url))


def oauth2_logout_context(
    asked: LogoutRequest, identity: Identity | None, answer_url: str
) -> OAuth2LogoutContext:
    """Return what the question shows; it names who is signed in only if it is about them."""
    mine = identity is not None and identity.id == asked.subject
    return OAuth2LogoutContext(
        **shared(), links={"answer": answer_url}, identity=identity.name if identity and mine else "",
        client=asked.client.name if asked.client else "",
    )  # fmt: skip


@bp.post("/logout/oauth2")
def answer() -> Response:
    """End Hydra's session and Kratos' own: a client's «sign out» that leaves one signed in here would be none."""
    asked, identity = _asked(), _identity()
    must_belong_to(identity.id if identity else "")
    if request.form.get("logout_action") != "accept":
        hydra().reject_logout(asked.challenge)
        return redirect(url_for("welcome.page"), 303)
    target = hydra().accept_logout(asked.challenge)
    if identity is None or identity.id == asked.subject:
        _sign_out()
    return leave(target)


def _identity() -> Identity | None:
    """Who is signed in here; None for nobody, and for who is half signed in, which tells no identity."""
    try:
        session = current_session()
    except Aal2Required:
        return None
    return session.identity if session else None


def _sign_out() -> None:
    try:
        sign_out()
    except UpstreamError as error:  # Hydra's part is done: the browser must get there
        log.warning("request %s: signed out at Hydra, not at Kratos: %s", state().request_id, error)


def _asked() -> LogoutRequest:
    """Return the request that the address names. Raises: ChallengeUnknown, ChallengeHandled."""
    challenge = request.args.get("logout_challenge", "")
    if not challenge:
        raise ChallengeUnknown
    return hydra().logout_request(challenge)
