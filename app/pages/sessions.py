"""`/sessions`: where the user is signed in, and signing out of elsewhere.

Kratos asks for no CSRF token there, so ours is the only guard; every end is confirmed on a page of its own.
"""

from __future__ import annotations

import json
from uuid import UUID

from flask import Blueprint, flash, get_flashed_messages, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from ..kratos.session import Session
from ..theme.contract import SessionEndContext, SessionsContext, SessionView
from ..web.csrf import belongs_to, must_belong_to
from ..web.kratos import kratos, kratos_cookies
from ..web.links import account_links
from ..web.page import shared, show
from ..web.relay import relay
from ..web.restart import arrived
from ..web.session import logout_link, signed_in_only, whoami
from ..web.session_view import latest_first, session_view

bp = Blueprint("sessions", __name__)


@bp.get("/sessions", endpoint="page")
@signed_in_only
def page() -> Response:
    """Show this session and the others."""
    notice = " ".join(map(str, get_flashed_messages()))
    return arrived(show("pages/sessions.html", sessions_context(whoami(), _others(), notice)))


def sessions_context(session: Session, others: tuple[SessionView, ...], notice: str = "") -> SessionsContext:
    """Return what the list of sessions shows."""
    links = {**account_links(), "logout": logout_link(otherwise=url_for("logout.page"))}
    if others:
        links["end_others"] = url_for("sessions.end_others")
    return SessionsContext(
        **shared(), links=links, identity=session.identity.name, notice=notice, session=session,
        this=session_view(session), others=others,
        ends={other.id: url_for("sessions.end", session_id=other.id) for other in others},
        details=json.dumps(session.raw, indent=2, ensure_ascii=False),
    )  # fmt: skip


@bp.route("/sessions/<uuid:session_id>", methods=("GET", "POST"))
@signed_in_only
def end(session_id: UUID) -> Response:
    """Asks, then ends one other session of this user; any other id is one that has ended."""
    device = next((other for other in _others() if other.id == str(session_id)), None)
    if device is None:
        return _back(gettext("That device is signed out already."))
    if request.method == "GET":
        return _ask(url_for("sessions.end", session_id=session_id), device)
    must_belong_to(whoami().identity.id)
    relay(kratos().revoke_session(device.id, kratos_cookies()))
    return _back(gettext("%(device)s is signed out.", device=device.name))


@bp.route("/sessions/others", methods=("GET", "POST"))
@signed_in_only
def end_others() -> Response:
    """Asks, then ends all other sessions of this user."""
    if request.method == "GET":
        return _ask(url_for("sessions.end_others"), None)
    must_belong_to(whoami().identity.id)
    count = relay(kratos().revoke_other_sessions(kratos_cookies()))
    return _back(
        ngettext("%(num)s other device is signed out.", "%(num)s other devices are signed out.", count)
    )


def _others() -> tuple[SessionView, ...]:
    sessions = relay(kratos().sessions(kratos_cookies()))
    return latest_first(sessions)


def _ask(end_url: str, device: SessionView | None) -> Response:
    identity = whoami().identity
    belongs_to(identity.id)
    return arrived(show("pages/session_end.html", session_end_context(identity.name, device, end_url)))


def session_end_context(identity: str, device: SessionView | None, end_url: str) -> SessionEndContext:
    """Return what the question shows; `device` None: all others."""
    links = {"end": end_url, "back": url_for("sessions.page"), "home": url_for("welcome.page")}
    return SessionEndContext(**shared(), links=links, identity=identity, device=device)


def _back(result: str) -> Response:
    flash(str(result))
    return redirect(url_for("sessions.page"), 303)
