"""What can go wrong between this UI and Kratos: the exception tree, and `classify`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.kratos.types import JSON


@dataclass
class KratosError(Exception):
    """An answer of Kratos that is not the one asked for. `reason` is prose for users, `debug` never shown."""

    status: int = 0  # HTTP status of the answer, 0 without an answer
    id: str = ""  # error.id, "" where Kratos gives none
    reason: str = ""  # error.reason, else error.message
    message: str = ""
    redirect_browser_to: str = ""  # http(s) only
    return_to: str = ""  # details.return_to
    use_flow_id: str = ""
    details: Mapping[str, JSON] = field(default_factory=dict)
    body: Mapping[str, JSON] = field(default_factory=dict)  # whole answer, for the gateway
    set_cookies: tuple[str, ...] = ()  # for the gateway; pages never relay those of an error
    headers: Mapping[str, str] = field(default_factory=dict)  # Retry-After and rate-limit headers


class FlowGone(KratosError):
    """410: the flow expired."""


class FlowNotFound(KratosError):
    """404: unknown, malformed or missing flow id."""


class CsrfViolation(KratosError):
    """403 `security_csrf_violation`: cookie missing, foreign or rotated."""


class NotSignedIn(KratosError):
    """401: no session."""


class Aal2Required(KratosError):
    """403 `session_aal2_required`: see `redirect_browser_to`."""


class RefreshRequired(KratosError):
    """403 `session_refresh_required`: see `redirect_browser_to`."""


class IdentityMismatch(KratosError):
    """403 `security_identity_mismatch`: the flow belongs to another identity."""


class AlreadySignedIn(KratosError):
    """400 `session_already_available`."""


class ReturnToForbidden(KratosError):
    """400 `self_service_flow_return_to_forbidden`."""


class FlowDisabled(KratosError):
    """The operator switched this flow off."""


class LocationChangeRequired(KratosError):
    """422 `browser_location_change_required`: see `redirect_browser_to`."""


class KratosRejected(KratosError):
    """Any other 4xx."""


class KratosUnavailable(KratosError):
    """No connection, a time-out, or a 5xx."""


class KratosProtocolError(KratosError):
    """Not JSON, too large, or not what this endpoint answers with."""
