"""`/settings`: the profile and the ways to sign in."""

from __future__ import annotations

from dataclasses import replace

from flask import url_for

from ..kratos.arrange import Form
from ..kratos.flow import Flow
from ..kratos.profile import exact, form_keeps_all
from ..prepare.keys import told_apart
from ..prepare.taken import taken
from ..web.flow_page import FlowPage, flow_blueprint
from ..web.links import account_links, flow_link
from ..web.session import logout_link


def settings_links(flow: Flow, forms: tuple[Form, ...]) -> dict[str, str]:
    """Return the other account pages, sign-out, and a fresh start."""
    logout = logout_link(url_for("logout.page"), flow.return_to)
    links = {**account_links(), "restart": flow_link("settings", flow)}
    return {**links, "logout": logout} if logout else links


def signed_in_as(flow: Flow) -> str:
    """Return the name of the identity that a settings flow carries."""
    return flow.identity.name if flow.identity else ""


def kept_whole(flow: Flow) -> Flow:
    """`flow`, whose profile comes to us where Kratos would change what nobody touched."""
    flow = exact(flow)
    if form_keeps_all(flow):
        return flow
    nodes = tuple(replace(node, spare=True) if node.kind == "input.list" else node for node in flow.nodes)
    return replace(flow, nodes=nodes, actions={"profile": url_for("profile.save", flow=flow.id)})


PAGE = FlowPage(
    "settings",
    "pages/settings.html",
    settings_links,
    prepare=lambda flow: told_apart(taken(kept_whole(flow))),
    identity=signed_in_as,
    signed_in=True,
)
bp = flow_blueprint(PAGE)
