"""What a client that is made up asks for, with and without a Hydra."""

from __future__ import annotations

from ..hydra.model import Client, ConsentRequest, LogoutRequest
from ..kratos.session import Identity
from ..oauth2.challenges import problem_context
from ..oauth2.consent import consent_context
from ..oauth2.logout import oauth2_logout_context
from ..theme.contract import PageContext

SAM = Identity("sam", traits={"email": "sam@example.com", "name": {"first": "Sam", "last": "Lind"}})
CLIENT = Client("notes", "Atlas Notes", policy_url="#", terms_url="#")
SCOPES = ("openid", "email", "profile", "offline_access")


def consent() -> PageContext:
    """Return the question for access."""
    return consent_context(ConsentRequest("c", SAM.id, CLIENT, SCOPES), SAM, "#")


def logout() -> PageContext:
    """Return the question whether to sign out."""
    return oauth2_logout_context(LogoutRequest("l", SAM.id, CLIENT), SAM, "#")


def problem(kind: str) -> PageContext:
    """Return the page for a request that can't be answered."""
    return problem_context(kind, client=CLIENT.name, answer="#" if kind == "other_account" else "")
