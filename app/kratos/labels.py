"""Names of traits that have no title, made readable: `traits.name.first` → «First name». Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+|[^\W\d_]+")
_WRITTEN = {"id": "ID", "url": "URL", "vat": "VAT", "iban": "IBAN", "bic": "BIC", "sms": "SMS", "dob": "Date of birth",
            "email": "Email", "zip": "ZIP", "ip": "IP", "tos": "Terms of service"}  # fmt: skip
_PARTS_OF_A_NAME = frozenset(
    {"first", "last", "middle", "given", "family", "full", "display", "nick", "maiden"}
)
_OF_SOMETHING = frozenset({"number", "id", "code", "type", "date", "size"})
_NAME = re.compile(r"[\w.-]+")


def readable(name: str, others: Iterable[str] = ()) -> str:
    """Return what to call the field `name`; `others`: the names of the page's fields, from which it has to differ.

    The name of an object comes in where the last part alone says too little. What is no name stays as it is.
    """
    if not _NAME.fullmatch(name):
        return name
    parts = [part for part in name.removeprefix("traits.").split(".") if not part.isdecimal()] or [name]
    *above, last = parts
    words = _words(last)
    parent = _words(above[-1]) if above else []
    if not words:
        return _sentence(parent) or last
    if parent and parent[-1] == "name" and set(words) <= _PARTS_OF_A_NAME:
        return _sentence([*words, *parent])
    alike = [other for other in others if other != name and _words(other.rpartition(".")[2]) == words]
    return _sentence([*parent, *words] if parent and (alike or set(words) <= _OF_SOMETHING) else words)


def _words(part: str) -> list[str]:
    """`lastName`, `last_name`, `last-name` → ["last", "name"]."""
    return [word if word.isupper() and len(word) > 1 else word.lower() for word in _WORDS.findall(part)]


def _sentence(words: list[str]) -> str:
    if len(words) == 1 and words[0].lower() in _WRITTEN:
        return _WRITTEN[words[0].lower()]
    text = " ".join(_WRITTEN.get(word, word) if _short(word) else word for word in words)
    return text[:1].upper() + text[1:]


def _short(word: str) -> bool:
    return _WRITTEN.get(word, "").isupper()
