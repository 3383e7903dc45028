"""Hydra's consent and logout requests as frozen dataclasses; what is missing or malformed becomes empty.

Source: `oAuth2ConsentRequest`, `oAuth2LogoutRequest`, `oAuth2Client` of Hydra's API.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..kratos.oauth2 import locales_of, targets_of
from ..upstream import addresses, values
from ..upstream.errors import ProtocolError
from ..upstream.values import JSON


@dataclass(frozen=True, slots=True)
class Client:
    """The application that asks, in the words of whoever registered it."""

    id: str
    name: str = ""  # its id where it has no name
    policy_url: str = ""  # http(s) only, else ""
    terms_url: str = ""
    skip_consent: bool = False


@dataclass(frozen=True, slots=True)
class ConsentRequest:
    """What a client asks a user for."""

    challenge: str
    subject: str  # identity id that Kratos signed in
    client: Client
    scopes: tuple[str, ...] = ()  # requested, in the client's order, each once
    audience: tuple[str, ...] = ()
    skip: bool = False  # the user agreed before, and wanted that to be remembered
    locales: tuple[str, ...] = ()  # languages that the client asks for
    targets: tuple[str, ...] = ()  # addresses that the answer leads to


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """A wish to end a user's session at Hydra."""

    challenge: str
    subject: str
    client: Client | None = None  # who asks; None where nobody says
    targets: tuple[str, ...] = ()


def parse_consent(challenge: str, body: JSON) -> ConsentRequest:
    """Hydra's JSON → `ConsentRequest`. Raises: ProtocolError without subject or client."""
    raw = values.mapping(body)
    client, subject = parse_client(raw.get("client")), values.text(raw.get("subject"))
    if client is None or not subject:
        raise ProtocolError(reason="Hydra's consent request lacks its subject or its client")
    return ConsentRequest(
        challenge=challenge,
        subject=subject,
        client=client,
        scopes=_words(raw.get("requested_scope")),
        audience=_words(raw.get("requested_access_token_audience")),
        skip=raw.get("skip") is True,
        locales=locales_of(raw),
        targets=targets_of(raw),
    )


def parse_logout(challenge: str, body: JSON) -> LogoutRequest:
    """Hydra's JSON → `LogoutRequest`."""
    raw = values.mapping(body)
    targets = targets_of(raw, "post_logout_redirect_uri")
    return LogoutRequest(challenge, values.text(raw.get("subject")), parse_client(raw.get("client")), targets)


def parse_client(value: JSON) -> Client | None:
    """Return the client of a request, None if there is none."""
    raw = values.mapping(value)
    client_id = values.text(raw.get("client_id"))
    if not client_id:
        return None
    return Client(
        id=client_id,
        name=values.one_line(raw.get("client_name")) or client_id,
        policy_url=addresses.url(raw.get("policy_uri")),
        terms_url=addresses.url(raw.get("tos_uri")),
        skip_consent=raw.get("skip_consent") is True,
    )


def _words(value: JSON) -> tuple[str, ...]:
    found = (values.text(item) for item in values.items(value))
    return tuple(dict.fromkeys(word for word in found if word))
