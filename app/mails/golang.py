"""Go's templates: texts as expressions, and the tags that lead to a language. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from babel.localedata import locale_identifiers

from ..i18n.tags import OTHER_NAMES, offered

_MARK = "\N{NULL}"


def literal(text: str) -> str:
    """Return `text` as a string of Go's; JSON's are such strings."""
    return json.dumps(text, ensure_ascii=False)


def value(name: str) -> str:
    """Return what stands in a text where the value of the variable `name` goes, for `expression`."""
    return f"{_MARK}${name}{_MARK}"


def expression(text: str) -> str:
    """Return `text`, in which `value`s may stand, as what a variable can be set to."""
    parts = [part for part in re.split(f"({_MARK}[^{_MARK}]*{_MARK})", text) if part]
    found = [part.strip(_MARK) if part.startswith(_MARK) else literal(part) for part in parts]
    return found[0] if len(found) == 1 else f"print {' '.join(found)}"


def known_tags(names: Sequence[str]) -> dict[str, str]:
    """Return which of the languages `names` suits a tag in small letters, `zh-tw`.

    Left out are those that come to the same with their last part cut off, `de-at`: a template cuts by itself.
    """
    known = {name.lower(): name for name in names}
    tags = sorted(
        {name.replace("_", "-").lower() for name in locale_identifiers()}.union(OTHER_NAMES), key=_short_first
    )
    for tag in tags:
        found = offered(tag, tuple(names))
        if tag not in known and found and found != _shortened(tag, known):
            known[tag] = found
    return known


def _short_first(tag: str) -> tuple[int, str]:
    return len(tag), tag


def _shortened(tag: str, known: dict[str, str]) -> str:
    parts = tag.split("-")
    return next((known[cut] for n in range(len(parts), 0, -1) if (cut := "-".join(parts[:n])) in known), "")
