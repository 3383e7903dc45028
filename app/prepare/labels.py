"""Buttons and fields that should say something else than Kratos, because of where they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask_babel import gettext

from ..i18n.domains import verbatim
from ..kratos import ids
from ..kratos.flow import Flow, Message, Node
from ..kratos.schema import sign_in_names
from ..web.schemas import schemas_of


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


def sign_in_name(flow: Flow) -> Flow:
    """`flow` with a field for who signs in that names what the schemas have: for several traits, Kratos says "ID".

    One title alone is the label that Kratos itself gives, until it has asked for a code without an identifier.
    """
    if not any(map(_of_several, flow.nodes)):
        return flow
    schemas = schemas_of(flow)
    traits = (trait.one for schema in schemas for trait in schema.traits.values())
    titles = {trait.title for trait in traits if trait.identifiers and trait.title}
    if len(titles) == 1:
        (title,) = titles
        return _labelled(flow, _of_several, title, ids.LABEL_TRAIT)
    text = _names().get(sign_in_names(schemas), "")
    return _labelled(flow, _of_several, text) if text else flow


def _of_several(node: Node) -> bool:
    return node.name == "identifier" and node.label is not None and node.label.id == ids.LABEL_ID


def _names() -> dict[frozenset[str], str]:
    return {
        frozenset({"email"}): gettext("Email"),
        frozenset({"phone"}): gettext("Phone number"),
        frozenset({"username"}): gettext("Username"),
        frozenset({"email", "phone"}): gettext("Email or phone number"),
        frozenset({"email", "username"}): gettext("Email or username"),
        frozenset({"phone", "username"}): gettext("Phone number or username"),
    }


def _labelled(flow: Flow, fits: Callable[[Node], bool], text: str, number: int = 0) -> Flow:
    if verbatim():
        return flow
    label = Message(number, str(text), "info")
    return replace(flow, nodes=tuple(replace(n, label=label) if fits(n) else n for n in flow.nodes))
