"""Asks Kratos. Nothing is changed there but flows, which end by themselves."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from ...kratos.types import FlowKind
from ...upstream import values
from .. import hosts
from ..browser import JSON_TYPE, NOT_ASKED, Answer, Browser
from ..seen import FOREIGN, KINDS, Asked, Dry, FlowSeen, KratosSeen, Seen


def look(asked: Asked) -> KratosSeen:
    """Ask all that needs no UI."""
    ask = _new(asked).ask
    public = ask(f"{asked.public}/health/ready", accept=JSON_TYPE)
    whoami = ask(f"{asked.public}/sessions/whoami", accept=JSON_TYPE)
    base = asked.browser or asked.public
    browser = ask(f"{base}/health/ready", accept=JSON_TYPE)
    if not browser.status or whoami.status not in (200, 401, 403):
        return KratosSeen(public, whoami, browser)
    version, waiting, abandoned = _admin(_new(asked), asked.admin)
    return KratosSeen(
        public=public,
        whoami=whoami,
        browser=browser,
        admin_outside=ask(f"{base}/admin/identities?page_size=1", accept=JSON_TYPE),
        cors=ask(f"{base}/sessions/whoami", accept=JSON_TYPE, headers={"Origin": FOREIGN.rstrip("/")}),
        flows={kind: _start(asked, kind) for kind in KINDS},
        refused=ask(_init(base, return_to=FOREIGN)),
        challenge=ask(_init(base, login_challenge="doctor"), accept=JSON_TYPE),
        schemas=_schemas(_new(asked), asked),
        version=version,
        waiting=waiting,
        abandoned=abandoned,
    )


def _new(asked: Asked) -> Browser:
    bundle = asked.config.kratos_ca_bundle if asked.config else None
    return Browser(str(bundle) if bundle else None)


def _init(base: str, kind: str = "login", **params: str) -> str:
    query = f"?{urlencode(params)}" if params else ""
    return f"{base}/self-service/{kind}/browser{query}"


def _start(asked: Asked, kind: FlowKind) -> FlowSeen:
    """Start a flow as a browser does and read it as a server, whatever a browser would make of its cookies."""
    browser, base = _new(asked), asked.browser or asked.public
    init = browser.ask(_init(base, kind))
    number = _flow_id(init)
    if not number:
        return FlowSeen(init, error=_error(browser, base, (init,)))
    cookies = "; ".join(each.split(";")[0] for each in init.cookies)
    address = f"{base}/self-service/{kind}/flows?id={number}"
    return FlowSeen(init, browser.ask(address, accept=JSON_TYPE, cookies=cookies))


def _flow_id(answer: Answer) -> str:
    return parse_qs(hosts.split(answer.location).query).get("flow", [""])[0]


def _schemas(browser: Browser, asked: Asked) -> Mapping[str, Mapping[str, Any]]:
    found = browser.ask(f"{asked.public}/schemas?per_page=50", accept=JSON_TYPE).items
    listed = map(values.mapping, found)
    return {values.text(each.get("id")): values.mapping(each.get("schema")) for each in listed}


def _admin(browser: Browser, admin: str) -> tuple[Answer, Answer, Answer]:
    """Return Kratos' version, the mails that wait, and those that were given up."""
    if not admin:
        return NOT_ASKED, NOT_ASKED, NOT_ASKED
    mails = f"{admin}/admin/courier/messages?page_size=50&status="
    return (
        browser.ask(f"{admin}/admin/version", accept=JSON_TYPE),
        browser.ask(f"{mails}queued", accept=JSON_TYPE),
        browser.ask(f"{mails}abandoned", accept=JSON_TYPE),
    )


def rehearse(seen: Seen) -> KratosSeen:
    """Ask what needs to know where the UI is, and fill in forms with nonsense."""
    found = seen.kratos
    if not seen.live:
        return found
    base, ask = seen.asked.browser or seen.asked.public, _new(seen.asked).ask
    tries = {url: ask(_init(base, return_to=url), accept=JSON_TYPE) for url in _return_tos(seen)}
    tries["/doctor"] = ask(_init(base, return_to="/doctor"), accept=JSON_TYPE)
    return replace(
        found,
        return_to=tries,
        providers=dict(_providers(seen)),
        login=_dry(seen, "login"),
        registration=_dry(seen, "registration"),
    )


def _return_tos(seen: Seen) -> list[str]:
    """Return the addresses to try: ours, the application's, and some that nobody should be led to."""
    ours = seen.ui_url
    parts = hosts.split(ours)
    tricks = [
        FOREIGN,
        f"{parts.scheme}://{parts.netloc}.doctor.invalid/",
        f"{parts.scheme}://doctor-{parts.netloc}/",
    ]
    domain = hosts.site(hosts.host(ours))
    if "." in domain and not hosts.is_ip(domain):
        tricks.append(f"{parts.scheme}://doctor-{secrets.token_hex(4)}.{domain}/")
    if parts.scheme == "https":
        tricks.append(f"http://{parts.netloc}/")
    mine = [f"{ours}/settings", *([seen.asked.app] if seen.asked.app else [])]
    return list(dict.fromkeys([*mine, *tricks]))


def _dry(seen: Seen, kind: FlowKind) -> Dry | None:
    """Send a form whose content nobody can have meant; None where there is no password to send."""
    browser, base = _new(seen.asked), seen.asked.browser or seen.asked.public
    init = browser.ask(_init(base, kind))
    read = browser.ask(f"{base}/self-service/{kind}/flows?id={_flow_id(init)}", accept=JSON_TYPE)
    flow = seen.kratos.flows[kind]
    offered = "password" in flow.groups or (kind == "registration" and "profile" in flow.groups)
    if not flow.action or not offered:
        return None
    token = FlowSeen(init, read).value("csrf_token")
    form = [("csrf_token", values.text(token)), ("method", "password"), *_nonsense(flow)]
    action = FlowSeen(init, read).action or flow.action.replace(_flow_id(flow.init), _flow_id(init))
    trail = browser.follow(browser.ask(action, method="POST", form=form, headers=_from(seen.ui_url)))
    return Dry(trail, _error(browser, base, trail))


def _from(ui: str) -> dict[str, str]:
    return {"Origin": hosts.origin(ui), "Referer": f"{ui}/"} if ui else {}


def _nonsense(flow: FlowSeen) -> Iterable[tuple[str, str]]:
    """Yield fields that make no account: a password of one character, an address that can't exist."""
    somebody = f"doctor-{secrets.token_hex(6)}@doctor.invalid"
    yield "identifier", somebody
    yield "password", "x"
    for node in flow.nodes:
        name = values.text(values.mapping(node.get("attributes")).get("name"))
        if name.startswith("traits."):
            yield name, somebody if "mail" in name else "doctor"


def _error(browser: Browser, base: str, trail: tuple[Answer, ...]) -> Mapping[str, Any]:
    """Return Kratos' error that the browser was led to; {} if it wasn't."""
    for answer in trail:
        number = parse_qs(hosts.split(answer.location).query).get("id", [""])[0]
        if number:
            address = f"{base}/self-service/errors?{urlencode({'id': number})}"
            return values.mapping(browser.ask(address, accept=JSON_TYPE).json.get("error"))
    error = trail[-1].json.get("error") if trail else None
    return values.mapping(error)


def _providers(seen: Seen) -> Iterable[tuple[str, str]]:
    """Yield each social sign-in provider and where it sends browsers; the provider itself is not asked."""
    flow, base = seen.kratos.flows["login"], seen.asked.browser or seen.asked.public
    for node in flow.nodes:
        attributes = values.mapping(node.get("attributes"))
        if node.get("group") != "oidc" or attributes.get("type") != "submit":
            continue
        number = values.text(attributes.get("value"))
        started = _new(seen.asked)
        init = started.ask(_init(base))
        cookies = "; ".join(each.split(";")[0] for each in init.cookies)
        read = started.ask(
            f"{base}/self-service/login/flows?id={_flow_id(init)}", accept=JSON_TYPE, cookies=cookies
        )
        again = FlowSeen(init, read)
        form = [("csrf_token", values.text(again.value("csrf_token"))), ("provider", number)]
        sent = (
            started.ask(again.action, method="POST", form=form, cookies=cookies)
            if again.action
            else NOT_ASKED
        )
        if sent.location:
            yield number, sent.location
