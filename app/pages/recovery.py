"""`/recovery`: get back into an account."""

from __future__ import annotations

from flask import Response, request, url_for

from ..kratos.arrange import Form
from ..kratos.errors import Aal2Required
from ..kratos.flow import Flow
from ..prepare.labels import link_again
from ..theme.contract import SignedInContext
from ..web.flow_page import FlowPage, flow_blueprint
from ..web.links import flow_link
from ..web.page import shared, show
from ..web.restart import arrived, own_url, page_url
from ..web.session import current_session, logout_to


def recovery_links(flow: Flow, forms: tuple[Form, ...]) -> dict[str, str]:
    """Back to sign-in, and a fresh start with another address."""
    return {"login": flow_link("login", flow), "restart": flow_link("recovery", flow)}


def signed_in(return_to: str = "") -> Response | None:
    """For who is signed in: Kratos would send them home without a word, until they are signed out."""
    try:
        session = current_session()
    except Aal2Required:
        name = ""
    else:
        if session is None:
            return None
        name = session.identity.name
    context = signed_in_context(name, return_to or request.args.get("return_to", ""))
    return arrived(show("pages/signed_in.html", context))


def signed_in_context(identity: str, return_to: str = "") -> SignedInContext:
    """Return what that page shows; `identity`: a name, "" if it is not known."""
    going = {"return_to": return_to}
    links = {
        "settings": page_url("settings", going),
        "logout": logout_to(own_url(page_url("recovery", going)), otherwise=url_for("logout.page")),
        "home": url_for("welcome.page"),
    }
    return SignedInContext(**shared(), links=links, identity=identity)


def too_late(flow: Flow) -> Response | None:
    """Do the same for a page that was opened before: only a code that was sent is taken from who is signed in."""
    return signed_in(flow.return_to) if flow.state == "choose_method" else None


PAGE = FlowPage(
    "recovery", "pages/recovery.html", recovery_links, prepare=link_again, start=signed_in, instead=too_late
)
bp = flow_blueprint(PAGE)
