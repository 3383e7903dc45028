"""Sentences for what Kratos says about a field, by the message's id: each knows what sort of field it stands at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from babel.lists import format_list
from flask_babel import gettext

from ..kratos import ids
from ..kratos.flow import Message, Node
from ..kratos.labels import readable
from ..upstream import values
from ..upstream.values import JSON
from . import N_, nouns, patterns, reasons
from .domains import english, kratos_message, locale, reworded
from .messages import translate
from .numbers import number, shown

_LONGEST, _LISTED = 60, 8
"""Characters of a value, and how many values, that a sentence names."""


@dataclass(frozen=True)
class Field:
    """A message, and the field that it stands at, as far as it is known."""

    message: Message
    node: Node | None
    label: str

    @cached_property
    def kind(self) -> str:
        """What sort of field it is: a "box", "choice" or "list", else its input type; "" if nobody knows."""
        node = self.node
        if node is None:
            return ""
        if node.kind == "input.checkbox" or node.input_type == "checkbox":
            return "box"
        if node.kind == "input.list" or node.items:
            return "list"
        choice = node.kind in ("input.select", "input.radio") or node.options
        return "choice" if choice else node.input_type

    def get(self, name: str) -> JSON:
        """Return a value of the message's context."""
        return self.message.context.get(name)

    def whole(self, name: str) -> int | None:
        """Return a whole number of the context."""
        found = number(self.get(name))
        return int(found) if found is not None and found >= 0 else None

    @cached_property
    def by_id(self) -> bool:
        """Whether a theme has words of its own for the message's id."""
        return reworded(self.message.id)

    def say(self, text: str, **more: str | int) -> str:
        """`text` in the visitor's language; "" where a theme has words for the id, and none for `text`."""
        return "" if self.by_id and not reworded(text) else str(gettext(text, **more))


def known(message: Message) -> bool:
    """Whether `message` is about what stands in a field, and has a sentence here."""
    return message.id in _SENTENCES


def sentence(field: Field) -> str:
    """Return what to say; "" for what is said alike at every field."""
    if field.whole("actual_length") == 0 or field.get("actual_type") == "null":
        return _missing(field)
    say = _SENTENCES.get(field.message.id)
    if (say and field.message.id not in _OF_CHOICES) or reasons.of_value(field.message):
        if field.kind == "choice":
            return field.say("Choose something else.")
        if field.kind == "box":
            consent = field.node is not None and field.node.consent
            return field.say("Tick this to go on." if consent else "Tick this, or leave it empty.")
    return say(field) if say else ""


def _missing(field: Field) -> str:
    at_least = field.node.min_items or 1 if field.node else 1
    if field.kind == "box":
        return field.say("Tick this to go on.")
    if field.kind == "choice":
        return field.say("Choose one.")
    if field.kind == "list":
        return field.say("Add at least %(num)s." if at_least > 1 else "Add at least one.", num=at_least)
    if not field.label:
        return field.say("Something was missing. Fill in the form and try again.")
    neutral = field.say(_OF_KIND.get(field.kind, N_("Fill this in.")))
    if not english():
        return neutral if field.label[-1] in "?!." else _named_by_catalog(field) or neutral
    if not nouns.is_noun(field.label):
        return neutral
    if nouns.has_article(field.label):
        return field.say("Enter the %(label)s.", label=nouns.inline(field.label))
    return _named_by_catalog(field)


def _named_by_catalog(field: Field) -> str:
    """Return what the catalog says where a field is missing, with its label; "" if it says nothing."""
    if not kratos_message(ids.REQUIRED):
        return ""
    return translate(Message(ids.REQUIRED, "", context={"property": field.label}), field.label)


_OF_KIND = {
    "date": N_("Enter a date."),
    "datetime-local": N_("Enter a date and a time."),
    "email": N_("Enter an email address."),
    "number": N_("Enter a number."),
    "password": N_("Enter a password."),
    "tel": N_("Enter a phone number."),
    "url": N_("Enter a web address."),
}


def _depends(field: Field) -> str:
    """Needed because another field is filled in; it may stand at neither of them."""
    label, other = (
        values.text(field.get(f"{key}_label")) or readable(values.text(field.get(key)))
        for key in ("property", "other")
    )
    return field.say("Fill in “%(label)s” too, as “%(other)s” is filled in.", label=label, other=other)


def _length(field: Field) -> str:
    """Too short or too long."""
    if field.whole("max_length") == 1:
        return field.say("Use one character only. You entered %(num)s.", num=str(field.get("actual_length")))
    return "" if field.whole("actual_length") is not None else field.say(reasons.FORM)


def _pattern(field: Field) -> str:
    plain = english() and not field.by_id and patterns.in_words(values.text(field.get("pattern")))
    hint = field.node.hint.strip() if field.node else ""
    if hint and not plain:
        return field.say("Use the right form: %(hint)s", hint=hint if hint[-1] in ".?!…" else f"{hint}.")
    return plain or field.say(reasons.FORM)


def _number(field: Field) -> str:
    limit = field.get("minimum") if "minimum" in field.message.context else field.get("maximum")
    return field.say("Enter a different number.") if number(limit) is None else ""


def _multiple(field: Field) -> str:
    base = number(field.get("base"))
    if base is None or base <= 0:
        return field.say("Enter a different number.")
    if base == 1:
        return field.say("Enter a whole number.")
    digits, exponent = base.normalize().as_tuple().digits, base.normalize().as_tuple().exponent
    if digits == (1,) and isinstance(exponent, int) and exponent < 0:
        one = field.say("Use at most 1 decimal place.") if exponent == -1 else ""
        return one or field.say("Use at most %(num)s decimal places.", num=-exponent)
    return field.say("Enter a multiple of %(base)s.", base=shown(field.get("base")))


def _too_many(field: Field) -> str:
    most, actual = field.whole("max_items"), field.whole("actual_items")
    if most is None or actual is None or actual <= most:
        return field.say("Remove some.")
    return field.say("Remove %(num)s: at most %(most)s.", num=actual - most, most=most)


def _too_few(field: Field) -> str:
    least, actual = field.whole("min_items"), field.whole("actual_items")
    if not least or least == 1:
        return field.say("Add at least one.")
    if not actual:
        return field.say("Add at least %(num)s.", num=least)
    return field.say("Add %(num)s more: at least %(least)s.", num=max(least - actual, 1), least=least)


def _same(field: Field) -> str:
    index, items = field.whole("index_b"), field.node.items if field.node else ()
    value = _told(items[index].value) if index is not None and index < len(items) else ""
    if value:
        return field.say("“%(value)s” is there twice.", value=value)
    return field.say("Two of these are the same.")


def _type(field: Field) -> str:
    """Of several types the first that people can do something about."""
    allowed = [str(each) for each in values.items(field.get("allowed_types"))]
    wanted = [each for each in allowed if each != "null"]
    one = wanted[0] if len(wanted) == 1 or wanted[:1] in (["integer"], ["number"]) else ""
    sentence = {
        "number": N_("Enter a number."),
        "integer": N_("Enter a number." if "number" in wanted else "Enter a whole number."),
        "boolean": N_("Choose yes or no."),
    }
    return field.say(sentence.get(one, reasons.FORM))


def _const(field: Field) -> str:
    """One value alone; several of them are branches of one choice."""
    others = [reasons.known(each) for each in field.node.messages] if field.node else []
    found = [each.context.get("expected") for each in others if each.id == ids.CONST] or [
        field.get("expected")
    ]
    wanted = [reasons.go_value(each) if isinstance(each, str) else each for each in found]
    if field.kind == "box":
        return field.say("Leave this empty." if wanted == [False] else "Tick this to go on.")
    if len(wanted) > 1:
        return _one_of(field, wanted)
    if wanted == [None]:
        return field.say("Leave this empty.")
    label = _choice(field, wanted[0])
    if not label:
        return field.say(_ONLY)
    return field.say(
        "Choose “%(value)s”." if field.kind == "choice" else "Enter exactly “%(value)s”.", value=label
    )


def _const_unknown(field: Field) -> str:
    return field.say("Tick this to go on." if field.kind == "box" else _ONLY)


def _one_of_these(field: Field) -> str:
    return _one_of(field, values.items(field.get("values")))


def _one_of(field: Field, wanted: Iterable[JSON]) -> str:
    named = [each for each in (_choice(field, value) for value in wanted) if each]
    if field.kind == "box":
        return field.say("Tick this, or leave it empty.")
    if field.kind == "choice":
        return field.say("Choose one.")
    if not 0 < len(named) <= _LISTED:
        return field.say("Only some answers are possible here, and this is none of them.")
    quoted = [gettext("“%(value)s”", value=each) for each in dict.fromkeys(named)]
    return field.say("Enter %(values)s.", values=str(format_list(quoted, style="or", locale=locale())))


def _choice(field: Field, value: JSON) -> str:
    """Return a value as the field's options call it."""
    options = field.node.options if field.node else ()
    label = next((each.label for each in options if each.value == values.printed(value)), None)
    if isinstance(value, bool) and not label and field.kind == "choice":
        return str(gettext("Yes") if value else gettext("No"))
    return translate(label) if label else _told(value)


def _told(value: JSON) -> str:
    """Return a value that a sentence can name, else ""."""
    text = (
        value if isinstance(value, str) else values.printed(value) if isinstance(value, int | float) else ""
    )
    return text if 0 < len(text) <= _LONGEST and text.isprintable() else ""


_OF_CHOICES = frozenset({ids.REQUIRED, ids.CONST, ids.CONST_GENERIC, reasons.CHOICE, reasons.DEPENDS})
_ONLY = N_("Only one answer is possible here, and this isn’t it.")
_SENTENCES: dict[int, Callable[[Field], str]] = {
    ids.REQUIRED: _missing,
    ids.MIN_LENGTH: _length,
    ids.PATTERN: _pattern,
    ids.MAX_LENGTH: _length,
    ids.MINIMUM: _number,
    ids.EXCLUSIVE_MINIMUM: _number,
    ids.MAXIMUM: _number,
    ids.EXCLUSIVE_MAXIMUM: _number,
    ids.MULTIPLE_OF: _multiple,
    ids.MAX_ITEMS: _too_many,
    ids.MIN_ITEMS: _too_few,
    ids.UNIQUE_ITEMS: _same,
    ids.WRONG_TYPE: _type,
    ids.CONST: _const,
    ids.CONST_GENERIC: _const_unknown,
    reasons.CHOICE: _one_of_these,
    reasons.DEPENDS: _depends,
}
