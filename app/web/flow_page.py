"""The one view behind login, registration, recovery, verification and settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as BaseResponse

from ..current import state, ui
from ..i18n.above import above, wrong
from ..i18n.domains import locale
from ..kratos.arrange import Form, arrange, needs_kratos_script, unsent
from ..kratos.chapters import chapters
from ..kratos.errors import ReturnToForbidden, classify
from ..kratos.flow import Flow, parse_flow
from ..kratos.oauth2 import locales_of
from ..kratos.payload import with_language
from ..kratos.schema import Schema
from ..kratos.step import step_of
from ..kratos.traits import described
from ..kratos.types import FlowKind
from ..theme.contract import FlowPageContext
from ..theme.order import in_order
from ..theme.render import render
from ..upstream.errors import UpstreamError
from ..upstream.values import JSON
from . import kept, misled, observed, restart
from .front import HANDED, Handed
from .kratos import kratos, kratos_cookies
from .page import shared, show
from .providers import named
from .relay import hand_on, relay
from .schemas import schema_of
from .session import back_after_second_step, whoami

CEREMONIES = ("webauthn", "passkey")
"""Groups whose script is Kratos' webauthn.js, which static/js/triggers.js stands in for."""


@dataclass(frozen=True, slots=True)
class FlowPage:
    """What makes one flow page differ from another."""

    kind: FlowKind
    template: str
    """Such as "pages/login.html"."""
    links: Callable[[Flow, tuple[Form, ...]], Mapping[str, str]]
    """Named links that the page may show."""
    prepare: Callable[[Flow], Flow] = lambda flow: flow
    """What it adds to the flow before that is arranged."""
    start: Callable[[], Response | None] = lambda: None
    """Another way to start that this visitor calls for."""
    instead: Callable[[Flow], BaseResponse | None] = lambda flow: None
    """Another page that this flow calls for."""
    news: Callable[[Flow], str] = lambda flow: ""
    """Why it was come to, one of `restart.REASONS`, if nothing else says so."""
    identity: Callable[[Flow], str] = lambda flow: ""
    """Name of who is signed in, as far as the flow tells."""
    checks_return_to: bool = False
    """Where Kratos refuses one to a browser in bare JSON."""
    signed_in: bool = False
    """Only for signed-in users: Kratos forgets where others were going."""


def flow_blueprint(page: FlowPage) -> Blueprint:
    """Return the blueprint of `page`: `GET /<kind>` and, by endpoint, `<kind>.page`."""
    bp = Blueprint(page.kind, __name__)

    @bp.get(f"/{page.kind}", endpoint="page")
    def view() -> BaseResponse:
        state().flow_kind = page.kind
        flow_id = request.args.get("flow", "")
        return _show(page, flow_id) if flow_id else _start(page)

    return bp


def _start(page: FlowPage) -> Response:
    restart.check_came_back()
    if page.signed_in:
        with back_after_second_step():
            whoami()
    elif page.checks_return_to and request.args.get("return_to"):
        _check_return_to(page.kind, request.args["return_to"])
    else:
        kratos().reachable()
    return page.start() or restart.start(page.kind, request.args.to_dict())


def _check_return_to(kind: FlowKind, return_to: str) -> None:
    """Nothing if Kratos sends browsers there after a flow of `kind`; asking leaves one behind that nobody uses.

    Raises:
        ReturnToForbidden: it does not.
        Unavailable: no answer.
    """
    answer = kratos().exchange("GET", f"/self-service/{kind}/api", params={"return_to": return_to})
    error = classify(answer.status, answer.body)
    if isinstance(error, ReturnToForbidden):
        raise error


def _show(page: FlowPage, flow_id: str) -> BaseResponse:
    handed: Handed | None = request.environ.get(HANDED)
    body = _taken(handed) if handed else relay(kratos().flow_body(page.kind, flow_id, kratos_cookies()))
    # before any text, which has a language
    state().client_locales = locales_of(body.get("oauth2_login_request"))
    flow = _whole(page, parse_flow(page.kind, body))
    misled.check_action(flow.action)
    if elsewhere := page.instead(flow):
        return elsewhere
    notice = restart.sentence(restart.why() or page.news(flow))
    response = show(page.template, flow_context(page, flow, notice))
    observed.shown(request.environ, ui().meter, page.kind, body, "anew")
    if handed and handed.key and not notice and not _chosen(flow):
        kept.keep(
            handed.key, response, lambda flow: render(page.template, flow_context(page, _whole(page, flow)))
        )
    return restart.arrived(response)


def _chosen(flow: Flow) -> bool:
    """Whether something is chosen of few: such a page looks otherwise for each choice."""
    return any(each.options and each.value for node in flow.nodes for each in (node, *node.items))


def _taken(handed: Handed) -> Mapping[str, JSON]:
    """Return what was asked of Kratos in front of Flask. Raises: UpstreamError."""
    here = state()
    here.kratos, here.request_id, here.csp_nonce = handed.client, handed.client.request_id, handed.nonce
    here.logout_links |= handed.logout
    here.signed_in_here = any(handed.logout.values())
    if isinstance(handed.reply, UpstreamError):
        raise handed.reply
    hand_on(handed.set_cookies)
    return handed.reply.value


def _whole(page: FlowPage, flow: Flow) -> Flow:
    return prepared(page, named(flow), schema_of(flow))


def prepared(page: FlowPage, flow: Flow, schema: Schema | None = None) -> Flow:
    """`flow` as `page` shows it: its traits told apart, what the page adds, and what Kratos' mails need."""
    return with_language(page.prepare(described(flow, schema)), locale(), ui().called)


def flow_context(page: FlowPage, flow: Flow, notice: str = "") -> FlowPageContext:
    """Return what `page` shows of `flow`: the live view, `preview` and the tests all come through here."""
    flow = in_order(flow, ui().theme.providers)
    forms, script = arrange(flow, ui().theme.first), _script(flow)
    step = step_of(flow, forms)
    parts = chapters(flow, forms, step)
    return FlowPageContext(
        **shared(),
        flow=flow,
        forms=forms,
        step=step,
        messages=above(flow),
        wrong=wrong(forms),
        unsent=unsent(flow, forms),
        chapters=parts,
        folded=frozenset(chapter.group for chapter in parts if chapter.folded),
        links=page.links(flow, forms),
        notice=notice,
        identity=page.identity(flow),
        script=script,
        scripts=tuple(n for n in flow.scripts if script == "kratos" or n.group not in CEREMONIES),
        client=flow.oauth2.client,
    )


def _script(flow: Flow) -> str:
    """Whose ceremonies the page needs; other scripts of a flow (captcha) stand for themselves."""
    if needs_kratos_script(flow):
        return "kratos"
    return "own" if any(node.group in CEREMONIES for node in flow.scripts) else ""
