"""Buttons that should say something else than Kratos, because of where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask_babel import gettext

from app.i18n.domains import verbatim
from app.kratos.flow import Flow, Message, Node


def link_again(flow: Flow) -> Flow:
    """`flow` with a button that sends one more link and says so, once a link is on its way: Kratos has "Continue"."""
    if flow.state != "sent_email":
        return flow
    return _labelled(flow, lambda node: node.group == "link" and node.submit, gettext("Send a new link"))


def first_of_two(flow: Flow) -> Flow:
    """`flow` with a first step of sign-up that goes on, and creates nothing yet: Kratos has "Sign up"."""
    return _labelled(
        flow, lambda node: node.group == "profile" and node.value == "profile", gettext("Continue")
    )


def _labelled(flow: Flow, fits: Callable[[Node], bool], text: str) -> Flow:
    if verbatim():
        return flow
    label = Message(0, str(text), "info")
    return replace(flow, nodes=tuple(replace(n, label=label) if fits(n) else n for n in flow.nodes))
