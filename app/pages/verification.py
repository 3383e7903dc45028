"""`/verification`: confirm an address."""

from __future__ import annotations

from dataclasses import replace

from flask import url_for

from app.kratos.flow import Flow, Message
from app.pages.labels import link_again
from app.pages.links import flow_link
from app.web import restart
from app.web.flow_page import FlowPage, flow_blueprint

UNVERIFIED = Message(4000010, "Account not active yet. Did you forget to verify your email address?", "error")
"""What Kratos said in the login flow that led here. Source: `text/message_validation.go` of Kratos."""


def verification_links(flow: Flow) -> dict[str, str]:
    """On to the home page, and a fresh start with another address."""
    return {"home": url_for("welcome.page"), "restart": flow_link("verification", flow)}


def told_why(flow: Flow) -> Flow:
    """`flow` with the reason that somebody who wanted to sign in was sent here."""
    return replace(flow, messages=(UNVERIFIED, *flow.messages)) if restart.why() == "unverified" else flow


PAGE = FlowPage(
    "verification",
    "pages/verification.html",
    verification_links,
    prepare=lambda flow: link_again(told_why(flow)),
    checks_return_to=True,
)
bp = flow_blueprint(PAGE)
