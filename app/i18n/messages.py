"""Kratos' messages in the visitor's language, by their id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from math import ceil
from typing import Literal

from babel.dates import format_datetime
from babel.lists import format_list
from flask_babel import gettext
from markupsafe import escape

from app.i18n.domains import kratos_message, locale, verbatim
from app.i18n.nouns import inline
from app.i18n.numbers import shown
from app.i18n.providers import NAMES, written
from app.i18n.reasons import GENERIC, TYPE, in_words
from app.kratos.flow import Message
from app.kratos.labels import readable
from app.kratos.types import JSON

TRAIT_LABEL = 1070002  # "{title}" of the identity schema: translated by its text, in domain `ui`
LISTED = 50
"""Values that a sentence lists; Babel's time for them grows with their square."""


def translate(message: Message, label: str = "", more: Mapping[str, str] | None = None) -> str:
    """The text of `message`; Kratos' own if no catalog has its id or its context is incomplete. Never raises.

    `label`: that of the field the message is about. A catalog can use the message's context (`%(provider)s`;
    times are localized, lists joined, empty values count as missing), `%(label)s`, and `%(label_inline)s`,
    the label as it stands within an English sentence. `more`: further values; with some, what comes back is
    markup, in which those that are markup themselves are kept and all else is escaped.
    """
    if verbatim():
        return message.text
    template = kratos_message(message.id)
    if not template and message.id in (GENERIC, TYPE):
        return in_words(message.text)
    if not template:
        return _translated(message.text) if message.id == TRAIT_LABEL else message.text
    try:
        values = {**_values(message.context, label), **(more or {})}
        return escape(template) % values if more else template % values
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return message.text


def _translated(text: str) -> str:
    return str(gettext(text)) if text else ""  # msgid "" is the catalog's header


def _values(context: Mapping[str, JSON], label: str) -> dict[str, str]:
    values = {name: _shown(name, value) for name, value in context.items()}
    if values.get("property"):
        named = _translated(values["property"])
        values["property"] = label or (readable(named) if named == values["property"] else named)
    values |= {"label": label, "label_inline": inline(label), "ways": _ways(context)}
    values |= dict(_minutes(context))
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


def _minutes(context: Mapping[str, JSON]) -> Iterator[tuple[str, str]]:
    """For each time `x_unix` the whole minutes until then, as `x_minutes`."""
    for name, value in context.items():
        if name.endswith("_unix") and isinstance(value, int | float):
            left = ceil((value - datetime.now(UTC).timestamp()) / 60)
            yield name.removesuffix("_unix") + "_minutes", str(left) if left > 0 else ""


def _ways(context: Mapping[str, JSON]) -> str:
    """`your password, GitHub or a code`: what `available_credential_types` and `…_providers` offer."""
    providers, types = context.get("available_oidc_providers"), context.get("available_credential_types")
    names = (
        [NAMES.get(str(name), str(name).title()) for name in providers] if isinstance(providers, list) else []
    )
    words = {
        "password": gettext("your password"),
        "code": gettext("a code"),
        "passkey": gettext("a passkey"),
        "webauthn": gettext("a security key"),
        "oidc": "" if names else gettext("social sign-in"),
    }
    known = [words[way] for way in types if words.get(str(way))] if isinstance(types, list) else []
    return _listed([*known, *names], "or")


def _listed(items: list[str], style: Literal["standard", "or"] = "standard") -> str:
    return str(format_list(items[:LISTED], style=style, locale=locale()))
