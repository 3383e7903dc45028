"""Kratos' messages in the visitor's language, by their id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from math import ceil
from typing import Literal

from babel.dates import format_datetime
from babel.lists import format_list
from babel.units import format_unit
from flask_babel import gettext
from markupsafe import escape

from ..kratos import ids
from ..kratos.flow import Message
from ..kratos.labels import readable
from ..limits import LISTED_VALUES
from ..upstream.values import JSON, items, mapping
from .domains import in_english, kratos_message, locale, stock_message, verbatim
from .nouns import inline
from .numbers import shown
from .providers import called, written
from .reasons import in_words
from .titles import usual

LABELS = "provider_labels"
"""What a page adds to the context of a message that names providers by their ids: their buttons' names, by id."""
PROVIDERS = ("available_oidc_providers", "available_providers")
"""Where contexts list providers, by their ids."""


def translate(message: Message, label: str = "", more: Mapping[str, str] | None = None) -> str:
    """Return the text of `message`; Kratos' own if no catalog has its id or its context is incomplete. Never raises.

    `label`: that of the field the message is about. A catalog can use the message's context (`%(provider)s`;
    times are localized, lists joined, empty values count as missing), `%(label)s`, and `%(label_inline)s`,
    the label as it stands within an English sentence. `more`: further values; with some, what comes back is
    markup, in which those that are markup themselves are kept and all else is escaped.
    """
    if verbatim():
        return own_words(message)
    template = kratos_message(message.id)
    if not template and message.id in (ids.GENERIC, ids.WRONG_TYPE):
        return in_words(message.text)
    if not template:
        # a title of the identity schema is translated by its text, in domain `ui`
        return translated(message.text) if message.id == ids.LABEL_TRAIT else own_words(message)
    if not more and "%" not in template:
        return template
    # a theme's sentence that names what the context has not must not bring Kratos' raw one: ours comes first
    return _filled(template, message, label, more) or _filled(
        stock_message(message.id), message, label, more, own_words(message)
    )


def own_words(message: Message) -> str:
    """Return Kratos' own text of `message`: English, unless it is a mere value, or a web hook's."""
    value = message.id in (ids.LABEL, ids.LABEL_TRAIT) or message.text in message.context.values()
    return message.text if value or not ids.of_kratos(message.id) else in_english(message.text)


def _filled(
    template: str, message: Message, label: str, more: Mapping[str, str] | None, otherwise: str = ""
) -> str:
    try:
        values = {**_values(message.context, label), **(more or {})}
        return (escape(template) % values if more else template % values) or otherwise
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return otherwise


def translated(text: str) -> str:
    """Return the operator's own words, such as a title in the schema, translated if a catalog has them."""
    if not text:  # msgid "" is the catalog's header
        return text
    for title in dict.fromkeys((text, usual(text))):
        if (found := str(gettext(title))) != title:
            return found
    return text  # in whatever language


def _values(context: Mapping[str, JSON], label: str) -> dict[str, str]:
    values = {name: _shown(name, value) for name, value in context.items()}
    if values.get("property"):
        named = translated(values["property"])
        values["property"] = label or (readable(named) if named == values["property"] else named)
    values |= {name: _listed(_providers(context, name)) for name in PROVIDERS if name in context}
    values |= {"label": label, "label_inline": inline(label), "ways": _ways(context)}
    values |= dict(_left(context))
    return {name: value for name, value in values.items() if value}


def _shown(name: str, value: JSON) -> str:
    if value is None or isinstance(value, Mapping):
        return ""
    if name.endswith("_unix") and isinstance(value, int | float):
        return f"{format_datetime(datetime.fromtimestamp(value, UTC), 'medium', locale=locale())} UTC"
    if isinstance(value, list | tuple):
        return _listed([str(item) for item in value if item not in (None, "")])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return shown(value)
    return written(str(value)) if name == "provider" else str(value)


def _left(context: Mapping[str, JSON]) -> Iterator[tuple[str, str]]:
    """For each time `x_unix` to come how long it is until then: `x_minutes`, a number, and `x_left`, "2 hours"."""
    for key in context:
        if key.endswith("_unix"):
            name = key.removesuffix("_unix")
            minutes = time_left(context, name)
            yield f"{name}_minutes", str(minutes or "")
            yield f"{name}_left", _duration(minutes) if minutes else ""


def time_left(context: Mapping[str, JSON], name: str) -> int:
    """Return the minutes, rounded up, until the time `name` of a message; 0 once it is over, or not known."""
    at = context.get(f"{name}_unix")
    seconds = at - datetime.now(UTC).timestamp() if isinstance(at, int | float) else 0
    return ceil(seconds / 60) if 0 < seconds < FOREVER else 0


def _duration(minutes: int) -> str:
    """In words; longer ones in whole hours or days, rounded down."""
    unit, size = next((each for each in _UNITS if minutes >= 2 * each[1]), ("minute", 1))
    return str(format_unit(minutes // size, f"duration-{unit}", locale=locale()))


_UNITS = (("day", 24 * 60), ("hour", 60))
FOREVER = 10 * 365 * 24 * 60 * 60
"""Seconds that no page has to count."""


def _ways(context: Mapping[str, JSON]) -> str:
    """`your password, GitHub or a code`: what `available_credential_types` and `…_providers` offer."""
    types = context.get("available_credential_types")
    if not types and "available_oidc_providers" not in context:
        return ""
    names = _providers(context, "available_oidc_providers")
    words = {
        "password": gettext("your password"),
        "code": gettext("a code"),
        "passkey": gettext("a passkey"),
        "webauthn": gettext("a security key"),
        "oidc": "" if names else gettext("social sign-in"),
        "saml": "" if names else gettext("single sign-on"),
    }
    known = [words[way] for way in types if words.get(str(way))] if isinstance(types, list) else []
    return _listed([*known, *names], "or")


def _providers(context: Mapping[str, JSON], name: str) -> list[str]:
    """Return the providers that a list of ids names, as their buttons do."""
    labels = {key: str(label) for key, label in mapping(context.get(LABELS)).items()}
    return list(
        dict.fromkeys(
            called(str(each), labels)
            for each in items(context.get(name))[:LISTED_VALUES]
            if each not in (None, "")
        )
    )


def _listed(items: list[str], style: Literal["standard", "or"] = "standard") -> str:
    return str(format_list(items[:LISTED_VALUES], style=style, locale=locale()))
