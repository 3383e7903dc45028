"""Flows that no recording has: recorded ones with other nodes in them, of which the site makes pages, too."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from app.kratos.flow import Flow, parse_flow
from app.kratos.schema import parse_schema
from app.kratos.traits import described
from tests.support.recordings import recording

SIX = ("free", "pro", "team", "school", "club", "town")
"""Choices enough for a select."""


def node(
    name: str,
    label: str = "",
    kind: str = "text",
    group: str = "default",
    choices: tuple[str, ...] = (),
    **attributes: Any,
) -> dict[str, Any]:
    """An input as Kratos sends it. `choices`: the values that it may have."""
    attributes = {"node_type": "input", "name": name, "type": kind, "disabled": False, **attributes}
    if choices:
        attributes["options"] = [{"value": value} for value in choices]
    told = {"id": 1070002, "text": label, "type": "info", "context": {"title": label}}
    meta = {"label": told} if label else {}
    return {"type": "input", "group": group, "attributes": attributes, "messages": [], "meta": meta}


def listed(name: str, label: str, *values: str, **more: Any) -> list[dict[str, Any]]:
    """The nodes of a list."""
    rows = [node(f"{name}.{number}", value=value, **more) for number, value in enumerate(values)]
    return [node(name, label, **more), *rows]


def made(name: str, *nodes: dict[str, Any], traits: Mapping[str, Any] | None = None) -> Flow:
    """The recorded flow with these nodes in it, too. `traits`: what the identity schema says of some."""
    recorded = recording("v1.3.1", name)
    body = copy.deepcopy(recorded.body)
    body["ui"]["nodes"] += nodes
    flow = parse_flow(recorded.flow_kind, body)
    if traits is None:
        return flow
    schema: dict[str, Any] = {"properties": {"traits": {"type": "object", "properties": traits}}}
    return described(flow, parse_schema("default", schema))


def expiring() -> Flow:
    """A sign-up with a secret of the operator's own, and a code."""
    return made(
        "registration.one_step.password_only",
        node("traits.nick", "Nickname", value="ada"),
        node("traits.tos", "Terms", "checkbox", required=True, value=False),
        node("traits.pin", "PIN", "password"),
        node("code", "Code", autocomplete="one-time-code"),
    )


def kept() -> Flow:
    """Fields of every kind, some of which are called like a secret, and secrets."""
    return made(
        "registration.one_step.password_only",
        node("traits.postal_code", "Postal code"),
        node("traits.country_code", "Country code", value="AT"),
        node("traits.secret_santa", "Secret Santa"),
        node("token_name", "Name of the token"),
        node("traits.password_hint", "Password hint"),
        node("traits.about", "About", value="as it\ncame"),
        node("traits.plan", "Plan", choices=SIX),
        node("traits.size", "Size", choices=SIX, value="free", required=True),
        node("traits.region", "Region", choices=SIX, value="town"),
        node("traits.colours", "Colours", choices=SIX, value="free"),
        node("traits.when", "When", choices=("now", "later"), value="now"),
        node("traits.terms", "Terms", "checkbox", required=True, value=False),
        node("traits.news", "News", "checkbox", required=True, value=True),
        node("traits.twin", "First twin", value="one"),
        node("traits.twin", "Second twin", "email", value="two"),
        node("traits.both", "First box", "checkbox"),
        node("traits.both", "Second box", "checkbox", group="password"),
        node("traits.side", "Left", choices=SIX, value="free", required=True),
        node("traits.side", "Right", choices=SIX, value="free", required=True, group="password"),
        node("traits.untouched", "Untouched", value="of the server"),
        node("lookup_secret", "Recovery code", autocomplete="off"),
        node("totp_code", "App code", autocomplete="one-time-code"),
        node("code", "Code", autocomplete="one-time-code"),
        node("traits.pin", "Shown password", autocomplete="new-password"),
        *listed("traits.tags", "Tags", "red", "blue"),
    )  # fmt: skip


def later() -> Flow:
    """The step after it."""
    hidden = {"postal_code": "1010", "when": "later", "plan": "pro", "terms": "true", "news": "false"}
    return made(
        "registration.choose_credentials.all_methods",
        node("provider", "Sign up with Hydra", "submit", "oidc", value="hydra"),
        *(node(f"traits.{name}", kind="hidden", value=value) for name, value in hidden.items()),
        *listed("traits.tags", "", "b", "a", "b", kind="hidden"),
    )


def two_forms() -> Flow:
    """Choices of one name in two forms."""
    choice: dict[str, Any] = {"choices": ("small", "large"), "required": True}
    return made(
        "settings.show_form.password_only",
        node("traits.fit", "Fit", group="profile", **choice),
        node("traits.fit", "Fit again", group="password", **choice),
    )


def lists(name: str, group: str) -> Callable[[], Flow]:
    """Lists as long as allowed, of choices, and empty."""

    def flow() -> Flow:
        text = {"type": "string"}
        return made(
            name,
            node("traits.nick", "Nick", group=group),
            *listed("traits.tags", "Tags", "red", "blue", group=group, required=True),
            *listed("traits.sizes", "Sizes", group=group),
            *listed("traits.notes", "Notes", group=group),
            traits={
                "tags": {"type": "array", "items": text, "maxItems": 3},
                "sizes": {"type": "array", "items": {**text, "enum": ["S", "M"]}},
                "notes": {"type": "array", "items": text},
            },
        )

    return flow


def foreign() -> Flow:
    """Triggers of another Kratos, beside its script."""
    script = {"node_type": "script", "type": "text/javascript", "async": True, "id": "webauthn_script"}
    return made(
        "login.choose_method.password_only",
        node("started", kind="hidden", group="webauthn", value="", onloadTrigger="oryFutureInit"),
        node("future", "Future thing", "button", "webauthn", onclickTrigger="oryFutureThing"),
        node("missing", "Missing", "button", "webauthn", onclickTrigger="oryMissingThing"),
        {"type": "script", "group": "webauthn", "attributes": {**script, "src": "http://kratos.test:4433/kratos.js"},
         "messages": [], "meta": {}},
    )  # fmt: skip


MADE: dict[str, Callable[[], Flow]] = {
    "registration.made.expiring": expiring,
    "registration.made.kept": kept,
    "registration.made.later": later,
    "settings.made.two_forms": two_forms,
    "settings.made.lists": lists("settings.show_form.password_only", "profile"),
    "registration.made.lists": lists("registration.one_step.password_only", "default"),
    "login.made.foreign": foreign,
}
"""Each by the name of its page."""
