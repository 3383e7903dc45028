"""Kratos' messages in the visitor's language, by their id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from babel.dates import format_datetime
from babel.lists import format_list
from flask import current_app
from flask_babel import gettext

from app.i18n.domains import kratos_message, locale
from app.kratos.flow import Message
from app.kratos.types import JSON

TRAIT_LABEL = 1070002  # "{title}" of the identity schema: translated by its text, in domain `ui`


def translate(message: Message, label: str = "") -> str:
    """The text of `message`; Kratos' own if no catalog has its id or its context is incomplete. Never raises.

    `label`: that of the field the message is about. A catalog can use the message's context (`%(provider)s`;
    times are localized, lists joined, empty values count as missing), `%(label)s`, and `%(label_inline)s`,
    the label as it stands within an English sentence.
    """
    if not current_app or current_app.config.get("KRATOS_TEXTS_VERBATIM"):
        return message.text
    template = kratos_message(message.id)
    if not template:
        return _translated(message.text) if message.id == TRAIT_LABEL else message.text
    try:
        return template % _values(message.context, label)
    except (KeyError, TypeError, ValueError):
        return message.text


def _translated(text: str) -> str:
    return str(gettext(text)) if text else ""  # msgid "" is the catalog's header


def _values(context: Mapping[str, JSON], label: str) -> dict[str, str]:
    values = {name: _shown(name, value) for name, value in context.items()}
    if values.get("property"):
        values["property"] = label or _translated(values["property"])
    values |= {"label": label, "label_inline": _inline(label)}
    return {name: value for name, value in values.items() if value}


def _shown(name: str, value: JSON) -> str:
    if value is None or isinstance(value, Mapping):
        return ""
    if name.endswith("_unix") and isinstance(value, int | float):
        return str(format_datetime(datetime.fromtimestamp(value, UTC), "medium", locale=locale()))
    if isinstance(value, list | tuple):
        return format_list([str(item) for item in value if item not in (None, "")], locale=locale())
    return str(value)


def _inline(label: str) -> str:
    """`Your E-Mail` → `e-mail`; capitals that are more than a start stay: `Tax ID` → `tax ID`."""
    words = [word.lower() if word.istitle() else word for word in label.split()]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "your" else words)
