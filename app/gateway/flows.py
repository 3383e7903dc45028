"""`/api/auth/flows/<kind>`: GET starts a flow, or fetches one by `id`; POST submits it.

API flows by default: neither cookie nor `Origin` of the client goes to Kratos, which refuses both there; who
is signed in goes along as `X-Session-Token`. With `?type=browser` Kratos' browser flows, for passkeys and
social sign-in: the client's Kratos cookies go there, and all that Kratos sets comes back.
"""

from __future__ import annotations

import re
from typing import Literal, cast
from urllib.parse import parse_qs, urlsplit

from flask import Response, request

from ..kratos.errors import FlowGone, NotSignedIn
from ..kratos.flow import Flow, parse_flow
from ..kratos.types import FLOW_KINDS, FlowKind
from ..kratos.urls import allowed
from ..upstream import values
from ..upstream.client import Answer
from ..upstream.values import JSON
from . import tokens
from .body import json_object
from .calls import answered, ask, browser_cookies, relay_cookies
from .envelope import Refused, json_blueprint, success
from .fields import payload
from .outcome import outcome
from .step import told

Mode = Literal["api", "browser"]
bp = json_blueprint("gateway_flows", __name__, "/api/auth/flows")
_ROUTE = f"/<any({', '.join(FLOW_KINDS)}):kind>"
_ID = re.compile(r"[A-Za-z0-9-]{1,64}")


@bp.get(_ROUTE)
def start(kind: FlowKind) -> Response:
    """Return a new flow, or the one that `id` names."""
    mode = _mode(kind)
    if flow_id := request.args.get("id", ""):
        flow = _fetch(kind, _checked(flow_id), mode)
        return success(tokens.without_tokens(flow.raw), step=told(flow))
    params = allowed(kind, request.args.to_dict())
    signed_in = kind == "settings" or params.get("aal") == "aal2" or params.get("refresh") == "true"
    answer = _call("GET", f"/self-service/{kind}/{mode}", mode, signed_in, params)
    flow = parse_flow(kind, values.mapping(answered(answer).body))
    return success(flow.raw, step=told(flow))


@bp.post(_ROUTE)
def submit(kind: FlowKind) -> Response:
    """Submit `flow_id` with the rest of the body."""
    mode = _mode(kind)
    body = json_object()
    flow_id = _checked(body.pop("flow_id", None))
    try:
        flow = _fetch(kind, flow_id, mode)
    except FlowGone:
        signed_in, given = kind == "settings", body  # only a submit tells which flow replaces an expired one
    else:
        flow_id = _action_id(flow)
        signed_in = kind == "settings" or flow.refresh or flow.requested_aal == "aal2"
        given = payload(flow, body)
    answer = _call("POST", f"/self-service/{kind}", mode, signed_in, {"flow": flow_id}, given)
    return outcome(kind, answer, browser=mode == "browser")


def _mode(kind: FlowKind) -> Mode:
    """Return the type of flow that is asked for. Raises: NotSignedIn: settings, and no token."""
    mode = request.args.get("type", "api")
    if mode not in ("api", "browser"):
        raise Refused(400, 'type must be "api" or "browser".')
    if kind == "settings" and mode == "api" and not tokens.presented():
        raise NotSignedIn(status=401)
    return cast(Mode, mode)


def _checked(flow_id: JSON) -> str:
    if not isinstance(flow_id, str) or not _ID.fullmatch(flow_id):
        raise Refused(400, "flow_id is missing or malformed: send the id of a flow that GET gave.")
    return flow_id


def _fetch(kind: FlowKind, flow_id: str, mode: Mode) -> Flow:
    """Return the flow as Kratos has it. Raises: Refused: it is of the other type; UpstreamError."""
    answer = _call("GET", f"/self-service/{kind}/flows", mode, kind == "settings", {"id": flow_id})
    flow = parse_flow(kind, values.mapping(answered(answer).body))
    if flow.type != mode:
        raise Refused(400, f"This is a flow of type {flow.type}: send it to ?type={flow.type}.")
    return flow


def _call(
    method: str, path: str, mode: Mode, signed_in: bool, params: dict[str, str], json: JSON = None
) -> Answer:
    """One call in `mode`; `signed_in`: who the client is matters, and in an API flow only a token tells."""
    cookies = browser_cookies() if mode == "browser" else ""
    token = tokens.presented() if mode == "api" and signed_in else ""
    answer = ask(method, path, params=params, json=json, cookies=cookies, token=token)
    relay_cookies(answer, browser=mode == "browser")
    return answer


def _action_id(flow: Flow) -> str:
    """Return the flow that `ui.action` names: after settings were saved it is another one."""
    return parse_qs(urlsplit(flow.action).query).get("flow", [flow.id])[0]
