"""What Kratos says of a step, below the title of its page and in no box, and what stands in for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from . import ids
from .flow import Message
from .types import FlowKind

LEADS: Final[Mapping[FlowKind, frozenset[int]]] = {
    "login": frozenset({
        ids.LOGIN_REAUTH, ids.LOGIN_MFA, ids.LOGIN_WEBAUTHN, ids.LOGIN_CODE_SENT, ids.LOGIN_LINK,
        ids.LOGIN_CODE_SENT_TO,
    }),
    "registration": frozenset({ids.REGISTRATION_CODE_SENT, ids.REGISTRATION_CHOOSE}),
    "recovery": frozenset({
        ids.RECOVERY_LINK_SENT, ids.RECOVERY_CODE_SENT, ids.RECOVERY_CODE_SENT_TO, ids.RECOVERY_CONFIRM,
        ids.RECOVERY_CHOOSE,
    }),
    "verification": frozenset({
        ids.VERIFICATION_LINK_SENT, ids.VERIFIED, ids.VERIFICATION_CODE_SENT, ids.VERIFICATION_SMS_SENT,
        ids.PHONE_VERIFIED,
    }),
    "settings": frozenset({ids.RECOVERED}),
}  # fmt: skip
"""Messages that a page says below its title, in no box: what its step is, in Kratos' words."""

SENT: Final[Mapping[FlowKind, Message]] = {
    "login": Message(
        ids.LOGIN_CODE_SENT,
        "A code was sent to the address you provided. If you didn't receive it, please check the spelling of the "
        "address and try again.",
    ),
    "registration": Message(
        ids.REGISTRATION_CODE_SENT,
        "A code has been sent to the address(es) you provided. If you have not received a message, check the spelling "
        "of the address and retry the registration.",
    ),
    "recovery": Message(
        ids.RECOVERY_CODE_SENT,
        "An email containing a recovery code has been sent to the email address you provided. If you have not received "
        "an email, check the spelling of the address and make sure to use the address you registered with.",
    ),
    "verification": Message(
        ids.VERIFICATION_CODE_SENT,
        "An email containing a verification code has been sent to the email address you provided. If you have not "
        "received an email, check the spelling of the address and make sure to use the address you registered with.",
    ),
}
"""That a code is on its way; Kratos says so but once, and nothing of it beside «wrong code»."""
STAND_INS: Final[Mapping[str, Message]] = {
    "second": Message(ids.LOGIN_MFA, "Please complete the second authentication challenge."),
    "again": Message(ids.LOGIN_REAUTH, "Please confirm this action by verifying that it is you."),
    "method": Message(ids.REGISTRATION_CHOOSE, "Please choose a credential to authenticate yourself with."),
    "choice": Message(ids.RECOVERY_CHOOSE, "How do you want to recover your account?"),
    "whole": Message(
        ids.RECOVERY_CONFIRM, "Recover access to your account by providing your recovery address in full."
    ),
    "verified": Message(ids.VERIFIED, "You successfully verified your email address."),
    "recovered": Message(
        ids.RECOVERED,
        "You successfully recovered your account. Please change your password or set up an alternative login method "
        "(e.g. social sign in) within the next 60.00 minutes.",
    ),
}
"""What Kratos says of a step until something else goes wrong: after that a page says it in the same words."""
