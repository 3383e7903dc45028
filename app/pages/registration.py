"""`/registration`: create an account."""

from __future__ import annotations

from ..kratos.arrange import Form
from ..kratos.flow import Flow
from ..prepare.labels import first_of_two
from ..web.flow_page import FlowPage, flow_blueprint
from ..web.links import flow_link


def registration_links(flow: Flow, forms: tuple[Form, ...]) -> dict[str, str]:
    """Back to sign-in for who has an account, and a fresh start."""
    return {"login": flow_link("login", flow), "restart": flow_link("registration", flow)}


PAGE = FlowPage("registration", "pages/registration.html", registration_links, prepare=first_of_two)
bp = flow_blueprint(PAGE)
