"""Kratos' answer to a submit → the gateway's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs

from flask import Response

from ..kratos.errors import FlowGone
from ..kratos.flow import Flow, Message, parse_flow
from ..kratos.types import FlowKind
from ..upstream import addresses, values
from ..upstream.client import Answer
from ..upstream.values import JSON
from . import tokens
from .calls import answered
from .envelope import failure, success
from .step import told


def outcome(kind: FlowKind, answer: Answer, *, browser: bool) -> Response:
    """Return what was reached, the flow with its next step (200 both), or what is wrong (400, with messages).

    Kratos says 400 to a step that went well, and 200 to a wrong recovery code: only the messages tell.

    Raises:
        UpstreamError: any other refusal.
    """
    body, step = values.mapping(answer.body), None
    if 300 <= answer.status < 400:
        raise _replaced(answer, browser)
    if isinstance(body.get("ui"), Mapping) and answer.status in (200, 400):
        flow = parse_flow(kind, body)
        step = told(flow)
        if problems := [message for message, _ in _messages(flow) if message.type == "error"]:
            messages: list[JSON] = [_told(*each) for each in _messages(flow)]
            details: dict[str, JSON] = {
                "messages": messages,
                "flow": tokens.without_tokens(body),
                "step": step,
            }
            return failure(400, problems[0].text, details)
    else:
        answered(answer)
    response = success(tokens.without_tokens(body), step=step)
    if token := tokens.issued(body):
        tokens.mint(response, token, body)
    return response


def _messages(flow: Flow) -> Iterator[tuple[Message, str]]:
    """Each message with the name of the node that it belongs to, "" for the flow as a whole."""
    yield from ((message, "") for message in flow.messages)
    yield from ((message, node.name) for node in flow.nodes for message in node.messages)


def _told(message: Message, node: str) -> dict[str, JSON]:
    """`field`: the name under which the client sends it; null for the flow as a whole."""
    field = node.removeprefix("traits.") or None
    return {
        "id": message.id,
        "text": message.text,
        "type": message.type,
        "context": message.context,
        "field": field,
    }


def _replaced(answer: Answer, browser: bool) -> FlowGone:
    """Kratos' redirect from an expired recovery or verification flow to the one that replaces it.

    Kratos 1.3.1 replaces an API client's verification flow by a browser's, whose CSRF cookie comes along: of no
    use to that client.
    """
    location = addresses.split(values.text(answer.headers.get("Location")))
    flow_id = parse_qs(location.query).get("id", [""])[0] if browser or not answer.set_cookies else ""
    return FlowGone(status=410, reason="The flow has expired.", use_flow_id=flow_id)
