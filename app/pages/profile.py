"""`/settings/profile`: saves a profile that Kratos would change by itself if its form were sent there.

It holds no password and no code. Kratos' CSRF token comes from the posted form, and Kratos checks it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from urllib.parse import parse_qs

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.datastructures import MultiDict

from ..current import state, ui
from ..i18n.domains import locale
from ..kratos import payload
from ..kratos.errors import FlowGone, RefreshRequired, classify
from ..kratos.flow import Flow
from ..kratos.profile import merged
from ..kratos.traits import described
from ..upstream import addresses, values
from ..upstream.addresses import is_http_url
from ..upstream.client import Answer
from ..upstream.values import JSON
from ..web.csrf import csrf
from ..web.kratos import kratos, kratos_cookies
from ..web.relay import hand_on, relay
from ..web.restart import page_url
from ..web.schemas import schema_of

bp = Blueprint("profile", __name__)
csrf.exempt(bp)


@bp.before_request
def settings() -> None:
    """Have what goes wrong here answered as on the settings page."""
    state().flow_kind = "settings"


@bp.get("/settings/profile")
def back() -> Response:
    """Who comes here otherwise, such as after signing in again, wants the page."""
    return _see(page_url("settings", request.args.to_dict()))


@bp.post("/settings/profile", endpoint="save")
def save() -> Response:
    """Save what was changed, and go on like Kratos does after the form of its own."""
    flow = _flow(request.args.get("flow", ""))
    return _onward(flow, _send(flow, request.form))


def _flow(flow_id: str) -> Flow:
    """Return the flow of the page; a new one if it was open for too long: what was typed is good for it as well."""
    try:
        flow = relay(kratos().get_flow("settings", flow_id, kratos_cookies()))
    except FlowGone as gone:
        flow = relay(kratos().new_flow("settings", {"return_to": gone.return_to}, kratos_cookies()))
    return described(flow, schema_of(flow))


def _send(flow: Flow, form: MultiDict[str, str]) -> Answer:
    """Post the whole profile to where the form would have gone: after a success Kratos names another flow there."""
    posted = form.to_dict(flat=False)
    given: dict[str, JSON] = {name: form[name] for name in ("csrf_token", "method") if name in form}
    target = parse_qs(addresses.split(flow.action).query).get("flow", [flow.id])[0]
    told = payload.saying(locale(), ui().called)
    return kratos().exchange(
        "POST", "/self-service/settings", params={"flow": target},
        json={"method": "profile", **given, "traits": merged(flow, posted), payload.NAME: told},
        cookies=kratos_cookies(),
    )  # fmt: skip


def _onward(flow: Flow, answer: Answer) -> Response:
    body = values.mapping(answer.body)
    if answer.status in (200, 400) and "ui" in body:
        hand_on(answer.set_cookies)
        address = _next(values.items(body.get("continue_with"))) if answer.status == 200 else ""
        return _see(address or url_for("settings.page", flow=values.text(body.get("id")) or flow.id))
    error = classify(answer.status, answer.body, answer.headers)
    if isinstance(error, RefreshRequired):
        hand_on(answer.set_cookies)  # Kratos keeps what was sent until the person has signed in again
    raise error


def _next(steps: Iterable[JSON]) -> str:
    """Where Kratos sends a browser after a success; "" if nowhere. To clients it offers other steps as well."""
    targets = (values.text(step.get("redirect_browser_to")) for step in map(values.mapping, steps))
    return next(filter(is_http_url, targets), "")


def _see(address: str) -> Response:
    return cast(Response, redirect(address, 303))
