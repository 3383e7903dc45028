"""A flow put together by hand, from pieces of recorded ones: what Kratos would answer with other settings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from ..kratos.schema import Schema, Trait
from ..kratos.types import FlowKind
from .facts import NO_METHOD, facts_of, nodes_of

Body = Mapping[str, Any]
Piece = tuple[str, Mapping[str, Any]]
"""A message, and the name of the node that it stands at; "" for one of the flow."""


@dataclass(frozen=True, slots=True)
class Base:
    """Where in a flow a composed page stands: a recording to start from, and others that have more methods."""

    title: str
    name: str
    more: tuple[str, ...] = ()


BASES: Mapping[FlowKind, tuple[Base, ...]] = {
    "login": (
        Base("Sign in", "login.choose_method.all_methods", ("login.choose_method.webauthn_passwordless",)),
        Base("Identifier first", "login.identifier_first.step1"),
        Base("Identifier first, then the method", "login.identifier_first.step2"),
        Base("Confirm it's you", "login.refresh.all_methods_2fa_user", ("login.refresh.webauthn_passwordless",)),
        Base("Second step", "login.aal2.all_methods", ("login.aal2.code_choose_address",)),
        Base("Code sent", "login.sent_email.code"),
    ),
    "registration": (
        Base("All on one page", "registration.one_step.all_methods"),
        Base("First page: who", "registration.profile.all_methods"),
        Base(
            "Second page: how",
            "registration.choose_credentials.all_methods",
            ("registration.choose_credentials.webauthn_passwordless",),
        ),
        Base("Code sent", "registration.sent_email.code"),
    ),
    "recovery": (
        Base("Start", "recovery.choose_method.code", ("recovery.choose_method.link",)),
        Base("Code or link sent", "recovery.sent_email.code", ("recovery.sent_email.link",)),
    ),
    "verification": (
        Base("Start", "verification.choose_method.code", ("verification.choose_method.link",)),
        Base("Code or link sent", "verification.sent_email.code", ("verification.sent_email.link",)),
        Base("Done", "verification.passed_challenge.code"),
    ),
    "settings": (
        Base("Little is set up", "settings.show_form.all_methods"),
        Base("All is set up", "settings.show_form.everything_enabled"),
        Base("Come from recovery", "settings.show_form.after_recovery"),
    ),
}  # fmt: skip
_INPUTS = {
    "email": "email", "uri": "url", "tel": "tel", "date": "date", "date-time": "datetime-local",
    "boolean": "checkbox", "number": "number", "integer": "number",
}  # fmt: skip
"""Type of an input by its trait's format, else type, as Kratos chooses it."""
_PROVIDERS = ("provider", "link")


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be on the page. None: as it is in the recording."""

    methods: frozenset[str] | None = None
    providers: Mapping[str, str] | None = None
    """Label by id."""
    schema: Schema | None = None
    messages: tuple[str, ...] = ()
    """Names of `Catalogue.messages`."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What there is to choose from, at one place of a flow."""

    bodies: tuple[Body, ...]
    """The recording to start from, then those with more methods."""
    messages: Mapping[str, Piece] = field(default_factory=dict)
    """By "4000006", or "4000002@password" at a node."""

    @property
    def methods(self) -> tuple[str, ...]:
        """All that can be ticked; those of the first recording come ticked."""
        return tuple(sorted({each for body in self.bodies for each in facts_of(body).methods}))


def messages_in(bodies: Iterable[Body]) -> dict[str, Piece]:
    """Return all messages of `bodies`, each once for each node that it was seen at."""
    found: dict[str, Piece] = {}
    for body in bodies:
        places = [("", body["ui"]), *((_name(node), node) for node in nodes_of(body))]
        for name, place in places:
            for message in place.get("messages") or ():
                found.setdefault(f"{message['id']}{'@' if name else ''}{name}", (name, message))
    return dict(sorted(found.items()))


def composed(catalogue: Catalogue, wish: Wish) -> Body:
    """Return the flow's JSON; the recordings stay as they are."""
    body = deepcopy(dict(catalogue.bodies[0]))
    nodes = _of_methods(catalogue.bodies, wish.methods)
    if wish.providers is not None:
        nodes = _with_providers(nodes, wish.providers)
    if wish.schema is not None:
        nodes = _with_traits(nodes, wish.schema)
    body["ui"] = {**body["ui"], "nodes": nodes, "messages": list(body["ui"].get("messages") or ())}
    for chosen in wish.messages:
        if chosen in catalogue.messages:
            _say(body["ui"], *catalogue.messages[chosen])
    return body


def _of_methods(bodies: tuple[Body, ...], methods: frozenset[str] | None) -> list[dict[str, Any]]:
    first = facts_of(bodies[0]).methods
    wanted = frozenset(first) if methods is None else methods
    nodes = [node for node in nodes_of(bodies[0]) if _stays(node, wanted)]
    for body in bodies[1:]:
        there = {node["group"] for node in nodes} | set(first)
        nodes += [node for node in nodes_of(body) if node["group"] in wanted - there]
    return deepcopy(nodes)


def _stays(node: Mapping[str, Any], wanted: frozenset[str]) -> bool:
    if node["type"] == "script" and node["group"] == "webauthn":
        return bool({"webauthn", "passkey"} & wanted)  # one script serves both
    return node["group"] in NO_METHOD or node["group"] in wanted


def _with_providers(nodes: list[dict[str, Any]], providers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Those of `nodes`, with a button for each of `providers` in place of the recorded ones."""
    recorded = {node["attributes"].get("value"): node for node in nodes if node["group"] == "oidc"}
    pattern = next((node for node in recorded.values() if _name(node) in _PROVIDERS), None)
    if pattern is None:
        return nodes
    at = next(index for index, node in enumerate(nodes) if node["group"] == "oidc")
    rest = [node for node in nodes if node["group"] != "oidc"]
    buttons = [_provider(recorded.get(each, pattern), each, label) for each, label in providers.items()]
    return [*rest[:at], *buttons, *rest[at:]]


def _provider(pattern: Mapping[str, Any], provider: str, label: str) -> dict[str, Any]:
    node: dict[str, Any] = deepcopy(dict(pattern))
    node["attributes"]["value"] = provider
    told = node["meta"]["label"]
    told["text"] = told["text"].replace(str(told["context"].get("provider")), label)
    told["context"] = {**told["context"], "provider": label, "provider_id": provider}
    return node


def _with_traits(nodes: list[dict[str, Any]], schema: Schema) -> list[dict[str, Any]]:
    """Those of `nodes`, with the fields of `schema` in place of the recorded traits; without any, there are none."""
    found = [index for index, node in enumerate(nodes) if _name(node).startswith("traits.")]
    if not found:
        return nodes
    pattern = nodes[found[0]]
    fields = [_trait(pattern, name, trait) for name, trait in schema.traits.items() if name in schema.fields]
    before = nodes[: found[0]]
    return [*before, *fields, *(node for node in nodes[found[0] :] if not _name(node).startswith("traits."))]


def _trait(pattern: Mapping[str, Any], name: str, trait: Trait) -> dict[str, Any]:
    hidden = pattern["attributes"]["type"] == "hidden"
    kind = _INPUTS.get(trait.format) or _INPUTS.get(trait.type, "text")
    attributes = {
        "name": name, "type": "hidden" if hidden else kind, "disabled": False, "node_type": "input",
        **({"required": True} if trait.required else {}),
        **({"autocomplete": kind} if kind in ("email", "tel", "url") else {}),
    }  # fmt: skip
    told = {"id": 1070002, "text": trait.title, "type": "info", "context": {"title": trait.title}}
    return {
        "type": "input", "group": pattern["group"], "attributes": attributes, "messages": [],
        "meta": {"label": told} if trait.title else {},
    }  # fmt: skip


def _say(ui: dict[str, Any], name: str, message: Mapping[str, Any]) -> None:
    """Put `message` at the first node called `name`, if there is one; without a name, above the form."""
    place = ui if not name else next((node for node in ui["nodes"] if _name(node) == name), None)
    if place is not None:
        place["messages"] = [*(place.get("messages") or ()), dict(message)]


def _name(node: Mapping[str, Any]) -> str:
    return str(node["attributes"].get("name") or node["attributes"].get("id") or "")
