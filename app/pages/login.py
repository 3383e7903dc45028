"""`/login`: sign in, confirm it's you, second step."""

from __future__ import annotations

from flask import Response, request, url_for

from ..kratos import ids
from ..kratos.arrange import Form, answerable, prefill
from ..kratos.flow import Flow
from ..kratos.urls import allowed
from ..prepare.labels import sign_in_name
from ..upstream.errors import UpstreamError
from ..web import presence, restart
from ..web.flow_page import FlowPage, flow_blueprint
from ..web.links import flow_link, recovery_link
from ..web.session import current_session, logout_link, logout_to, session_ended

PROVIDERS = ("oidc", "saml")


def explained() -> Response | None:
    """For whose session has ended, or who has just signed out: Kratos sends both here without a word."""
    if request.args.get("restart"):
        return None
    if session_ended():
        params = {name: value for name, value in request.args.items() if name not in ("aal", "via")}
        if presence.sent_settings() and not allowed("login", params):
            params = {"return_to": restart.own_url(url_for("settings.page"))}
        presence.forget()
        return restart.tell(restart.start("login", params), "ended")
    if presence.signed_out():
        presence.forget()
        return restart.tell(restart.start("login", request.args.to_dict()), "out")
    return None


def news(flow: Flow) -> str:
    """Tell the same where Kratos started the flow by itself: it starts no such one for somebody who is signed in."""
    if flow.refresh or flow.requested_aal == "aal2":
        return ""
    presence.forget()
    return presence.news()


def login_links(flow: Flow, forms: tuple[Form, ...]) -> dict[str, str]:
    """Ways to an account for visitors; a way out for those half signed in or asked again."""
    if flow.requested_aal == "aal2":
        out = logout_link(url_for("logout.page"), flow.return_to)
        again = flow_link("login", flow, aal="aal2")
        return {"restart": again, "logout": out, "settings": flow_link("settings", flow)}
    if flow.refresh:
        again, forgotten = flow_link("login", flow, refresh="true"), recovery_link(flow)
        if not forms:  # nothing to confirm with: no detour by way of the page that asks first
            forgotten = logout_to(restart.own_url(forgotten), otherwise=forgotten) or forgotten
        return {"restart": again, "logout": url_for("logout.page"), "recovery": forgotten}
    start = flow_link("login", flow)
    return {
        "restart": start,
        "registration": flow_link("registration", flow),
        "recovery": flow_link("recovery", flow),
        **({"again": start} if lacks_providers(flow) else {}),
    }


def lacks_providers(flow: Flow) -> bool:
    """Whether only a fresh page may offer providers: Kratos 1.3.1 drops them at an unknown account."""
    unknown = any(message.id == ids.ACCOUNT_NOT_FOUND for node in flow.nodes for message in node.messages)
    return unknown and not any(node.group in PROVIDERS for node in flow.nodes)


def prefilled(flow: Flow) -> Flow:
    """Fill in who confirms: Kratos asks anew, and another account's name would sign in as that one."""
    return flow if flow.requested_aal == "aal2" else prefill(flow, confirming(flow))


def confirming(flow: Flow) -> str:
    """Return the name of the identity that is to confirm who it is; "" for others, and where only a call would tell."""
    if flow.requested_aal == "aal2":
        hidden = (node.value for node in flow.nodes if node.name == "identifier" and node.hidden)
        return next((value for value in hidden if isinstance(value, str)), "")
    try:
        session = current_session() if flow.refresh else None
    except UpstreamError:
        return ""
    return session.identity.name if session else ""


def confirm_first(flow: Flow) -> Response | None:
    """Lead an address that must be confirmed first to where that is done, as newer versions of Kratos do."""
    if any(message.id == ids.UNVERIFIED for message in flow.messages):
        return restart.restart("verification", "unverified", flow.return_to)
    return None


PAGE = FlowPage(
    "login",
    "pages/login.html",
    login_links,
    prepare=lambda flow: sign_in_name(prefilled(answerable(flow))),
    start=explained,
    instead=confirm_first,
    identity=confirming,
    news=news,
)
bp = flow_blueprint(PAGE)
