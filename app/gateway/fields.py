"""What a client posts → what Kratos takes: traits out of flat names, `method` where it goes without saying."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from ..kratos.flow import Flow
from ..limits import JSON_DEPTH
from ..upstream import values
from ..upstream.values import JSON
from .envelope import Refused

_PREFIX = "traits."
_COMMON = {
    "csrf_token", "method", "password", "provider", "upstream_parameters", "transient_payload",
    "webauthn_register", "webauthn_register_displayname",
}  # fmt: skip
_FIELDS = {
    "registration": _COMMON | {"code", "resend", "screen", "passkey_register", "id_token", "id_token_nonce"},
    "settings": _COMMON | {
        "link", "unlink", "totp_code", "totp_unlink", "lookup_secret_regenerate", "lookup_secret_reveal",
        "lookup_secret_confirm", "lookup_secret_disable", "webauthn_remove", "passkey_remove",
        "passkey_settings_register",
    },
}  # fmt: skip
"""What a submit may hold besides traits; and every field of the flow's nodes."""

_METHOD_OF = {
    "code": "code",
    "resend": "code",
    "password": "password",
    "totp_code": "totp",
    "totp_unlink": "totp",
    "lookup_secret": "lookup_secret",
    "lookup_secret_regenerate": "lookup_secret",
    "lookup_secret_reveal": "lookup_secret",
    "lookup_secret_confirm": "lookup_secret",
    "lookup_secret_disable": "lookup_secret",
}
_NO_METHOD = {  # these say by themselves what they are
    "provider", "link", "unlink", "screen", "address", "id_token", "webauthn_register", "webauthn_login",
    "webauthn_remove", "passkey_register", "passkey_login", "passkey_remove", "passkey_settings_register",
}  # fmt: skip


def payload(flow: Flow, given: Mapping[str, JSON]) -> dict[str, JSON]:
    """Return the body of a submit to `flow`.

    Traits come by their own name (`email`, `name.first`, or `{"name": {"first": …}}`) or inside `traits`.
    Those that are not given keep the value that they have from an earlier step, or in settings; "" and null
    remove one.

    Raises:
        Refused: 400 for a name that the flow does not ask for, or that is too deep.
    """
    if flow.kind not in _FIELDS:
        return {**given, **_method(flow, given, False)}
    fields, traits = _split(flow, given)
    body = {**fields, **_method(flow, fields, bool(traits))}
    if traits or flow.kind == "registration" or body.get("method") == "profile":
        body["traits"] = _merged(flow, traits)
    return body


def asked(flow: Flow) -> tuple[str, ...]:
    """Return the dotted names of the traits that `flow` asks for, in its order."""
    names = (node.name for node in flow.nodes if node.name.startswith(_PREFIX))
    return tuple(dict.fromkeys(name.removeprefix(_PREFIX) for name in names))


def _split(flow: Flow, given: Mapping[str, JSON]) -> tuple[dict[str, JSON], dict[str, JSON]]:
    """Fields by name, traits by dotted name."""
    known = asked(flow)
    fields = _FIELDS[flow.kind] | {node.name for node in flow.nodes}
    taken: dict[str, JSON] = {}
    traits: dict[str, JSON] = {}
    unknown: list[str] = []
    for name, value in given.items():
        if name == "traits" and isinstance(value, Mapping):
            traits.update(pair for key in value for pair in _leaves(key, value[key], known))
        elif name.startswith(_PREFIX):
            traits.update(_leaves(name.removeprefix(_PREFIX), value, known))
        elif name in fields:
            taken[name] = value
        else:
            found = dict(_leaves(name, value, known))
            unknown += [] if _partial(flow) else [leaf for leaf in found if leaf not in known]
            traits.update(found)
    if unknown:
        raise _unknown(unknown, known)
    return taken, traits


def _partial(flow: Flow) -> bool:
    """Whether the flow shows only some of its traits: past the first step, Kratos leaves out the empty ones."""
    past = any(node.name == "screen" for node in flow.nodes) or flow.state != "choose_method"
    return flow.kind == "registration" and past


def _leaves(name: str, value: JSON, known: tuple[str, ...]) -> Iterator[tuple[str, JSON]]:
    if name in known or not isinstance(value, Mapping) or not value:
        yield name, value
        return
    for key, inner in value.items():
        yield from _leaves(f"{name}.{key}", inner, known)


def _unknown(names: list[str], known: tuple[str, ...]) -> Refused:
    listed = ", ".join(f'"{name}"' for name in names)
    return Refused(
        400, f"This flow does not ask for {listed}.", unknown_fields=names, known_traits=list(known)
    )


def _merged(flow: Flow, given: Mapping[str, JSON]) -> dict[str, JSON]:
    """All traits, nested: those of the identity, those of an earlier step (hidden), and over them `given`."""
    traits: dict[str, Any] = copy.deepcopy(dict(flow.identity.traits)) if flow.identity else {}
    earlier = {
        node.name.removeprefix(_PREFIX): node.value
        for node in flow.nodes
        if node.hidden and node.name.startswith(_PREFIX)
    }
    for name, value in {**earlier, **given}.items():
        path = name.split(".")
        if len(path) > JSON_DEPTH:
            raise Refused(400, "The name of a trait has too many parts.")
        _put(traits, path, value)
    return traits


def _put(traits: dict[str, Any], path: list[str], value: JSON) -> None:
    *parents, leaf = path
    for parent in parents:
        if not isinstance(traits.get(parent), dict):
            if value in (None, ""):
                return
            traits[parent] = {}
        traits = traits[parent]
    if value in (None, ""):
        traits.pop(leaf, None)
    else:
        traits[leaf] = value


def _method(flow: Flow, fields: Mapping[str, JSON], traits: bool) -> dict[str, JSON]:
    """Return `method` if the client left it out and there is no doubt about it."""
    if "method" in fields or _NO_METHOD & fields.keys():
        return {}
    meant = next((method for name, method in _METHOD_OF.items() if name in fields), "")
    offered = {values.text(node.value) for node in flow.nodes if node.name == "method"}
    if not meant and traits and "profile" in offered:
        meant = "profile"
    if not meant and len(offered) == 1:
        meant = offered.pop()
    return {"method": meant} if meant else {}
