"""Kratos' errors that have one id for many reasons: the reasons in the words of people, by their English text.

Source: `text/message_validation.go` and `selfservice/strategy` of Kratos; `schema.go` and `formats.go` of
github.com/ory/jsonschema/v3.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from flask_babel import lazy_gettext

from ..kratos import ids
from ..kratos.flow import Message
from ..upstream.values import JSON
from . import N_
from .domains import in_english

CHOICE, DEPENDS = -1, -2
"""«value must be one of» and «property … is required, if … exists», which have no id of their own."""

FORM = N_("This doesn’t have the right form. Check what you typed.")

_FORM = lazy_gettext(FORM)
_OURS = lazy_gettext(
    "This can’t be saved because of a mistake in how this site is set up. Tell the people who run it."
)
_OTHER = lazy_gettext("This can’t be used here. Enter something else.")

_TEXTS = {
    r'".*" is not valid "(idn-)?email"': lazy_gettext("Enter an email address, like name@example.com."),
    r'".*" is not valid "(uri|iri)(-?ref(erence)?)?"': lazy_gettext(
        "Enter a whole web address, like https://example.com."
    ),
    r'".*" is not valid "date"': lazy_gettext("Enter a date as year, month and day, like 2001-12-31."),
    r'".*" is not valid "date-time"': lazy_gettext(
        "Enter a date with a time and its zone, like 2001-12-31T23:59:00Z."
    ),
    r'".*" is not valid "time"': lazy_gettext("Enter a time with its zone, like 23:59:00Z."),
    r'".*" is not valid "tel"': lazy_gettext(
        "Enter a phone number with its country code, like +49 30 123456."
    ),
    r'".*" is not valid "(idn-)?hostname"': lazy_gettext("Enter the name of a server, like www.example.com."),
    r'".*" is not valid "(ipv4|ip-address)"': lazy_gettext("Enter an IP address, like 192.0.2.1."),
    r'".*" is not valid "ipv6"': lazy_gettext("Enter an IPv6 address, like 2001:db8::1."),
    r'".*" is not valid "uuid"': lazy_gettext("Enter an ID like 123e4567-e89b-12d3-a456-426614174000."),
    r'".*" is not valid ".*"': _FORM,
    r'".*" is not [A-Za-z0-9-]+ encoded': _FORM,
    r'value is not of mediatype ".*"': _FORM,
    r'patternProperty ".*" is not valid regex': _FORM,
    r"doesn't validate with \".*\"": _FORM,
    r"(allOf|anyOf|oneOf|if-then|if-else|contains|validation) failed": _FORM,
    r"valid against schemas at indexes \d+ and \d+": _FORM,
    r"not failed|always fail|enum failed": _OTHER,
    r"minimum (?P<num>\d+) properties allowed, but found \d+ properties": lazy_gettext(
        "Fill in at least %(num)s of these fields."
    ),
    r"maximum (?P<num>\d+) properties allowed, but found \d+ properties": lazy_gettext(
        "Fill in at most %(num)s of these fields."
    ),
    r"additionalProperties .+ not allowed": lazy_gettext(
        "Something was sent that this form has no field for. Reload the page and try again."
    ),
    r"format \".*\" is not supported\..*|no format specified\..*|channel type .+|recovery\.via has .+": _OURS,
    r"Unable to parse validate JSON object against JSON schema\.": _FORM,
    r"No value found for trait .+ in the current identity\.": lazy_gettext(
        "Your account has no such address. Choose another way."
    ),
    r"The request was submitted too often\..*": lazy_gettext(
        "You asked for codes too often. Wait a few minutes, then try again."
    ),
    r'.*OpenID Provider returned error "access_denied".*': lazy_gettext(
        "You stopped at the other account, so nothing has changed. Try again, or choose another way."
    ),
    r".*OpenID Provider returned error .+": lazy_gettext(
        "The other account couldn’t be used. Try again, or choose another way."
    ),
    r"can not link unknown or already existing .+": lazy_gettext(
        "That account already belongs to somebody here, so it can’t be linked."
    ),
    r"Unable to parse WebAuthn response.*": lazy_gettext(
        "The answer of your key or passkey couldn’t be read. Try again."
    ),
    r"A valid session was detected and thus login is not possible\..*": lazy_gettext(
        "You are already signed in."
    ),
}
_REASONS = tuple((re.compile(pattern, re.DOTALL), text) for pattern, text in _TEXTS.items())

_WITH_IDS = {
    r"Property (?P<property>.+) is missing\.": ids.REQUIRED,
    r'missing properties: "(?P<property>[^"]+)".*': ids.REQUIRED,
    r"(?P<property>identifier) is required": ids.REQUIRED,
    r'property "(?P<property>.*)" is required, if "(?P<other>.*)" property exists': DEPENDS,
    r"length must be >= (?P<min_length>\d+), but got (?P<actual_length>\d+)": ids.MIN_LENGTH,
    r"length must be <= (?P<max_length>\d+), but got (?P<actual_length>\d+)": ids.MAX_LENGTH,
    r"does not match pattern (?P<pattern>.*)": ids.PATTERN,
    r"must be >= (?P<minimum>\S+) but found (?P<actual>\S+)": ids.MINIMUM,
    r"must be > (?P<minimum>\S+) but found (?P<actual>\S+)": ids.EXCLUSIVE_MINIMUM,
    r"must be <= (?P<maximum>\S+) but found (?P<actual>\S+)": ids.MAXIMUM,
    r"must be < (?P<maximum>\S+) but found (?P<actual>\S+)": ids.EXCLUSIVE_MAXIMUM,
    r"(?P<actual>\S+) not multipleOf (?P<base>\S+)": ids.MULTIPLE_OF,
    r"maximum (?P<max_items>\d+) items allowed, but found (?P<actual_items>\d+) items": ids.MAX_ITEMS,
    r"only (?P<max_items>\d+) items are allowed, but found (?P<actual_items>\d+) items": ids.MAX_ITEMS,
    r"minimum (?P<min_items>\d+) items allowed, but found (?P<actual_items>\d+) items": ids.MIN_ITEMS,
    r"items at index (?P<index_a>\d+) and (?P<index_b>\d+) are equal": ids.UNIQUE_ITEMS,
    r"expected (?P<allowed_types>.+), but got (?P<actual_type>.+)": ids.WRONG_TYPE,
    r"value must be one of (?P<values>.+)": CHOICE,
    r"(must be equal to constant|value must be) (?P<expected>.+)": ids.CONST,
    r"const failed": ids.CONST_GENERIC,
}
_KNOWN = tuple((re.compile(pattern, re.DOTALL), number) for pattern, number in _WITH_IDS.items())
_IDS = frozenset(_WITH_IDS.values())
_GO = r'"(?:[^"\\]|\\.)*"|[^",\s]+'
"""A value as Go's `%#v` writes it: in quotes, or as it is."""


def known(message: Message) -> Message:
    """`message` under the id of its reason, with the context that the reason's text holds.

    Kratos gives ids to most of what JSON schemas ask for, `GENERIC` to the rest; other versions leave a context out.
    """
    if message.id != ids.GENERIC and (message.id not in _IDS or message.context):
        return message
    for pattern, number in _KNOWN:
        if found := pattern.fullmatch(message.text):
            return replace(message, id=number, context=_context(found.groupdict()))
    return message


def _context(found: Mapping[str, str]) -> dict[str, JSON]:
    context: dict[str, JSON] = dict(found)
    if "allowed_types" in found:
        context["allowed_types"] = list(found["allowed_types"].split(" or "))
    if "values" in found:
        context["values"] = [go_value(each) for each in re.findall(_GO, found["values"], re.DOTALL)]
    if "pattern" in found:
        context["pattern"] = go_value(found["pattern"])
    return context


def go_value(text: str) -> JSON:
    """Return what Go's `%#v` wrote: `"yes"`, `true`, `5`, `<nil>`."""
    if text in ("true", "false", "<nil>"):
        return {"true": True, "false": False, "<nil>": None}[text]
    if len(text) < 2 or text[0] + text[-1] != '""':
        return text
    try:
        return str(json.loads(text))
    except ValueError:  # Go's own escapes, such as \x07
        return text[1:-1]


def of_value(message: Message) -> bool:
    """Whether this is about the form of a value, of which no id says what is wrong."""
    if message.id != ids.GENERIC:
        return False
    return '" is not valid "' in message.text or in_words(message.text) in (str(_FORM), str(_OTHER))


def in_words(reason: str) -> str:
    """`reason` in the visitor's language; as it came if nobody knows it."""
    for pattern, text in _REASONS:
        if found := pattern.fullmatch(reason):
            return str(text) % found.groupdict()
    return in_english(reason)
