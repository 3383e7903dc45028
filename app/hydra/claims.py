"""A user's traits → the claims of an id token, by granted scope.

Source: OpenID Connect Core 1.0, sections 5.1 and 5.4.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ..kratos.session import Identity
from ..upstream import values
from ..upstream.values import JSON

_PROFILE = (
    "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
    "website", "gender", "birthdate", "zoneinfo", "locale",
)  # fmt: skip
_TRAITS: Mapping[str, tuple[str, ...]] = {
    "given_name": ("given_name", "first_name", "firstName", "name.first"),
    "family_name": ("family_name", "last_name", "lastName", "name.last"),
    "middle_name": ("middle_name", "name.middle"),
    "preferred_username": ("preferred_username", "username"),
    "locale": ("locale", "language"),
    "zoneinfo": ("zoneinfo", "timezone"),
    "phone_number": ("phone_number", "phone"),
}
"""Where a claim is looked for besides the trait of its own name; a dot goes into an object."""
_ADDRESS = ("formatted", "street_address", "locality", "region", "postal_code", "country")


def claims(identity: Identity, scopes: Collection[str]) -> dict[str, JSON]:
    """Return the claims that `scopes` open, as far as the identity has them; text that is empty counts as missing."""
    found: dict[str, JSON] = {}
    if "email" in scopes:
        found |= _contact(identity, "email", "email")
    if "phone" in scopes:
        found |= _contact(identity, "phone_number", "sms")
    if "profile" in scopes:
        found |= _profile(identity)
    if "address" in scopes:
        found |= _address(identity.traits.get("address"))
    return found


def _contact(identity: Identity, claim: str, via: str) -> dict[str, JSON]:
    """Return an address and whether Kratos has verified it. A trait that is no verifiable address is unverified."""
    known = {
        address.value: address.verified for address in identity.verifiable_addresses if address.via == via
    }
    value = _trait(identity, claim) or next(iter(known), "")
    return {claim: value, f"{claim}_verified": known.get(value, False)} if value else {}


def _profile(identity: Identity) -> dict[str, JSON]:
    found: dict[str, JSON] = {claim: text for claim in _PROFILE if (text := _trait(identity, claim))}
    parts = [values.text(found.get(claim)) for claim in ("given_name", "middle_name", "family_name")]
    if "name" not in found and any(parts):
        found = {"name": " ".join(part for part in parts if part), **found}
    return found


def _address(trait: JSON) -> dict[str, JSON]:
    parts = {"formatted": trait} if isinstance(trait, str) else values.mapping(trait)
    found: dict[str, JSON] = {name: text for name in _ADDRESS if (text := values.text(parts.get(name)))}
    return {"address": found} if found else {}


def _trait(identity: Identity, claim: str) -> str:
    paths = (claim, *(path for path in _TRAITS.get(claim, ()) if path != claim))
    return next((text for path in paths if (text := _at(identity.traits, path))), "")


def _at(traits: Mapping[str, JSON], path: str) -> str:
    first, _, rest = path.partition(".")
    return _at(values.mapping(traits.get(first)), rest) if rest else values.text(traits.get(first)).strip()
