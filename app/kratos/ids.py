"""The ids of Kratos' messages that something here depends on, each with the name that Kratos gives it.

Source: `text/id.go` of Kratos; those from 1010025, 1060004 and 1080004 on are of newer versions.
"""

from __future__ import annotations

from typing import Final

LOGIN_REAUTH: Final = 1010003
LOGIN_MFA: Final = 1010004
LOGIN_WEBAUTHN: Final = 1010012
LOGIN_CODE_SENT: Final = 1010014
LOGIN_LINK: Final = 1010016
LOGIN_CODE_SENT_TO: Final = 1010025

REGISTRATION_CONTINUE: Final = 1040003
REGISTRATION_CODE_SENT: Final = 1040005
REGISTRATION_CHOOSE: Final = 1040009

LOOKUP_USED: Final = 1050014

RECOVERED: Final = 1060001
RECOVERY_LINK_SENT: Final = 1060002
RECOVERY_CODE_SENT: Final = 1060003
RECOVERY_CODE_SENT_TO: Final = 1060004
RECOVERY_CONFIRM: Final = 1060005
RECOVERY_CHOOSE: Final = 1060006

LABEL: Final = 1070000
"""Whatever it is about, such as an address."""
LABEL_TRAIT: Final = 1070002
"""`{title}` of the identity schema."""
LABEL_ID: Final = 1070004
"""A field for who signs in, where that may be one of several traits."""

VERIFICATION_LINK_SENT: Final = 1080001
VERIFIED: Final = 1080002
VERIFICATION_CODE_SENT: Final = 1080003
VERIFICATION_SMS_SENT: Final = 1080004
PHONE_VERIFIED: Final = 1080005

GENERIC: Final = 4000001
"""«Something about this is wrong»: the reason is in the text alone."""
REQUIRED: Final = 4000002
MIN_LENGTH: Final = 4000003
PATTERN: Final = 4000004
DUPLICATE: Final = 4000007
UNVERIFIED: Final = 4000010
MAX_LENGTH: Final = 4000017
MINIMUM: Final = 4000018
EXCLUSIVE_MINIMUM: Final = 4000019
MAXIMUM: Final = 4000020
EXCLUSIVE_MAXIMUM: Final = 4000021
MULTIPLE_OF: Final = 4000022
MAX_ITEMS: Final = 4000023
MIN_ITEMS: Final = 4000024
UNIQUE_ITEMS: Final = 4000025
WRONG_TYPE: Final = 4000026
"""«expected boolean, but got string»."""
DUPLICATE_AT_LINKING: Final = 4000027
DUPLICATE_WITH_HINTS: Final = 4000028
CONST: Final = 4000029
CONST_GENERIC: Final = 4000030
NO_CODE_USER: Final = 4000035
ACCOUNT_NOT_FOUND: Final = 4000037

NO_METHODS: Final = 5000002
LIMIT_REACHED: Final = 5000003


def of_kratos(message_id: int) -> bool:
    """Whether an id is one that Kratos gives, in any version: of information, of what is wrong, of faults."""
    return message_id // 1_000_000 in (1, 4, 5)
