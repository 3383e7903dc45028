"""How far a language is: what its catalogs lack of all that there is to say, and who has checked them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog

from .. import paths
from .check import DOMAINS, checked_by, ids_of, missing, template, texts_of
from .extract import strings
from .placeholders import flaws
from .theme_catalogs import unread
from .titles import usual


@cache
def wanted(domain: str) -> Catalog:
    """Return all that a catalog of `domain` translates."""
    return (
        strings(paths.APP, paths.TEMPLATES) if domain == "ui" else template(paths.TRANSLATIONS / "kratos.pot")
    )


def lacking(domain: str, catalogs: Iterable[Catalog], english: Iterable[Catalog] = ()) -> list[str]:
    """Return the strings that none of `catalogs` translates, those that a theme's catalog has more than ours too.

    What can't be filled in is no translation: pages do without. A title that we know, `E-Mail`, is translated as ours.
    What a theme's `english` catalogs say otherwise is wanted as well: it stands in English on the pages of all others.
    """
    found = list(catalogs)
    asked = (wanted(domain), *found, *map(_translated, english))
    left = list(dict.fromkeys(text for each in asked for text in missing(each, Catalog())))
    for catalog in found:
        lacks = {text for each in asked for text in missing(each, catalog)} | _unusable(domain, catalog)
        left = [text for text in left if text in lacks and usual(text) in lacks]
    return left


def _translated(catalog: Catalog) -> Catalog:
    kept = Catalog(fuzzy=False)
    for message in catalog:
        if message.id and all(texts_of(message)):
            kept.add(message.id)
    return kept


def _unusable(domain: str, catalog: Catalog) -> set[str]:
    return {ids_of(each)[0] for each in catalog if any(flaws(domain, ids_of(each), texts_of(each)))}


def percent(domain: str, lacks: Sequence[str]) -> int:
    """Return how much of `domain` there is if `lacks` is what there is not; 100 is all of it."""
    all_of_it = sum(1 for each in wanted(domain) if each.id)
    return max(0, 100 * (all_of_it - len(lacks)) // all_of_it)  # a theme may lack more than all of ours


def summary(name: str, folders: Iterable[Path]) -> str:
    """Return one line on the language `name`, "pt_BR", by its catalogs in `folders`."""
    if name == "en":
        return "What all languages are translated from"
    places = tuple(folders)
    catalogs = {domain: _there(places, name, domain) for domain in DOMAINS}
    far = (
        f"{domain} {percent(domain, lacking(domain, found, _there(places, 'en', domain)))}%"
        for domain, found in catalogs.items()
    )
    by = next(filter(None, (checked_by(each) for found in catalogs.values() for each in found)), "nobody")
    return f"{', '.join(far)}; checked by: {by}"


def _there(folders: Iterable[Path], name: str, domain: str) -> list[Catalog]:
    files = (folder / name / "LC_MESSAGES" / f"{domain}.po" for folder in folders)
    return [template(each) for each in files if each.is_file() and not list(unread(each))]
