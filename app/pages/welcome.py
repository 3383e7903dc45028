"""`/` and `/welcome`: home for visitors and for signed-in people."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from ..kratos.errors import Aal2Required
from ..kratos.session import Session
from ..theme.contract import WelcomeContext
from ..web import presence
from ..web.links import account_links
from ..web.page import shared, show
from ..web.providers import names
from ..web.restart import arrived, page_url, sentence
from ..web.session import current_session, logout_link

bp = Blueprint("welcome", __name__)


@bp.get("/")
def root() -> Response:
    """Lead from the bare address to the home page."""
    return redirect(url_for("welcome.page"), 303)


@bp.get("/welcome", endpoint="page")
def page() -> Response:
    """Signed out: the ways in. Signed in: who you are and where to go. Half signed in: the second step."""
    second_step = ""
    try:
        session = current_session()
    except Aal2Required as error:
        session, second_step = None, error.redirect_browser_to or url_for("login.page", aal="aal2")
    visitor = not session and not second_step
    context = welcome_context(session, second_step, sentence(presence.news()) if visitor else "")
    if visitor:
        presence.forget()
    return arrived(show("pages/welcome.html", context))


def welcome_context(session: Session | None, second_step: str = "", notice: str = "") -> WelcomeContext:
    """Return what the page shows; `second_step`: where who is half signed in completes that."""
    ways_in = ("login", "registration", "recovery", "verification")
    links = account_links() if session else {name: url_for(f"{name}.page") for name in ways_in}
    links["verification"] = url_for("verification.page")
    if session or second_step:
        links["logout"] = logout_link(otherwise=url_for("logout.page"))
    return WelcomeContext(
        **shared(), links=links, session=session, second_step=second_step,
        unconfirmed=unconfirmed(session), identity=session.identity.name if session else "",
        notice=notice, providers=names(step.provider for step in session.methods) if session else {},
    )  # fmt: skip


def unconfirmed(session: Session | None) -> dict[str, str]:
    """Return the e-mail addresses still to confirm, each with where to do that."""
    addresses = session.identity.unconfirmed if session else ()
    return {each.value: page_url("verification", {"address": each.id}) for each in addresses}
