"""Passkeys and security keys: what browsers demand of the page they are used on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ...upstream import values
from .. import hosts
from ..finding import Finding, Rule, advice, kratos, rule
from ..seen import Seen

_FAILS = "The browser refuses to make or use one: the button seems to do nothing."
RP_ID: dict[str, Rule] = {
    "passkey": rule("passkey-rp-id", "fail", _FAILS, after=("host-mix", "passkey-host")),
    "webauthn": rule("webauthn-rp-id", "fail", _FAILS, after=("host-mix", "passkey-host")),
}
_REFUSED = "The browser makes one and Kratos refuses it: «this can't be used here»."
ORIGINS: dict[str, Rule] = {
    "passkey": rule("passkey-origins", "fail", _REFUSED, after=("host-mix", "passkey-host")),
    "webauthn": rule("webauthn-origins", "fail", _REFUSED, after=("host-mix", "passkey-host")),
}
HOST = rule(
    "passkey-host",
    "fail",
    f"Browsers allow passkeys on https and on localhost, never at an IP address. {_FAILS}",
)


def _rp_id(seen: Seen, method: str) -> str:
    """As the running Kratos uses it, else by its file."""
    flow = seen.kratos.flows.get("login") if method == "passkey" else None
    challenge = flow.value("passkey_challenge") if flow else None
    try:
        key = values.mapping(json.loads(str(challenge))).get("publicKey") if challenge else {}
    except ValueError:
        key = {}
    return values.text(values.mapping(key).get("rpId")) or seen.settings.text(f"{_key(method)}.id")


def _key(method: str) -> str:
    return f"selfservice.methods.{method}.config.rp"


def _on(seen: Seen, method: str) -> bool:
    flow = seen.kratos.flows.get("login")
    return bool(flow and method in flow.groups) or seen.settings.on(f"selfservice.methods.{method}.enabled")


def host(seen: Seen) -> Iterator[Finding]:
    """Whether there can be passkeys at the UI's address at all."""
    name = hosts.host(seen.ui_url)
    if not name or not (_on(seen, "passkey") or _on(seen, "webauthn")):
        return
    if hosts.is_ip(name):
        yield HOST.found(
            f"The UI is at {seen.ui_url}", advice("Give the UI a host name; for a trial, localhost.")
        )
    elif seen.ui_url.startswith("http:") and not hosts.is_local(name):
        yield HOST.found(f"The UI is at {seen.ui_url}, without TLS", advice("Serve the UI by https."))


def relying_party(seen: Seen) -> Iterator[Finding]:
    """`rp.id` and `rp.origins` against the UI's address."""
    name, here = hosts.host(seen.ui_url), hosts.origin(seen.ui_url)
    for method in ("passkey", "webauthn"):
        found = _rp_id(seen, method)
        if not name or not found or not _on(seen, method):
            continue
        fits = hosts.below(name, found) and not hosts.is_ip(found) and not hosts.is_public_suffix(found)
        if not fits:
            yield RP_ID[method].found(
                f"{_key(method)}.id is {found}, the UI is at {name}", kratos(f"{_key(method)}.id", name)
            )
        else:
            yield RP_ID[method].fine(f"{method}: rp.id is {found}")
        origins = seen.settings.words(f"{_key(method)}.origins") or seen.settings.words(
            f"{_key(method)}.origin"
        )
        if origins and here not in origins:
            yield ORIGINS[method].found(
                f"{_key(method)}.origins is {', '.join(origins)}; the UI is at {here}",
                kratos(
                    f"{_key(method)}.origins", [here, *(each for each in origins if hosts.host(each) == name)]
                ),
            )


CHECKS = (host, relying_party)
