"""What is wrong with a catalog: each finding names the string and what to do. Pure but for the files it reads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from .locale import parse

DOMAINS = ("ui", "kratos")
CHECKED_BY = "Checked by:"
"""Stands in the head of a catalog, with `machine`, `speaker` or `native` behind it."""
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
"""What a string has filled in."""
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STRAIGHT = re.compile("[\"']")
_STOPS = ".…?!:।۔。．？！：؟\u0589"
_NO_STOPS = frozenset({"th"})
"""Languages whose sentences have no full stop."""
_LONGER, _SHORT = 2.2, 30
"""A text may be this many times as long as the English one; up to so many characters it fits anywhere."""
_WRAPPED, _WRAPPED_LONGER = frozenset({
    "Add at least one.", "Choose yes or no.", "Email confirmed", "Go back and try again.", "Go to sign in",
    "One-time codes", "Sign out %(device)s?", "Tick this to go on.", "Welcome back.", "privacy policy",
}), 2.6  # fmt: skip
"""Texts that some languages say at greater length, each where it may wrap; how many times as long they may be."""

_NO_TERMS = re.compile(r"%\(\w+\)s|country code|QR code|(?<=^Sign out) device$", re.IGNORECASE)
"""What only sounds like a term of the glossary; beside a device, its name says what is signed out."""


@dataclass(frozen=True, slots=True)
class Text:
    """One string of a catalog, beside the English that it stands for."""

    key: str  # msgid
    english: str
    translated: str


def template(path: Path) -> Catalog:
    """Read a `.pot` or `.po`. Raises: babel.messages.pofile.PoFileError."""
    with path.open("rb") as source:
        language = None if path.suffix == ".pot" else parse(path.parent.parent.name)
        return read_po(source, locale=language, abort_invalid=True)


def checked_by(catalog: Catalog) -> str:
    """Return who has checked it, "" if its head does not say."""
    found = re.search(rf"{CHECKED_BY}\s*(\w+)", catalog.header_comment)
    return found[1] if found else ""


def missing(wanted: Catalog, catalog: Catalog) -> list[str]:
    """Return the strings of `wanted` that `catalog` does not translate, or not in every plural form.

    What is marked `fuzzy` is no translation yet: no page shows it.
    """
    return [ids_of(each)[0] for each in wanted if each.id and not _said(catalog.get(each.id))]


def _said(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and all(text.strip() for text in texts_of(message))


def problems(
    wanted: Catalog, catalog: Catalog, english: Mapping[str, str], terms: Mapping[str, list[str]]
) -> Iterator[str]:
    """Return what is wrong. `english`: the text of each msgid that is none itself. `terms`: the glossary."""
    name = str(catalog.locale_identifier)
    yield from (f"{each!r} is not translated" for each in missing(wanted, catalog))
    known = {ids_of(each)[0] for each in wanted}
    forms = get_plural(name).num_plurals
    for message in catalog:
        if not message.id:
            continue
        if ids_of(message)[0] not in known:
            yield f"{ids_of(message)[0]!r} is said nowhere: remove it"
        texts = texts_of(message)
        if message.pluralizable and len(texts) != forms:
            yield f"{ids_of(message)[0]!r} has {len(texts)} plural forms, {name} has {forms}"
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        for text in filter(None, texts):
            told = Text(ids_of(message)[0], english.get(str(source), str(source)), text)
            yield from (
                f"{told.key!r}: {finding}: {text}" for finding in _of(told, name, message.pluralizable, terms)
            )


def glossary(path: Path) -> dict[str, list[str]]:
    """Return the terms of a language: the English one, and what a translation of a string with it may hold."""
    return {term: list(words) for term, words in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def _of(told: Text, name: str, plural: bool, terms: Mapping[str, list[str]]) -> Iterator[str]:
    wants, has = sorted(PLACEHOLDER.findall(told.english)), sorted(PLACEHOLDER.findall(told.translated))
    if wants != has and not (plural and set(wants) - set(has) == {"num"}) and _without_inline(wants) != has:
        yield f"has {has} in place of {wants}"
    if _BIDI.search(told.translated):
        yield "has marks that turn text round"
    if _STRAIGHT.search(told.translated):
        yield "has a straight quote"
    if told.translated != told.translated.strip():
        yield "has blanks at an end"
    ends = told.translated[-1] in _STOPS or name in _NO_STOPS
    if told.english[-1] == "." and not ends:
        yield "has no full stop"
    longer = _WRAPPED_LONGER if told.key in _WRAPPED else _LONGER
    if len(told.translated) > max(_SHORT, longer * len(told.english)):
        yield "is too long"
    says, low = _NO_TERMS.sub("", told.english).lower(), told.translated.casefold()
    for term, words in terms.items():
        if re.search(rf"\b{term}s?\b", says) and not any(word.casefold() in low for word in words):
            yield f"does not say “{term}” as the glossary does ({', '.join(words)})"


def _without_inline(names: list[str]) -> list[str]:
    """Return `names` for a language whose labels stand in a sentence as they are: in English they are made small."""
    return ["label" if name == "label_inline" else name for name in names]


def ids_of(message: Message) -> tuple[str, ...]:
    """Return the msgid, and that of the plural if there is one."""
    return tuple(message.id) if isinstance(message.id, tuple | list) else (str(message.id),)


def texts_of(message: Message | None) -> list[str]:
    """Return the translations of a message, one for each plural form; "" where there is none."""
    if message is None:
        return []
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return [str(text or "") for text in texts]
