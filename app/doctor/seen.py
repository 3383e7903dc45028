"""What doctor looks at: gathered once, then only read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs

from ..config import Config
from ..kratos.types import FlowKind
from ..upstream import values
from ..upstream.values import JSON
from . import hosts
from .browser import NOT_ASKED, Answer
from .jar import Cookie, parse
from .settings import Settings

KINDS: tuple[FlowKind, ...] = ("login", "registration", "recovery", "verification", "settings")
PAGES = (*KINDS, "error")
FOREIGN = "https://doctor.invalid/"
"""A page that is nobody's: `.invalid` never resolves."""


@dataclass(frozen=True)
class Asked:
    """What the operator told."""

    public: str = ""  # Kratos' public API as servers reach it; "": only files are looked at
    browser: str = ""  # … as browsers reach it
    admin: str = ""
    ui: str = ""  # the UI as browsers reach it; "": as Kratos names it
    hydra: str = ""  # Hydra's public API
    hydra_admin: str = ""
    app: str = ""  # an application that reads the session
    config: Config | None = None  # the UI's settings; None: not known
    instances: tuple[Mapping[str, str], ...] = ()  # the environment of each instance of the UI
    settings: Settings | None = None  # kratos.yml
    hydra_settings: Settings | None = None  # hydra.yml


@dataclass(frozen=True)
class FlowSeen:
    """One flow that was started as a browser does."""

    init: Answer  # to the address that starts it
    read: Answer = NOT_ASKED  # the flow itself
    error: Mapping[str, JSON] = field(default_factory=dict)  # if it led to the error page: Kratos' error

    @property
    def ui_url(self) -> str:
        """Where Kratos sent the browser, without the flow; "" if nowhere."""
        target = self.init.location
        return re.sub(r"\?flow=[^&]*$", "", target) if re.search(r"[?&]flow=", target) else ""

    @property
    def action(self) -> str:
        """Where its form leads."""
        return values.text(values.mapping(self.read.json.get("ui")).get("action"))

    @property
    def nodes(self) -> list[Mapping[str, JSON]]:
        """The nodes of its form."""
        found = values.mapping(self.read.json.get("ui")).get("nodes")
        return [values.mapping(each) for each in values.items(found)]

    @property
    def groups(self) -> set[str]:
        """The methods that it offers."""
        return {values.text(each.get("group")) for each in self.nodes} - {"default"}

    def value(self, name: str) -> JSON:
        """Return the value of the field `name`; None if there is no such field."""
        for node in self.nodes:
            attributes = values.mapping(node.get("attributes"))
            if attributes.get("name") == name:
                return attributes.get("value")
        return None


@dataclass(frozen=True)
class Dry:
    """A form that was sent with nonsense in it, so that nothing came of it."""

    trail: tuple[Answer, ...] = ()  # the answer to it, and where that led
    error: Mapping[str, JSON] = field(default_factory=dict)  # if it led to the error page: Kratos' error


@dataclass(frozen=True)
class KratosSeen:
    """The running Kratos."""

    public: Answer = NOT_ASKED  # /health/ready at the address for servers
    whoami: Answer = NOT_ASKED
    browser: Answer = NOT_ASKED  # /health/ready at the address for browsers
    admin_outside: Answer = NOT_ASKED  # /admin/identities at the address for browsers
    cors: Answer = NOT_ASKED  # asked from `FOREIGN`
    flows: Mapping[str, FlowSeen] = field(default_factory=dict)
    refused: Answer = NOT_ASKED  # a flow with a `return_to` that must be refused
    return_to: Mapping[str, Answer] = field(default_factory=dict)  # each that was tried
    challenge: Answer = NOT_ASKED  # a flow for an OAuth2 challenge that nobody has made
    schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by id
    providers: Mapping[str, str] = field(default_factory=dict)  # id → where a sign-in with it leads
    version: Answer = NOT_ASKED
    waiting: Answer = NOT_ASKED  # mails
    abandoned: Answer = NOT_ASKED
    login: Dry | None = None
    registration: Dry | None = None


@dataclass(frozen=True)
class UiSeen:
    """The running UI."""

    alive: Answer = NOT_ASKED
    ready: Answer = NOT_ASKED
    start: Answer = NOT_ASKED  # /login without a flow
    trail: tuple[Answer, ...] = ()  # a browser's way from /login to a page
    own: Answer = NOT_ASKED  # /settings signed out: names its own address
    spoofed: Answer = NOT_ASKED  # the same with `X-Forwarded-*` of a stranger
    consent: Answer = NOT_ASKED
    preflight: Answer = NOT_ASKED  # the gateway, asked from the application
    default: Answer = NOT_ASKED  # `default_browser_return_url`, where that is a page of this UI

    @property
    def ours(self) -> bool:
        """Whether what answers is this UI."""
        return "X-Request-ID" in self.alive.headers and self.alive.json.get("status") == "ok"

    @property
    def lives_below(self) -> str:
        """Where all of it is, as it says at other addresses; "" if it does not say so."""
        says = "This application lives below "
        told = next(
            (each.text for each in (self.alive, self.start) if each.status == 404 and says in each.text), ""
        )
        return told.rpartition(says)[2].strip().rstrip(".")

    @property
    def says_it_is(self) -> str:
        """Where the UI believes to be."""
        return own_address(self.own)


@dataclass(frozen=True)
class HydraSeen:
    """The running Hydra."""

    ready: Answer = NOT_ASKED
    refused: Answer = NOT_ASKED  # where a client that nobody knows is sent
    login: Answer = NOT_ASKED  # where one that it knows is sent
    logout: Answer = NOT_ASKED


@dataclass(frozen=True)
class Tls:
    """One server's certificate."""

    days: float | None = None  # until it ends; None if it could not be read
    problem: str = ""


@dataclass(frozen=True)
class Seen:
    """All of it."""

    asked: Asked
    kratos: KratosSeen = KratosSeen()
    ui: UiSeen = UiSeen()
    hydra: HydraSeen = HydraSeen()
    tls: Mapping[str, Tls] = field(default_factory=dict)  # by origin
    untranslated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # language → titles of traits
    unusable: tuple[str, ...] = ()  # translations of themes: where, which, and what to write
    smtp: str | None = None  # why the mail server can't be reached; "": it can; None: not tried

    @property
    def settings(self) -> Settings:
        """kratos.yml; empty if none was given."""
        return self.asked.settings or Settings({})

    @property
    def live(self) -> bool:
        """Whether a Kratos answered."""
        return any(each.init.status for each in self.kratos.flows.values())

    @cached_property
    def ui_urls(self) -> Mapping[str, str]:
        """Page → where Kratos sends people for it: what it does, else what its file says."""
        found = {kind: self.settings.text(f"selfservice.flows.{kind}.ui_url") for kind in PAGES}
        found |= {kind: flow.ui_url for kind, flow in self.kratos.flows.items() if flow.ui_url}
        if error := re.sub(r"[?&]id=.*$", "", self.kratos.refused.location):
            found["error"] = error
        return {kind: url for kind, url in found.items() if url}

    @cached_property
    def ui_url(self) -> str:
        """The UI as browsers reach it: as told, else what most of Kratos' addresses agree on."""
        ends = [(url.split("?")[0].rstrip("/"), f"/{kind}") for kind, url in self.ui_urls.items()]
        bases = Counter(url.removesuffix(end) for url, end in ends if url.endswith(end))
        return self.asked.ui or (bases.most_common(1)[0][0] if bases else "")

    @cached_property
    def base_url(self) -> str:
        """Kratos as it calls itself in its forms, else in its file; no slash at its end."""
        for flow in self.kratos.flows.values():
            if "/self-service/" in flow.action:
                return flow.action.partition("/self-service/")[0]
        return self.settings.text("serve.public.base_url").rstrip("/")

    @property
    def browser_url(self) -> str:
        """Kratos as browsers reach it: as told, else as it calls itself."""
        return self.asked.browser or self.base_url

    @property
    def trial(self) -> bool:
        """Whether all is on this machine: then demo secrets and the like harm nobody."""
        return hosts.is_local(hosts.host(self.ui_url or self.base_url or "http://localhost"))

    def cookies(self) -> Iterator[Cookie]:
        """Yield the CSRF cookie as Kratos sets it, else as its file would have it, then the session's."""
        live = [parse(each) for flow in self.kratos.flows.values() for each in flow.init.cookies]
        csrf = next((each for each in live if each.name.startswith("csrf_token_")), None)
        if csrf is None and self.asked.settings:
            csrf = self._cookie("csrf_token_", ("cookies",), None)
        if csrf:
            yield csrf
        if self.asked.settings:
            name = self.settings.text("session.cookie.name") or "ory_kratos_session"
            yield self._cookie(name, ("session.cookie", "cookies"), csrf)

    def _cookie(self, name: str, places: tuple[str, ...], like: Cookie | None) -> Cookie:
        """Return what `kratos.yml` makes of a cookie; `like`: another one of the running Kratos."""

        def first(key: str, default: str) -> str:
            return next((text for at in places if (text := self.settings.text(f"{at}.{key}"))), default)

        return Cookie(
            name=name,
            value="",
            domain=first("domain", "").lstrip(".").lower(),
            path=first("path", "/"),
            secure=like.secure if like else self.base_url.startswith("https:"),
            same_site=first("same_site", "lax").lower(),
            gone=False,
        )


def own_address(answer: Answer) -> str:
    """Return the address in the `return_to` that the UI gave Kratos along, without its page."""
    named = parse_qs(hosts.split(answer.location).query).get("return_to", [""])[0]
    return named.removesuffix("/settings") if named.endswith("/settings") else ""
