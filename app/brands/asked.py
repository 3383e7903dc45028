"""What a request tells of its brand; Kratos and Hydra are asked for it where only they know, Kratos once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qs

from ..current import App
from ..kratos.client import KratosClient, Reply
from ..kratos.cookies import forward
from ..kratos.payload import BRAND
from ..kratos.types import FLOW_KINDS, FlowKind
from ..upstream import addresses, values
from ..upstream.client import Upstream
from ..upstream.errors import UpstreamError
from ..upstream.values import JSON
from ..web.headers import request_id
from ..web.kratos import BEGUN, for_request
from .choose import Facts

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_KINDS = {f"/{kind}": kind for kind in FLOW_KINDS}
_CHALLENGES = {"/consent": "consent_challenge", "/logout/oauth2": "logout_challenge"}


@dataclass(frozen=True, slots=True)
class Asked(KratosClient):
    """A client that knows one flow already, and asks for it no more."""

    flow: tuple[str, str] = ("", "")  # kind and id
    reply: Reply[Mapping[str, JSON]] | UpstreamError | None = None

    def flow_body(self, kind: FlowKind, flow_id: str, cookies: str) -> Reply[Mapping[str, JSON]]:
        """Return the flow to show, as Kratos gave it."""
        if self.reply is None or (kind, flow_id) != self.flow:
            return KratosClient.flow_body(self, kind, flow_id, cookies)
        if isinstance(self.reply, UpstreamError):
            raise self.reply
        return self.reply


def facts_of(environ: WSGIEnvironment, known: App, clients: bool = True) -> Facts:
    """Return what a request tells.

    Args:
        environ: the request; where Kratos was asked for its flow, the application behind finds the answer in it.
        known: by which client Kratos is asked, and with which cookies.
        clients: whether a rule has OAuth2 clients, so that Hydra is asked.
    """
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return Facts()  # the page that was posted from left a cookie
    query = {name: found[0] for name, found in parse_qs(environ.get("QUERY_STRING", "")).items()}
    path = environ.get("PATH_INFO", "")
    if path in _KINDS and query.get("flow"):
        return _of_flow(environ, known, _KINDS[path], query["flow"])
    if clients and known.config.hydra_admin_url and query.get(_CHALLENGES.get(path, "")):
        return Facts(client=_client(environ, known, path, query[_CHALLENGES[path]]))
    return _of_query(query)


def _of_flow(environ: WSGIEnvironment, known: App, kind: FlowKind, flow_id: str) -> Facts:
    client = for_request(known.kratos, request_id(known.config, environ))
    reply: Reply[Mapping[str, JSON]] | UpstreamError
    try:
        cookies = forward(environ.get("HTTP_COOKIE", ""), known.config.kratos_cookies)
        reply = client.flow_body(kind, flow_id, cookies)
    except UpstreamError as error:
        reply = error
    same = {each.name: getattr(client, each.name) for each in fields(KratosClient)}
    environ[BEGUN] = Asked(**same, flow=(kind, flow_id), reply=reply)
    if isinstance(reply, UpstreamError):
        return Facts(return_to=getattr(reply, "return_to", ""))
    return told_by(reply.value)


def told_by(flow: Mapping[str, JSON]) -> Facts:
    """Return what a flow tells. `flow`: Kratos' own JSON."""
    begun = _of_query({
        name: found[0]
        for name, found in parse_qs(addresses.split(values.text(flow.get("request_url"))).query).items()
    })  # fmt: skip
    client = values.mapping(values.mapping(flow.get("oauth2_login_request")).get("client"))
    identity = values.mapping(flow.get("identity"))
    return Facts(
        client=values.text(client.get("client_id")),
        organization=values.text(flow.get("organization_id"))
        or values.text(identity.get("organization_id"))
        or begun.organization,
        return_to=values.text(flow.get("return_to")) or begun.return_to,
        begun=begun.begun,
    )


def _of_query(query: Mapping[str, str]) -> Facts:
    """Return what an address tells, in anybody's words: no more can come of it than one of the operator's looks."""
    told = (query.get(name, "") for name in ("organization", "return_to", BRAND))
    return Facts("", *told)


def _client(environ: WSGIEnvironment, known: App, path: str, challenge: str) -> str:
    """Return the id of the OAuth2 client that asks; "" if Hydra does not say."""
    from ..hydra.client import HydraClient  # where there is no Hydra, nothing of it is imported
    from ..hydra.errors import HydraError

    way = for_request(known.kratos, request_id(known.config, environ))
    api = Upstream(known.config.hydra_admin_url, way.http, way.timeout, way.deadline, way.request_id)
    hydra = HydraClient(api, known.config.ory_admin_api_token)
    try:
        asked = hydra.consent_request(challenge) if path == "/consent" else hydra.logout_request(challenge)
    except (UpstreamError, HydraError):
        return ""
    return asked.client.id if asked.client else ""


def cookie_of(environ: WSGIEnvironment, name: str) -> str:
    """Return the first cookie of this name, "" without one."""
    header = cast(str, environ.get("HTTP_COOKIE", ""))
    if name not in header:
        return ""
    pairs = (pair.strip(" \t").partition("=") for pair in header.split(";"))
    return next((value.strip(" \t") for key, _, value in pairs if key.strip(" \t") == name), "")
