"""`/verification`: confirm an address."""

from __future__ import annotations

from flask import url_for

from app.kratos.flow import Flow
from app.kratos.urls import PASSTHROUGH
from app.pages.links import flow_link
from app.web.flow_page import FlowPage, flow_blueprint


def verification_links(flow: Flow) -> dict[str, str]:
    """On to the home page, and a fresh start with another address."""
    return {"home": url_for("welcome.page"), "restart": flow_link("verification", flow)}


bp = flow_blueprint(
    FlowPage("verification", "pages/verification.html", PASSTHROUGH["verification"], verification_links)
)
