"""The Hydra client: what it sends, and what it makes of the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.hydra.client import HydraClient
from app.hydra.errors import ChallengeHandled, ChallengeUnknown
from app.hydra.model import ConsentRequest, parse_client, parse_consent
from app.upstream.errors import ProtocolError, Unavailable
from tests.support.recorded_kratos import Given, RecordedKratos

PATH = "/admin/oauth2/auth/requests"
CONSENT: dict[str, Any] = {
    "challenge": "c",
    "subject": "user-1",
    "skip": False,
    "requested_scope": ["openid", "email", "email", "photos.read"],
    "requested_access_token_audience": ["https://api.example.org"],
    "oidc_context": {"ui_locales": ["de"]},
    "client": {
        "client_id": "app",
        "client_name": "Atlas Notes",
        "policy_uri": "https://a.example/p",
        "tos_uri": "",
    },
}
ON = {"redirect_to": "http://localhost:4444/oauth2/auth?consent_verifier=v"}


@pytest.mark.parametrize(("name", "shown"), [("\u202eelgooG\n", "elgooG"), ("\u200b", "app"), (7, "app")])
def test_a_client_is_called_by_what_can_be_read(name: Any, shown: str) -> None:
    client = parse_client({"client_id": "app", "client_name": name})
    assert client is not None
    assert client.name == shown


@pytest.fixture
def api() -> RecordedKratos:
    return RecordedKratos()


@pytest.fixture
def hydra(api: RecordedKratos) -> HydraClient:
    return HydraClient(api.client(), "secret-token")


@pytest.fixture
def asked() -> ConsentRequest:
    return parse_consent("c", CONSENT)


def test_a_consent_request_is_read(api: RecordedKratos, hydra: HydraClient) -> None:
    api.on("GET", f"{PATH}/consent", Given(200, CONSENT))
    asked = hydra.consent_request("a+b/c")
    assert (asked.challenge, asked.subject, asked.client.name) == ("a+b/c", "user-1", "Atlas Notes")
    assert asked.scopes == ("openid", "email", "photos.read")
    assert asked.locales == ("de",)
    assert api.sent[0].query == {"consent_challenge": "a+b/c"}


def test_the_token_goes_along_and_no_cookie_does(api: RecordedKratos, hydra: HydraClient) -> None:
    api.on("GET", f"{PATH}/consent", Given(200, CONSENT))
    hydra.consent_request("c")
    assert api.sent[0].headers["Authorization"] == "Bearer secret-token"
    assert api.sent[0].cookies == ""
    assert "secret-token" not in repr(hydra)


def test_without_a_token_there_is_no_header(api: RecordedKratos, hydra: HydraClient) -> None:
    api.on("GET", f"{PATH}/consent", Given(200, CONSENT))
    replace(hydra, token="").consent_request("c")
    assert "Authorization" not in api.sent[0].headers


def test_only_requested_scopes_are_granted(
    api: RecordedKratos, hydra: HydraClient, asked: ConsentRequest
) -> None:
    """Hydra 2.3 grants whatever it is told: see tests/kratos/test_oauth2.py."""
    api.on("PUT", f"{PATH}/consent/accept", Given(200, ON))
    target = hydra.accept_consent(asked, ["admin", "email", "openid"], {"email": "a@b.example"}, 3600)
    assert target == ON["redirect_to"]
    assert api.sent[0].json == {
        "grant_scope": ["openid", "email"],
        "grant_access_token_audience": ["https://api.example.org"],
        "remember": True,
        "remember_for": 3600,
        "session": {"id_token": {"email": "a@b.example"}},
    }


@pytest.mark.parametrize(("given", "remember", "seconds"), [(None, False, 0), (0, True, 0), (60, True, 60)])
def test_remembering(
    api: RecordedKratos,
    hydra: HydraClient,
    asked: ConsentRequest,
    given: int | None,
    remember: bool,
    seconds: int,
) -> None:
    api.on("PUT", f"{PATH}/consent/accept", Given(200, ON))
    hydra.accept_consent(asked, [], {}, given)
    assert (api.sent[0].json["remember"], api.sent[0].json["remember_for"]) == (remember, seconds)


def test_denying_says_access_denied(api: RecordedKratos, hydra: HydraClient) -> None:
    api.on("PUT", f"{PATH}/consent/reject", Given(200, ON))
    assert hydra.reject_consent("c") == ON["redirect_to"]
    assert api.sent[0].json["error"] == "access_denied"


def test_logout(api: RecordedKratos, hydra: HydraClient) -> None:
    api.on("GET", f"{PATH}/logout", Given(200, {"subject": "user-1", "client": None}))
    api.on("PUT", f"{PATH}/logout/accept", Given(200, ON)).on("PUT", f"{PATH}/logout/reject", Given(204))
    asked = hydra.logout_request("l")
    assert (asked.subject, asked.client) == ("user-1", None)
    assert hydra.accept_logout("l") == ON["redirect_to"]
    hydra.reject_logout("l")
    assert [sent.query for sent in api.sent] == [{"logout_challenge": "l"}] * 3


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (Given(404, {"error": "Not Found"}), ChallengeUnknown),
        (Given(401, {"error": "request_unauthorized"}), ChallengeUnknown),  # expired
        (Given(409, {"error": "Conflict"}), ChallengeUnknown),
        (Given(410, {"redirect_to": "http://localhost:4444/oauth2/auth"}), ChallengeHandled),
        (Given(401, {"error": "no token"}), ProtocolError),  # a proxy that wants another token
        (Given(403, None), ProtocolError),
        (Given(303, None), ProtocolError),
        (Given(200, {"redirect_to": "javascript:alert(1)"}), ProtocolError),
        (Given(200, {"redirect_to": "/oauth2/auth"}), ProtocolError),
        (Given(200, None), ProtocolError),
        (Given(500, {"error": "internal"}), Unavailable),
    ],
)
def test_what_else_hydra_may_answer(
    api: RecordedKratos, hydra: HydraClient, given: Given, error: type[Exception]
) -> None:
    api.on("PUT", f"{PATH}/consent/reject", given)
    with pytest.raises(error):
        hydra.reject_consent("c")
    assert len(api.sent) == 1, "a write is sent once"


def test_a_handled_challenge_leads_only_to_http(api: RecordedKratos, hydra: HydraClient) -> None:
    """A used logout challenge names a path of Hydra's own (measured), which on our host would be another page."""
    for given, target in (
        ("/oauth2/sessions/logout", ""),
        ("data:x", ""),
        ("https://h.example/a", "https://h.example/a"),
    ):
        api.on("GET", f"{PATH}/logout", Given(410, {"redirect_to": given}))
        with pytest.raises(ChallengeHandled) as raised:
            hydra.logout_request("l")
        assert raised.value.redirect_to == target


@pytest.mark.parametrize("lacking", ["client", "subject"])
def test_half_a_consent_request_is_refused(api: RecordedKratos, hydra: HydraClient, lacking: str) -> None:
    api.on("GET", f"{PATH}/consent", Given(200, {**CONSENT, lacking: None}))
    with pytest.raises(ProtocolError):
        hydra.consent_request("c")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/relative", 7, None])
def test_links_of_a_client_are_http_only(url: Any) -> None:
    asked = parse_consent("c", {**CONSENT, "client": {"client_id": "app", "policy_uri": url, "tos_uri": url}})
    assert (asked.client.policy_url, asked.client.terms_url) == ("", "")
    assert asked.client.name == "app", "a client without a name is called by its id"
