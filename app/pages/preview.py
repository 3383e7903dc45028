"""`/preview`: a gallery of every recorded state, each made by the same functions as the live page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache, partial
from pathlib import Path
from pprint import pformat
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

from app import paths
from app.current import ui
from app.kratos.flow import Flow, parse_flow
from app.kratos.session import parse_session
from app.kratos.types import FLOW_KINDS
from app.pages.samples import samples
from app.theme import contract
from app.web.errors import ways_out
from app.web.flow_page import flow_context, prepared
from app.web.kratos import ask_nobody
from app.web.page import shared, show

bp = Blueprint("preview", __name__)

STATUSES = {
    "not_found": 404, "error_unknown": 404, "not_allowed": 405, "bad_request": 400, "cookies_blocked": 400,
    "failed": 500, "bad_gateway": 502, "unavailable": 503,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One page of the gallery."""

    section: str  # heading in the gallery: "login", "pages"
    name: str  # path below /preview: "v1.3.1/login.choose_method.all_methods", "pages/welcome.signed_in"
    template: str
    context: Callable[[], contract.PageContext]  # needs a request


@bp.get("/preview")
def index() -> Response:
    """The list of all pages."""
    rows = [
        (each.section, each.name, url_for("preview.page", name=each.name)) for each in exhibits().values()
    ]
    context = contract.PreviewContext(**shared(), links={}, exhibits=tuple(rows))
    return show("pages/preview.html", context)


@bp.get("/preview/<path:name>", endpoint="page")
def page(name: str) -> Response:
    """One page; `?_context=1`: the variables that its template gets."""
    exhibit = exhibits().get(name) or abort(404)
    context = exhibit.context()
    if request.args.get("_context"):
        return Response(_printed(context), mimetype="text/plain")
    return show(exhibit.template, context)


@cache
def exhibits() -> Mapping[str, Exhibit]:
    """All pages by name, in the order of the gallery."""
    found = sorted(_flows(), key=lambda each: (FLOW_KINDS.index(each.section), each.name))
    return {each.name: each for each in (*_others(), *found)}


def _flows() -> Iterator[Exhibit]:
    for path in paths.FLOWS.glob("*/*.json"):
        kind = path.name.partition(".")[0]
        if kind in FLOW_KINDS and isinstance(body := _body(path), dict) and "ui" in body:
            name = f"{path.parent.name}/{path.stem}"
            yield Exhibit(kind, name, f"pages/{kind}.html", partial(_flow, kind, path))


def _flow(kind: Any, path: Path) -> contract.PageContext:
    return flow_page_context(parse_flow(kind, _body(path)))


def flow_page_context(flow: Flow) -> contract.FlowPageContext:
    """What the live page of `flow` makes of it; only the address to sign out is our own page, for want of a Kratos."""
    page = ui().flow_pages[flow.kind]
    ask_nobody()
    flow = prepared(page, flow)
    return flow_context(flow, page.links(flow), identity=page.identity(flow))


def _others() -> Iterator[Exhibit]:
    def pages(name: str, template: str, context: Callable[[], contract.PageContext]) -> Exhibit:
        return Exhibit("pages", f"pages/{name}", f"pages/{template}.html", context)

    yield pages("welcome.signed_out", "welcome", partial(_welcome, None))
    yield pages("welcome.second_step", "welcome", partial(_welcome, None, second_step="/login?aal=aal2"))
    for name in ("whoami.200.password", "whoami.200.aal2"):
        path = paths.FLOWS / "v1.3.1" / f"{name}.json"
        yield pages(f"welcome.{name.rpartition('.')[2]}", "welcome", partial(_welcome, path))
    yield pages("logout", "logout", partial(_logout, {"logout": "#"}, "sam@example.com"))
    yield pages("logout.signed_out", "logout", partial(_logout, {}, ""))
    yield pages("signed_in", "signed_in", _signed_in)
    for name, template, context in samples():
        yield pages(name, template, context)
    for kind, status in STATUSES.items():
        yield pages(f"status.{kind}", "status", partial(_status, kind, status))
    for path in sorted(paths.FLOWS.glob("v1.3.1/error.get.*.json")):
        body = _body(path)
        if isinstance(body.get("error"), dict) and "id" in body:
            yield pages(path.stem.replace(".get", ""), "error", partial(_error, body["error"]))
    hint = {"id": "invalid_request", "reason": "The 'redirect_uri' is not one of the client's."}
    yield pages("error.oauth2", "error", partial(_error, hint, untrusted=True))


def _welcome(path: Path | None, **more: Any) -> contract.PageContext:
    session = parse_session(_body(path)) if path else None
    names = (
        ("welcome", "settings", "verification")
        if session
        else ("login", "registration", "recovery", "verification")
    )
    links = {name: url_for(f"{name}.page") for name in names}
    if session or more:
        links["logout"] = url_for("logout.page")
    identity = session.identity.name if session else ""
    unconfirmed = (
        {each.value: links["verification"] for each in session.identity.unconfirmed} if session else {}
    )
    return contract.WelcomeContext(
        **shared(), links=links, session=session, identity=identity, unconfirmed=unconfirmed, **more
    )


def _logout(links: dict[str, str], identity: str) -> contract.PageContext:
    return contract.LogoutContext(
        **shared(), links={**links, "home": url_for("welcome.page")}, identity=identity
    )


def _signed_in() -> contract.PageContext:
    links = {"settings": url_for("settings.page"), "logout": "#", "home": url_for("welcome.page")}
    return contract.SignedInContext(**shared(), links=links, identity="sam@example.com")


def _status(kind: str, status: int) -> contract.PageContext:
    links = {"retry": url_for("login.page")} if status > 500 or kind == "cookies_blocked" else ways_out()
    return contract.StatusPageContext(
        **shared(), links=links, status=status, kind=kind, request_id="0123456789abcdef"
    )


def _error(error: Mapping[str, Any], *, untrusted: bool = False) -> contract.PageContext:
    return contract.ErrorPageContext(
        **shared(), links=ways_out(), status=error.get("code", 400), id=error.get("id", ""),
        reason=error.get("reason", ""), message=error.get("message", ""), untrusted=untrusted,
        request_id="0123456789abcdef",
    )  # fmt: skip


def _body(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))["body"]


def _printed(context: contract.PageContext) -> str:
    parts = (f"{each.name} = {pformat(getattr(context, each.name), width=110)}" for each in fields(context))
    return "\n\n".join(parts)
