"""Language tags: which language on offer suits a wish. Pure.

`zh-TW` is written in the script of `zh-Hant`, a Mexican reads `es-419` rather than `es`, and `no` is `nb`: what CLDR
knows of scripts and parents decides, not the first letters of a tag.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel.core import get_global

_READ = {"no": "nb", "nn": "nb", "yue": "zh"}
"""Languages whose readers read another one: CLDR's data for this is not in Babel."""
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
    now = current(exact)
    for tag in (*above(now), *above(_read(now))):
        if tag in by_tag:
            return by_tag[tag]
    wish = _read(now)
    related = [name for name in names if _language(name) == _language(wish)]
    alike = [name for name in related if _script(name) == _script(wish)]
    return next(iter(alike or related), "")


def current(tag: str) -> str:
    """`iw` → `he`, `cmn-Hant` → `zh-hant`, `zh-yue-hk` → `yue-hk`, `sh` → `sr-latn`: as CLDR calls it now."""
    language, *rest = _tag(tag).split("-")
    if rest and len(rest[0]) == 3 and rest[0].isalpha():
        language, *rest = rest
    new = _ALIASES.get(language, language).split("-")
    return "-".join([*(new[:1] if any(map(_is_script, rest)) else new), *rest])


def _read(tag: str) -> str:
    """`nn` → `nb-latn`, `yue-hk` → `zh-hant-hk`: what somebody who wishes for `tag` reads as well."""
    language, *rest = tag.split("-")
    if language not in _READ:
        return tag
    return "-".join([_READ[language], _script(tag), *(part for part in rest if not _is_script(part))])


def above(tag: str) -> list[str]:
    """Return `tag`, in small letters, and what CLDR falls back to from it, but for what is in another script."""
    tag = _tag(tag)
    chain, script = [tag], _script(tag)
    while tag:
        tag = _PARENTS.get(tag) or tag.rpartition("-")[0]
        chain += [tag] if tag and _script(tag) == script else []
    return chain


def catalog_folders(tag: str) -> tuple[str, ...]:
    """Return what catalogs are called that a page in `tag` asks, the nearest first: `es_MX`, `es_419`, `es`."""
    return tuple(
        "_".join(_part(number, part) for number, part in enumerate(each.split("-"))) for each in above(tag)
    )


def by_script(tag: str) -> str:
    """Return what a catalog may be called by the script of a tag that names none, `zh-tw` → `zh_Hant`, else ""."""
    language, *rest = tag.split("-")
    script = "" if any(map(_is_script, rest)) else _script(tag)
    return f"{language}_{script.title()}" if script else ""


def _part(number: int, part: str) -> str:
    """Return a part of a tag as CLDR capitalizes it."""
    return part if not number else part.title() if _is_script(part) else part.upper()


def _language(tag: str) -> str:
    return tag.lower().partition("-")[0]


def _script(tag: str) -> str:
    """Return the script of a language, "" if nobody knows it; that of a country where the tag names none."""
    parts = tag.lower().split("-")
    named = next((part for part in parts[1:] if _is_script(part)), "")
    likely = _LIKELY.get("-".join(parts)) or _LIKELY.get(parts[0], "")
    return named or next((part for part in likely.split("-")[1:] if len(part) == 4), "")


def _is_script(part: str) -> bool:
    return len(part) == 4 and part.isalpha()


def _small(table: Mapping[str, str]) -> dict[str, str]:
    return {_tag(key): _tag(value) for key, value in table.items()}


def _tag(name: str) -> str:
    return name.replace("_", "-").lower()


_LIKELY = _small(get_global("likely_subtags"))
_PARENTS = _small(get_global("parent_exceptions"))
_ALIASES = {old: new for old, new in _small(get_global("language_aliases")).items() if "-" not in old}
OTHER_NAMES = frozenset({*_ALIASES, *_READ, *(tag for tag in _LIKELY if "-" in tag)})
"""What people's settings may call a language that CLDR has no data of, or none by this name: `iw`, `zh-tw`."""
