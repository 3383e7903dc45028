"""What Hydra may answer instead of what was asked for, and `classify`.

No answer, a 5xx, nonsense and a refusal that no user can help (a wrong `ORY_ADMIN_API_TOKEN`) are
`Unavailable` and `ProtocolError`: the pages for them are the same.
"""

from __future__ import annotations

from ..upstream import values
from ..upstream.addresses import is_http_url
from ..upstream.errors import ProtocolError, Unavailable
from ..upstream.values import JSON


class HydraError(Exception):
    """A challenge that leads nowhere (any more)."""


class ChallengeUnknown(HydraError):
    """404, 409 or 401 `request_unauthorized`: made up, damaged, or expired."""


class ChallengeHandled(HydraError):
    """410: answered before. `redirect_to` leads on; "" where Hydra names only a path of its own (logout)."""

    def __init__(self, redirect_to: str = "") -> None:
        super().__init__("this challenge was answered before")
        self.redirect_to = redirect_to  # http(s) only


def classify(status: int, body: JSON) -> Exception:
    """Return the exception for an answer that is no 2xx. Source: `errorOAuth2`, `oAuth2RedirectTo` of Hydra's API."""
    whole = values.mapping(body)
    error_id = values.text(whole.get("error"))
    if status == 410:
        target = values.text(whole.get("redirect_to"))
        return ChallengeHandled(target if is_http_url(target) else "")
    if status in (404, 409) or (status == 401 and error_id == "request_unauthorized"):
        return ChallengeUnknown(f"Hydra answered {status}")
    if status >= 500:
        return Unavailable(status=status, id=error_id, reason=f"Hydra answered {status}")
    return ProtocolError(status=status, id=error_id, reason=f"Hydra answered {status}")
