"""Kratos' session and identity as frozen dataclasses.

Source: https://www.ory.sh/docs/kratos/reference/api (`session`, `identity`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..upstream import values
from ..upstream.errors import ProtocolError
from ..upstream.values import JSON
from .errors import NotSignedIn

_NAMING_TRAITS = ("email", "username", "phone")


@dataclass(frozen=True, slots=True)
class Address:
    """A verifiable address of an identity."""

    value: str
    via: str = "email"  # "email" | "sms" | anything newer
    verified: bool = False
    status: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is signed in."""

    id: str
    schema_id: str = ""
    state: str = "active"
    traits: Mapping[str, JSON] = field(default_factory=dict)
    verifiable_addresses: tuple[Address, ...] = ()
    recovery_addresses: tuple[str, ...] = ()
    metadata_public: JSON = None

    @property
    def name(self) -> str:
        """What to call this identity: its e-mail, user name or phone, else an address or text trait, else its id.

        Not the first address: Kratos lists those in no order, an optional second one may come first.
        """
        named = (self.traits.get(key) for key in _NAMING_TRAITS)
        addresses = (*(address.value for address in self.verifiable_addresses), *self.recovery_addresses)
        candidates = map(values.text, (*named, *addresses, *self.traits.values()))
        return next((text for text in candidates if text), self.id)

    @property
    def email(self) -> str | None:
        """The trait `email`, else the first e-mail address that can be verified; None without either."""
        addresses = (address.value for address in self.verifiable_addresses if address.via == "email")
        return values.text(self.traits.get("email")) or next(addresses, None)

    @property
    def verified(self) -> bool:
        """Whether `email` is confirmed. Kratos keeps addresses in lower case, traits as they were typed."""
        email = (self.email or "").strip().lower()
        return any(
            each.verified and each.value.lower() == email for each in self.verifiable_addresses if email
        )

    @property
    def unconfirmed(self) -> tuple[Address, ...]:
        """The e-mail addresses that are not confirmed yet: that of its name first, as Kratos lists them in no order.

        Not phone numbers, which Kratos refuses to send a code to when asked for it (measured on v1.3.1).
        """
        found = (a for a in self.verifiable_addresses if a.via == "email" and a.value and not a.verified)
        return tuple(sorted(found, key=lambda address: (address.value != self.name, address.value)))


@dataclass(frozen=True, slots=True)
class Device:
    """A device that used a session."""

    id: str = ""
    ip_address: str = ""
    user_agent: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class AuthenticationMethod:
    """One step by which a session was authenticated."""

    method: str
    aal: str = ""
    completed_at: datetime | None = None
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in session. Times are aware, UTC."""

    id: str
    active: bool
    aal: str  # "aal0" | "aal1" | "aal2" | anything newer
    identity: Identity
    authenticated_at: datetime | None = None
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    methods: tuple[AuthenticationMethod, ...] = ()
    devices: tuple[Device, ...] = ()
    raw: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def used(self) -> tuple[str, ...]:
        """The names of its methods, each once."""
        return tuple(dict.fromkeys(step.method for step in self.methods))

    @property
    def latest(self) -> tuple[AuthenticationMethod, ...]:
        """The last step by each method, the latest first."""
        found: dict[str, AuthenticationMethod] = {}
        for step in reversed(self.methods):
            found.setdefault(step.method, step)
        return tuple(found.values())


def parse_session(body: Mapping[str, JSON]) -> Session:
    """Kratos' JSON (`body`, never changed) → `Session`; whatever is missing or malformed becomes empty.

    Raises:
        ProtocolError: without `id`.
    """
    raw = values.mapping(body)
    session_id = values.text(raw.get("id"))
    if not session_id:
        raise ProtocolError(message="Kratos' answer is no session: it lacks id")
    return Session(
        id=session_id,
        active=raw.get("active") is True,
        aal=values.text(raw.get("authenticator_assurance_level")),
        identity=parse_identity(raw.get("identity")),
        authenticated_at=values.time(raw.get("authenticated_at")),
        issued_at=values.time(raw.get("issued_at")),
        expires_at=values.time(raw.get("expires_at")),
        methods=tuple(map(_parse_method, _objects(raw.get("authentication_methods")))),
        devices=tuple(map(_parse_device, _objects(raw.get("devices")))),
        raw=raw,
    )


def parse_whoami(body: Mapping[str, JSON]) -> Session:
    """Kratos' JSON → the `Session` of somebody who is signed in: others must not pass for one without a name.

    Raises:
        NotSignedIn: the session has ended.
        ProtocolError: without `id`, or nobody's.
    """
    session = parse_session(body)
    if not session.active:
        raise NotSignedIn(status=401)
    if not session.identity.id:
        raise ProtocolError(message="Kratos' answer is nobody's session: it lacks identity.id")
    return session


def parse_identity(value: JSON) -> Identity:
    """Return an identity as sessions and settings flows hold it; its id is "" if there is none."""
    raw = values.mapping(value)
    recovery = (values.text(address.get("value")) for address in _objects(raw.get("recovery_addresses")))
    return Identity(
        id=values.text(raw.get("id")),
        schema_id=values.text(raw.get("schema_id")),
        state=values.text(raw.get("state")) or "active",
        traits=values.mapping(raw.get("traits")),
        verifiable_addresses=tuple(map(_parse_address, _objects(raw.get("verifiable_addresses")))),
        recovery_addresses=tuple(address for address in recovery if address),
        metadata_public=raw.get("metadata_public"),
    )


def _objects(value: JSON) -> Iterator[Mapping[str, JSON]]:
    return (item for item in values.items(value) if isinstance(item, Mapping))


def _parse_address(raw: Mapping[str, JSON]) -> Address:
    return Address(
        value=values.text(raw.get("value")),
        via=values.text(raw.get("via")) or "email",
        verified=raw.get("verified") is True,
        status=values.text(raw.get("status")),
        id=values.text(raw.get("id")),
    )


def _parse_method(raw: Mapping[str, JSON]) -> AuthenticationMethod:
    return AuthenticationMethod(
        method=values.text(raw.get("method")),
        aal=values.text(raw.get("aal")),
        completed_at=values.time(raw.get("completed_at")),
        provider=values.text(raw.get("provider")),
    )


def _parse_device(raw: Mapping[str, JSON]) -> Device:
    return Device(
        id=values.text(raw.get("id")),
        ip_address=values.text(raw.get("ip_address")),
        user_agent=values.text(raw.get("user_agent")),
        location=values.text(raw.get("location")),
    )
