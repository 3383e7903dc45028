"""What is wrong with the texts of a theme's catalogs: placeholders that nobody fills in, strings that no page says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from .. import paths
from ..i18n.check import PLACEHOLDER, ids_of, template, texts_of
from ..i18n.extract import strings
from ..i18n.placeholders import flaws
from ..mistake import Mistake, nearest

_ADDED = frozenset({"label", "label_inline", "ways"})
"""What we hand over beside the context of a message."""
_OF_SCHEMA = "traits."
"""Begins the reference of an entry that an identity schema says."""


def wrong(path: Path, templates: Path) -> Iterator[Mistake]:
    """Yield the mistakes of the catalog `path` of a theme whose templates stand below `templates`."""
    try:
        with path.open("rb") as source:
            catalog = read_po(source, locale=path.parent.parent.name)
    except (PoFileError, ValueError, OSError):
        return  # `app.i18n.theme_catalogs` says why
    says = _said(templates) if path.stem == "ui" else frozenset()
    for message in catalog:
        if not message.id:
            continue
        yield from _placeholders(path, message)
        yield from _unsaid(path, message, says)


def _placeholders(path: Path, message: Message) -> Iterator[Mistake]:
    context = _contexts() if path.stem == "kratos" else None
    for says, fix in flaws(path.stem, ids_of(message), texts_of(message), context):
        yield Mistake(path, _line(message), says, fix)


def _unsaid(path: Path, message: Message, says: frozenset[str]) -> Iterator[Mistake]:
    """Misspelt strings of ours. Others may be titles of an identity schema, which nobody knows beforehand.

    Those that `i18n extract --schema` has found say so, and may be as near to ours as they like.
    """
    text = ids_of(message)[0]
    if any(place.startswith(_OF_SCHEMA) for place, _ in message.locations):
        return
    if says and text not in says and not text.startswith("scope:") and len(text) > 3:
        near = nearest(text, says)
        if near and near.casefold() != text.casefold():
            yield Mistake(path, _line(message), f"no page says “{text}”", f"did you mean “{near}”?")


def _line(message: Message) -> int:
    return message.lineno or 0


def _names(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


@cache
def _contexts() -> frozenset[str]:
    """Return what Kratos' messages may be filled in with: the context of any of them."""
    found = set(_ADDED)
    for message in template(paths.TRANSLATIONS / "en" / "LC_MESSAGES" / "kratos.po"):
        found |= _names(str(message.string)).union(
            *(re.findall(r"\{(\w+)\}", each) for each in message.auto_comments)
        )
    for path in paths.FLOWS.glob("*/*.json"):
        found.update(_keys(json.loads(path.read_text("utf-8"))))
    times = {name.removesuffix("_unix") for name in found if name.endswith("_unix")}
    return frozenset(found | {f"{name}_{form}" for name in times for form in ("minutes", "left")})


def _keys(value: Any) -> Iterator[str]:
    """Yield the names in all contexts of messages within an answer of Kratos."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(inner)
    if isinstance(value, dict) and isinstance(value.get("context"), dict):
        yield from value["context"]


@cache
def _ours() -> Catalog:
    return strings(paths.APP, paths.TEMPLATES)


def _said(templates: Path) -> frozenset[str]:
    """Return all strings that pages say in domain `ui`: ours, and those of the theme's own templates."""
    found = [_ours(), *([strings(templates, templates)] if templates.is_dir() else [])]
    ids = [message.id for catalog in found for message in catalog if message.id]
    return frozenset(each[0] if isinstance(each, tuple) else str(each) for each in ids)
