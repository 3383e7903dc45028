"""Kratos' session and identity as frozen dataclasses.

Source: https://www.ory.sh/docs/kratos/reference/api (`session`, `identity`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.kratos.types import JSON


@dataclass(frozen=True, slots=True)
class Address:
    """A verifiable address of an identity."""

    value: str
    via: str = "email"  # "email" | "sms" | anything newer
    verified: bool = False
    status: str = ""


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
        """What to call this identity: its first address or text trait, else its id."""
        raise NotImplementedError


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
