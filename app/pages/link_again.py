"""What the button says once a link is on its way, on the pages that send links."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext

from app.kratos.flow import Flow, Message


def link_again(flow: Flow) -> Flow:
    """`flow` with a button that says what it does: Kratos' "Continue" would send one more link."""
    if flow.state != "sent_email":
        return flow
    label = Message(0, str(gettext("Send a new link")), "info")
    again = (replace(n, label=label) if n.group == "link" and n.submit else n for n in flow.nodes)
    return replace(flow, nodes=tuple(again))
