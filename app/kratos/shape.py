"""The shape of a flow: what it has in common with others of its kind, and the values that are its own. Pure.

Two flows of one shape make the same page but for those values, so that a page can be kept without anything of a person
in it. What is taken out, by name: the flow's id and times, Kratos' CSRF token, the challenges of passkeys and security
keys, their ids, an OAuth2 challenge, the secret and the picture of an authenticator app, what was typed, and the traits
and addresses of an identity. Whatever else a flow holds is part of the shape, and nothing of it may be about a person:
a flow with a value that fits no class, a message or a label that may name somebody, or recovery codes has no shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

import orjson

from ..upstream import addresses, values
from ..upstream.values import JSON
from .marks import CLOSE, OPEN, NoShape, Taken
from .payload import BRAND

_OPAQUE = frozenset({
    "csrf_token", "passkey_challenge", "passkey_create_data", "passkey_register", "passkey_login",
    "passkey_settings_register", "passkey_remove", "webauthn_login", "webauthn_login_trigger", "webauthn_register",
    "webauthn_register_trigger", "webauthn_remove",
})  # fmt: skip
_ADDRESSES = frozenset({"address", "email", "recovery_select_address", "recovery_confirm_address"})
"""Buttons whose value may be an address; others say what they do."""
_LABELS = frozenset({"title", "name", "provider", "provider_id"})
"""What may stand in the context of a label: names of fields and of providers."""
_SAID = frozenset({
    1010014, 1040005, 1040009, 1050001, 1060002, 1060003, 1080001, 1080002, 1080003, 4000002, 4000006, 4000008, 4000012,
    4000016, 4000031, 4000037, 4010002, 4010003, 4010004, 4010008, 4040003, 4060004, 4060006, 4070001, 4070006,
})  # fmt: skip
"""Messages that are the same for everybody, as long as their context names a field at most."""
_LEFT_OUT = frozenset({"onclick", "onload", "nonce", "node_type"})
"""Attributes that no page reads."""
_FLOW = re.compile(r"(?<=[?&]flow=)[0-9a-f-]{36}$")
_READ = frozenset({
    "id", "type", "expires_at", "issued_at", "request_url", "ui", "state", "active", "created_at", "updated_at",
    "refresh", "requested_aal", "return_to", "identity", "identity_schema", "organization_id", "oauth2_login_challenge",
    "oauth2_login_request",
})  # fmt: skip
"""What a flow of any known version has. The times of its making stay away from pages."""
_ASKED = frozenset(
    {
        "return_to",
        "aal",
        "refresh",
        "via",
        "organization",
        "identity_schema",
        "lang",
        "login_challenge",
        BRAND,
    }
)
"""What begins flows without naming somebody. A `return_to` that may is found by `_TELLING`."""
_CHALLENGE_THERE = re.compile(r"(?<=[?&]login_challenge=)[^&#]*")
_TELLING = re.compile(r"[?#@]")
"""In an address that somebody is on the way to: what follows may be about them."""
_SECRET = re.compile(r"[A-Z2-7]{16,64}")


@dataclass(frozen=True, slots=True)
class Shape:
    """A flow without its own values: JSON with a mark in the place of each; `values[n]` is what stands at mark n."""

    skeleton: str
    values: tuple[str, ...]
    asks_schema: bool  # whether its page follows the identity schema too


def shape_of(body: Mapping[str, JSON]) -> Shape | None:
    """Return the shape of Kratos' JSON (`body`, never changed); None if the page is to be made anew each time."""
    taken = Taken()
    try:
        skeleton = orjson.dumps(_flow(body, taken)).decode()  # json takes a tenth of the whole page for it
    except (NoShape, orjson.JSONEncodeError):  # a number beyond 64 bits
        return None
    if skeleton.count(OPEN) != taken.count or skeleton.count(CLOSE) != taken.count:
        return None  # a mark that is not ours
    return Shape(skeleton, tuple(taken.places), taken.asks_schema)


def _flow(body: Mapping[str, JSON], taken: Taken) -> dict[str, JSON]:
    unknown = any(value for name, value in body.items() if name not in _READ)
    if unknown or _TELLING.search(values.text(body.get("return_to"))):
        raise NoShape
    ui = values.mapping(body.get("ui"))
    flow: dict[str, JSON] = {
        name: body[name]
        for name in (
            "type", "state", "active", "return_to", "requested_aal", "refresh", "identity_schema", "organization_id",
        )
        if name in body
    }  # fmt: skip
    flow["id"] = taken.uuid(body.get("id"))
    flow["ui"] = {
        "action": _action(ui.get("action"), taken),
        "method": ui.get("method"),
        "messages": [_message(message) for message in values.items(ui.get("messages"))],
        "nodes": [_node(values.mapping(node), taken) for node in values.items(ui.get("nodes"))],
    }
    for name in ("expires_at", "issued_at"):
        if name in body:
            flow[name] = taken.time(body[name])
    if body.get("oauth2_login_challenge"):
        flow["oauth2_login_challenge"] = taken.challenge(body["oauth2_login_challenge"])
        flow["oauth2_login_request"] = _oauth2(values.mapping(body.get("oauth2_login_request")))
    if "identity" in body:
        flow["identity"] = _identity(values.mapping(body["identity"]), taken)
    flow["request_url"] = _request_url(values.text(body.get("request_url")))
    return flow


def _request_url(address: str) -> str:
    """Return the address that began a flow, whole but for a challenge: a template may ask it for anything."""
    asked = parse_qs(addresses.split(address).query, keep_blank_values=True)
    named = asked.keys() - _ASKED or any(_TELLING.search(value) for name in asked for value in asked[name])
    if named:
        raise NoShape
    return _CHALLENGE_THERE.sub("", address)


def _node(node: Mapping[str, JSON], taken: Taken) -> dict[str, JSON]:
    attributes = values.mapping(node.get("attributes"))
    kept = {name: value for name, value in attributes.items() if name not in _LEFT_OUT}
    _OWN.get(values.text(node.get("type")), _other)(kept, taken)
    meta = values.mapping(node.get("meta"))
    return {
        "type": node.get("type"),
        "group": node.get("group"),
        "attributes": kept,
        "messages": [_message(message) for message in values.items(node.get("messages"))],
        "meta": {"label": _label(values.mapping(meta.get("label")), taken)} if meta.get("label") else {},
    }


def _input(kept: dict[str, JSON], taken: Taken) -> None:
    name, kind, value = values.text(kept.get("name")), kept.get("type"), kept.get("value")
    trait = name.startswith("traits")
    taken.asks_schema = taken.asks_schema or trait
    if kept.get("label"):
        raise NoShape  # older than any version that we know: nobody has looked at what it may say
    if not isinstance(value, str):
        if value is not None and not isinstance(value, bool):
            raise NoShape  # a number, which is a trait
    elif not value or name == "method" or kind in ("checkbox", "radio"):
        return
    elif name in _OPAQUE:
        kept["value"] = taken.out("opaque", value)
    elif kind != "submit" or name in _ADDRESSES and value != "code":
        kept["value"] = taken.typed(value)


def _image(kept: dict[str, JSON], taken: Taken) -> None:
    source = values.text(kept.get("src"))
    if not source.startswith("data:image/png;base64,"):
        raise NoShape
    kept["src"] = taken.out("image", source)


def _text(kept: dict[str, JSON], taken: Taken) -> None:
    text = values.mapping(kept.get("text"))
    secret = values.mapping(text.get("context")).get("secret")
    if kept.get("id") != "totp_secret_key" or text.get("text") != secret or not isinstance(secret, str):
        raise NoShape
    if not _SECRET.fullmatch(secret):
        raise NoShape
    mark = taken.out(f"secret{len(secret)}", secret)
    taken.count += 1
    kept["text"] = {**text, "text": mark, "context": {"secret": mark}}


def _script(kept: dict[str, JSON], taken: Taken) -> None:
    """All of it is the same for everybody."""


def _other(kept: dict[str, JSON], taken: Taken) -> None:
    raise NoShape


_OWN = {"input": _input, "img": _image, "text": _text, "script": _script}


def _label(label: Mapping[str, JSON], taken: Taken) -> Mapping[str, JSON]:
    if not _LABELS.issuperset(values.mapping(label.get("context"))):
        raise NoShape
    taken.asks_schema = taken.asks_schema or label.get("id") == 1070004
    return label


def _message(message: JSON) -> JSON:
    said = values.mapping(message)
    if said.get("id") not in _SAID or not {"property"}.issuperset(values.mapping(said.get("context"))):
        raise NoShape
    return message


def _identity(identity: Mapping[str, JSON], taken: Taken) -> dict[str, JSON]:
    if identity.get("metadata_public"):
        raise NoShape  # whatever it may be
    return {
        "id": taken.uuid(identity.get("id")),
        "schema_id": identity.get("schema_id"),
        "state": identity.get("state"),
        "traits": _traits(identity.get("traits"), taken),
        "verifiable_addresses": _addresses(identity.get("verifiable_addresses"), taken),
        "recovery_addresses": _addresses(identity.get("recovery_addresses"), taken),
    }


def _addresses(found: JSON, taken: Taken) -> list[JSON]:
    return [
        {
            "value": _traits(values.mapping(each).get("value"), taken),
            "via": values.mapping(each).get("via"),
            "verified": values.mapping(each).get("verified"),
            "status": values.mapping(each).get("status"),
        }
        for each in values.items(found)
    ]


def _traits(value: Any, taken: Taken) -> JSON:
    if isinstance(value, str):
        return taken.typed(value) if value else value
    if isinstance(value, dict):
        return {name: _traits(inner, taken) for name, inner in value.items()}
    if isinstance(value, list):
        return [_traits(inner, taken) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    raise NoShape  # a number: too little to be taken for itself on a page


def _action(value: JSON, taken: Taken) -> str:
    return _FLOW.sub(lambda found: taken.uuid(found[0]), values.text(value))


def _oauth2(request: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return what pages need of an OAuth2 request: who asks, in which languages, and where that leads."""
    client, asked = (
        values.mapping(request.get("client")),
        addresses.split(values.text(request.get("request_url"))),
    )
    targets = {"redirect_uri": parse_qs(asked.query).get("redirect_uri", [])}
    return {
        "client": {"client_name": client.get("client_name"), "redirect_uris": client.get("redirect_uris")},
        "oidc_context": {"ui_locales": values.mapping(request.get("oidc_context")).get("ui_locales")},
        "request_url": asked._replace(query=urlencode(targets, doseq=True)).geturl(),
    }
