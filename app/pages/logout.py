"""`/logout`: asks before it signs out; the button is Kratos' own logout address."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from ..kratos.errors import Aal2Required
from ..theme.contract import LogoutContext
from ..web.page import shared, show
from ..web.session import current_session, logout_link

bp = Blueprint("logout", __name__)


@bp.get("/logout", endpoint="page")
def page() -> Response:
    """Ask for confirmation; who is not signed in is told so. A `logout_challenge` is Hydra's."""
    challenge = request.args.get("logout_challenge", "")
    if challenge and "oauth2_logout.page" in current_app.view_functions:
        return redirect(url_for("oauth2_logout.page", logout_challenge=challenge), 303)
    try:
        session = current_session()
        signed_in = session is not None
    except Aal2Required:
        session, signed_in = None, True
    address = logout_link(otherwise="") if signed_in else ""
    return show("pages/logout.html", logout_context(session.identity.name if session else "", address))


def logout_context(identity: str, address: str) -> LogoutContext:
    """Return what the page shows; `address`: where the button leads, "" if there is nobody to sign out."""
    links = {"home": url_for("welcome.page"), "login": url_for("login.page")}
    return LogoutContext(
        **shared(), links={**links, "logout": address} if address else links, identity=identity
    )
