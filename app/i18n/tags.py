"""Language tags: which language on offer suits a wish. Pure.

`zh-TW` is written in the script of `zh-Hant`, a Mexican reads `es-419` rather than `es`, and `no` is `nb`: what CLDR
knows of scripts and parents decides, not the first letters of a tag.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel.core import get_global

_NEAR = {"no": "nb", "nn": "nb", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "sr-latn", "tl": "fil"}
"""Old names of languages, and those whose readers read another one."""
LONGEST = 35
"""Characters of a tag that is looked at, as BCP 47 has it: each part of a longer one costs as much as the whole."""


def offered(wish: str, names: tuple[str, ...]) -> str:
    """Return the one of `names` that suits `wish` best, "" if none does. Both are tags such as "pt-BR"."""
    return _offered(wish, names) if len(wish) <= LONGEST else ""  # looked at before it is kept


@lru_cache(maxsize=1024)
def _offered(wish: str, names: tuple[str, ...]) -> str:
    by_tag = {name.lower(): name for name in names}
    if (exact := _tag(wish)) in by_tag:
        return by_tag[exact]
    wish = _near(exact)
    for tag in above(wish):
        if tag in by_tag:
            return by_tag[tag]
    related = [name for name in names if _language(name) == _language(wish)]
    alike = [name for name in related if _script(name) == _script(wish)]
    return next(iter(alike or related), "")


def _near(tag: str) -> str:
    language, _, rest = tag.partition("-")
    return "-".join(filter(None, (_NEAR.get(language, language), rest)))


def above(tag: str) -> list[str]:
    """Return `tag`, in small letters, and what CLDR falls back to from it, but for what is in another script."""
    tag = _tag(tag)
    chain, script = [tag], _script(tag)
    while tag:
        tag = _PARENTS.get(tag) or tag.rpartition("-")[0]
        chain += [tag] if tag and _script(tag) == script else []
    return chain


def _language(tag: str) -> str:
    return tag.lower().partition("-")[0]


def _script(tag: str) -> str:
    """Return the script of a language, "" if nobody knows it; that of a country where the tag names none."""
    parts = tag.lower().split("-")
    named = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    likely = _LIKELY.get("-".join(parts)) or _LIKELY.get(parts[0], "")
    return named or next((part for part in likely.split("-")[1:] if len(part) == 4), "")


def _small(table: Mapping[str, str]) -> dict[str, str]:
    return {_tag(key): _tag(value) for key, value in table.items()}


def _tag(name: str) -> str:
    return name.replace("_", "-").lower()


_LIKELY = _small(get_global("likely_subtags"))
_PARENTS = _small(get_global("parent_exceptions"))
