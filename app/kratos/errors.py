"""What can go wrong between this UI and Kratos: the exception tree, and `classify`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..upstream import values
from ..upstream.addresses import is_http_url
from ..upstream.errors import ProtocolError, Unavailable, UpstreamError
from ..upstream.values import JSON


@dataclass(eq=False, repr=False)
class KratosError(UpstreamError):
    """A refusal of Kratos, and where it leads. Kratos' `debug` is not kept."""

    redirect_browser_to: str = ""  # http(s) only
    return_to: str = ""  # details.return_to
    use_flow_id: str = ""
    details: Mapping[str, JSON] = field(default_factory=dict)


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


_BY_ID: Mapping[str, type[KratosError]] = {
    "self_service_flow_expired": FlowGone,
    "self_service_flow_replaced": FlowGone,
    "self_service_flow_disabled": FlowDisabled,
    "self_service_flow_return_to_forbidden": ReturnToForbidden,
    "security_csrf_violation": CsrfViolation,
    "security_identity_mismatch": IdentityMismatch,
    "session_inactive": NotSignedIn,
    "session_aal1_required": NotSignedIn,
    "session_aal2_required": Aal2Required,
    "session_refresh_required": RefreshRequired,
    "session_already_available": AlreadySignedIn,
    "session_aal_already_fulfilled": AlreadySignedIn,  # a 401 in some versions: signing in again would loop
    "browser_location_change_required": LocationChangeRequired,
}
_BY_STATUS: Mapping[int, type[KratosError]] = {401: NotSignedIn, 404: FlowNotFound, 410: FlowGone}


def classify(status: int, body: JSON, headers: Mapping[str, str] | None = None) -> UpstreamError:
    """Return the exception for an answer: `error.id` decides, else the status (no 404 and few 401s have an id).

    A disabled recovery or verification is a 400 without id, which only English prose tells: `KratosRejected`.
    Source: `text/message_error.go` of Kratos.
    """
    whole = values.mapping(body)
    error = values.mapping(whole.get("error"))
    error_id, message = values.text(error.get("id")), values.text(error.get("message"))
    reason = values.text(error.get("reason")) or message
    kind = _BY_ID.get(error_id) or _by_status(status)
    if not issubclass(kind, KratosError):
        return kind(status, error_id, reason, message, headers or {})
    details = values.mapping(error.get("details"))
    targets = (values.text(each.get("redirect_browser_to")) for each in (whole, details))
    return kind(
        status, error_id, reason, message, headers or {},
        redirect_browser_to=next(filter(is_http_url, targets), ""),
        return_to=values.text(details.get("return_to")),
        use_flow_id=values.text(whole.get("use_flow_id")),
        details=details,
    )  # fmt: skip


def _by_status(status: int) -> type[UpstreamError]:
    if status >= 500:
        return Unavailable
    return _BY_STATUS.get(status, KratosRejected if status >= 400 else ProtocolError)
