"""`/login`: sign in, confirm it's you, second step."""

from __future__ import annotations

from flask import Response, url_for

from app.kratos.arrange import answerable, prefill
from app.kratos.errors import KratosError
from app.kratos.flow import Flow
from app.pages.labels import sign_in_name
from app.pages.links import flow_link
from app.web import restart
from app.web.flow_page import FlowPage, flow_blueprint
from app.web.session import current_session, logout_link


def login_links(flow: Flow) -> dict[str, str]:
    """Ways to an account for visitors; a way out for those half signed in or asked again."""
    if flow.requested_aal == "aal2":
        out = logout_link(url_for("logout.page"), flow.return_to)
        again = flow_link("login", flow, aal="aal2")
        return {"restart": again, "logout": out, "settings": flow_link("settings", flow)}
    if flow.refresh:
        return {"restart": flow_link("login", flow, refresh="true"), "logout": url_for("logout.page")}
    return {
        "restart": flow_link("login", flow),
        "registration": flow_link("registration", flow),
        "recovery": flow_link("recovery", flow),
    }


def prefilled(flow: Flow) -> Flow:
    """A re-authentication asks for the identifier anew; another account's would sign in as that one."""
    if not flow.refresh or flow.requested_aal == "aal2":
        return flow
    try:
        session = current_session()
    except KratosError:
        return flow
    return prefill(flow, session.identity.name) if session else flow


def confirm_first(flow: Flow) -> Response | None:
    """An address that must be confirmed first: on to where that is done, as newer versions of Kratos do."""
    if any(message.id == 4000010 for message in flow.messages):
        return restart.restart("verification", "unverified", flow.return_to)
    return None


PAGE = FlowPage(
    "login",
    "pages/login.html",
    login_links,
    prepare=lambda flow: sign_in_name(prefilled(answerable(flow))),
    instead=confirm_first,
)
bp = flow_blueprint(PAGE)
