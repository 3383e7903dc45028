"""`/recovery`: get back into an account."""

from __future__ import annotations

from app.kratos.flow import Flow
from app.pages.labels import link_again
from app.pages.links import flow_link
from app.web.flow_page import FlowPage, flow_blueprint


def recovery_links(flow: Flow) -> dict[str, str]:
    """Back to sign-in, and a fresh start with another address."""
    return {"login": flow_link("login", flow), "restart": flow_link("recovery", flow)}


PAGE = FlowPage("recovery", "pages/recovery.html", recovery_links, prepare=link_again)
bp = flow_blueprint(PAGE)
