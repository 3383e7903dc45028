"""`/verification`: confirm an address."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

from flask import url_for

from ..kratos import ids
from ..kratos.arrange import Form
from ..kratos.flow import Flow, Message, Node
from ..kratos.sent import sent_to, with_address
from ..prepare.labels import link_again
from ..upstream import addresses
from ..upstream.errors import UpstreamError
from ..web import restart
from ..web.flow_page import FlowPage, flow_blueprint
from ..web.links import flow_link
from ..web.session import current_session

UNVERIFIED = Message(
    ids.UNVERIFIED, "Account not active yet. Did you forget to verify your email address?", "error"
)
"""What Kratos said in the login flow that led here. Source: `text/message_validation.go` of Kratos."""


def verification_links(flow: Flow, forms: tuple[Form, ...]) -> dict[str, str]:
    """On to the home page, and a fresh start with another address."""
    return {"home": url_for("welcome.page"), "restart": flow_link("verification", flow)}


def told_why(flow: Flow) -> Flow:
    """`flow` with the reason that somebody who wanted to sign in was sent here."""
    return replace(flow, messages=(UNVERIFIED, *flow.messages)) if restart.why() == "unverified" else flow


def filled_in(flow: Flow) -> Flow:
    """`flow` with an unconfirmed address of who is signed in to send the code to: that which the home page named."""
    if not any(map(_asks_where, flow.nodes)):
        return flow
    try:
        session = current_session()
    except UpstreamError:
        return flow
    open_ones = session.identity.unconfirmed if session else ()
    if not open_ones:
        return flow
    chosen = next((address for address in open_ones if address.id == _named(flow)), open_ones[0])
    nodes = (replace(node, value=chosen.value) if _asks_where(node) else node for node in flow.nodes)
    return replace(flow, nodes=tuple(nodes))


def told_where(flow: Flow) -> Flow:
    """`flow` with the address that its code went to: after sign-up Kratos 1.3.1 keeps it back, the session tells."""
    if not any(node.name == "code" and not node.value for node in flow.nodes) or sent_to(flow):
        return flow
    try:
        session = current_session()
    except UpstreamError:
        return flow
    addresses = session.identity.verifiable_addresses if session else ()
    left = [address for address in addresses if not address.verified]
    found = [address for address in left if address.status == "sent"] or left
    return with_address(flow, found[0].value) if len(found) == 1 else flow


def _asks_where(node: Node) -> bool:
    return node.name == "email" and not node.hidden and not node.button and not node.value


def _named(flow: Flow) -> str:
    """Return the id of an address in the address that started `flow`; "" without one."""
    return parse_qs(addresses.split(flow.request_url).query).get("address", [""])[0]


PAGE = FlowPage(
    "verification",
    "pages/verification.html",
    verification_links,
    prepare=lambda flow: link_again(told_where(filled_in(told_why(flow)))),
    checks_return_to=True,
)
bp = flow_blueprint(PAGE)
