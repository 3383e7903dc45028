"""What Kratos sends, and what we say in it. Pure.

The folders, files and names of values are those of Kratos v1.3.1 and v26.2.0; an older one reads no file of a newer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..i18n import N_

_DO_NOTHING = N_("If you didn’t ask for this, ignore this message.")
_KEEP_CODE = N_("If you didn’t ask for this, ignore this message. Don’t give the code to anyone.")
_OTHER_ADDRESS = N_(
    "If this was you, you may have signed up with another address. If not, ignore this message."
)
_LIMIT = {
    "minutes": N_("It works once, and for %(minutes)s minutes."),
    "limit": N_("It works once, and for a short time only."),
}
_LINK_TO_CONFIRM = {
    "follow": N_("Use this link to confirm your address:"),
    "button": N_("Confirm my address"),
    "otherwise": N_("If the button doesn’t work, open this address:"),
}
_NOT_RECOVERED = {
    "subject": N_("Somebody tried to recover an account with this address"),
    "lead": N_(
        "Somebody, perhaps you, asked %(app)s to recover an account with this address. There is no such account."
    ),
    "caution": _OTHER_ADDRESS,
}
_NOT_CONFIRMED = {
    "subject": N_("Somebody tried to confirm this address"),
    "lead": N_("Somebody, perhaps you, asked %(app)s to confirm this address. It belongs to no account."),
    "caution": _OTHER_ADDRESS,
}
SMS = N_("Your code for %(app)s: %(code)s")


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of message."""

    folder: str
    words: Mapping[str, str] = field(hash=False)  # place in the mail → what stands there
    code: str = ""  # Kratos' name of the code, "" without one
    link: str = ""  # Kratos' name of the address to follow, "" without one
    sms: bool = False  # whether it goes to phones too


KINDS = (
    Kind(
        "login_code/valid",
        {
            "subject": N_("Your code to sign in"),
            "lead": N_("Enter this code to sign in:"),
            **_LIMIT,
            "caution": _KEEP_CODE,
        },
        code="login_code",
        sms=True,
    ),
    Kind(
        "registration_code/valid",
        {
            "subject": N_("Your code to create an account"),
            "lead": N_("Enter this code to create your account:"),
            **_LIMIT,
            "caution": _KEEP_CODE,
        },
        code="registration_code",
        sms=True,
    ),
    Kind(
        "recovery_code/valid",
        {
            "subject": N_("Get back into your account"),
            "lead": N_("Enter this code to get back into your account:"),
            **_LIMIT,
            "caution": _KEEP_CODE,
        },
        code="recovery_code",
        sms=True,
    ),
    Kind("recovery_code/invalid", _NOT_RECOVERED),
    Kind(
        "recovery/valid",
        {
            "subject": N_("Get back into your account"),
            "follow": N_("Use this link to get back into your account:"),
            "button": N_("Get back in"),
            "otherwise": N_("If the button doesn’t work, open this address:"),
            **_LIMIT,
            "caution": _DO_NOTHING,
        },
        link="recovery_url",
    ),
    Kind("recovery/invalid", _NOT_RECOVERED),
    Kind(
        "verification_code/valid",
        {
            "subject": N_("Confirm your address"),
            "lead": N_("Enter this code to confirm your address:"),
            **_LINK_TO_CONFIRM,
            **_LIMIT,
            "caution": _KEEP_CODE,
        },
        code="verification_code",
        link="verification_url",
        sms=True,
    ),
    Kind("verification_code/invalid", _NOT_CONFIRMED),
    Kind(
        "verification/valid",
        {"subject": N_("Confirm your address"), **_LINK_TO_CONFIRM, **_LIMIT, "caution": _DO_NOTHING},
        link="verification_url",
    ),
    Kind("verification/invalid", _NOT_CONFIRMED),
)
"""All that Kratos sends of its own accord, but for its stubs."""
