"""The Hydra client: the calls of the consent and logout pages, by the same hardened way as Kratos' own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..upstream import values
from ..upstream.addresses import is_http_url
from ..upstream.client import Upstream
from ..upstream.errors import ProtocolError
from ..upstream.values import JSON
from .errors import classify
from .model import ConsentRequest, LogoutRequest, parse_consent, parse_logout

CONSENT, LOGOUT = "consent", "logout"


@dataclass(frozen=True, slots=True)
class HydraClient:
    """Hydra's admin API. Every method raises `Unavailable`, `ProtocolError` and `HydraError`."""

    api: Upstream
    token: str = field(default="", repr=False)  # sent as a Bearer token; "" for none

    def consent_request(self, challenge: str) -> ConsentRequest:
        """Return what the client asks for. Raises: ChallengeUnknown, ChallengeHandled."""
        return parse_consent(challenge, self._call("GET", CONSENT, "", challenge))

    def accept_consent(
        self, request: ConsentRequest, scopes: Sequence[str], id_token: Mapping[str, JSON],
        remember_for: int | None = None,
    ) -> str:  # fmt: skip
        """Grants those of `scopes` that were requested (Hydra 2.3 would grant any); where to go on.

        `id_token`: claims of the user. `remember_for`: seconds, 0 for ever; None: ask again next time.
        """
        granted = [scope for scope in request.scopes if scope in scopes]
        return self._answer(CONSENT, "accept", request.challenge, {
            "grant_scope": granted,
            "grant_access_token_audience": request.audience,
            "remember": remember_for is not None,
            "remember_for": remember_for or 0,
            "session": {"id_token": id_token},
        })  # fmt: skip

    def reject_consent(self, challenge: str) -> str:
        """Tells the client that the user said no; where to go on."""
        said = {"error": "access_denied", "error_description": "The resource owner denied the request"}
        return self._answer(CONSENT, "reject", challenge, said)

    def logout_request(self, challenge: str) -> LogoutRequest:
        """Who is to be signed out. Raises: ChallengeUnknown, ChallengeHandled."""
        return parse_logout(challenge, self._call("GET", LOGOUT, "", challenge))

    def accept_logout(self, challenge: str) -> str:
        """Where to go on: Hydra ends its session there."""
        return self._answer(LOGOUT, "accept", challenge)

    def reject_logout(self, challenge: str) -> None:
        """Leaves the session alone."""
        self._call("PUT", LOGOUT, "/reject", challenge)

    def _answer(self, kind: str, verb: str, challenge: str, body: JSON = None) -> str:
        target = values.text(
            values.mapping(self._call("PUT", kind, f"/{verb}", challenge, body)).get("redirect_to")
        )
        if not is_http_url(target):
            raise ProtocolError(reason="Hydra's answer has no redirect_to")
        return target

    def _call(self, method: str, kind: str, verb: str, challenge: str, body: JSON = None) -> JSON:
        """One call, sent once unless it is a GET; the JSON of a 2xx."""
        answer = self.api.ask(
            method, f"/admin/oauth2/auth/requests/{kind}{verb}", params={f"{kind}_challenge": challenge}, json=body,
            headers={"Authorization": f"Bearer {self.token}"} if self.token else None,
        )  # fmt: skip
        if not 200 <= answer.status < 300:
            raise classify(answer.status, answer.body)
        return answer.body
