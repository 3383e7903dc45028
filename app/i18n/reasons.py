"""Kratos' errors that have one id for many reasons: the reasons in the words of people, by their English text.

Source: `text/message_validation.go` and `selfservice/strategy` of Kratos.
"""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as words

GENERIC, TYPE = 4000001, 4000026
"""«Something about this is wrong» and «expected boolean, but got string»."""

_TEXTS = {
    r'".*" is not valid "(idn-)?email"': words("Enter an email address, like name@example.com."),
    r'".*" is not valid "(uri|iri)(-reference)?"': words(
        "Enter a whole web address, like https://example.com."
    ),
    r'".*" is not valid "date"': words("Enter a date as year, month and day, like 2001-12-31."),
    r'".*" is not valid "date-time"': words(
        "Enter a date with a time and its zone, like 2001-12-31T23:59:00Z."
    ),
    r'".*" is not valid "time"': words("Enter a time with its zone, like 23:59:00Z."),
    r'".*" is not valid "tel"': words("Enter a phone number with its country code, like +49 30 123456."),
    r'".*" is not valid "(no-)?[a-z-]+"': words("This doesn’t have the right form. Check what you typed."),
    r"value must be one of (?P<values>.+)": words("Choose one of %(values)s."),
    r"expected (number|integer), but got .+": words("Enter a number."),
    r"The request was submitted too often\..*": words(
        "You asked for codes too often. Wait a few minutes, then try again."
    ),
    r'.*OpenID Provider returned error "access_denied".*': words(
        "You stopped at the other account, so nothing has changed. Try again, or choose another way."
    ),
    r".*OpenID Provider returned error .+": words(
        "The other account couldn’t be used. Try again, or choose another way."
    ),
    r"can not link unknown or already existing .+": words(
        "That account already belongs to somebody here, so it can’t be linked."
    ),
    r"Unable to parse WebAuthn response.*": words(
        "The answer of your key or passkey couldn’t be read. Try again."
    ),
    r"A valid session was detected and thus login is not possible\..*": words("You are already signed in."),
}
_REASONS = tuple((re.compile(pattern, re.DOTALL), text) for pattern, text in _TEXTS.items())


def in_words(reason: str) -> str:
    """`reason` in the visitor's language; as it came if nobody knows it."""
    for pattern, text in _REASONS:
        if found := pattern.fullmatch(reason):
            return str(text) % found.groupdict()
    return reason
