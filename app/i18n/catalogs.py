"""Compiles `.po` catalogs to `.mo`; needs Babel only, so the build hook can load it alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOME_DAY = datetime(2020, 1, 1, tzinfo=UTC)
"""The same for all, so that two builds are the same to the byte."""


def compile_catalogs(translations: Path) -> tuple[Path, ...]:
    """Write each `<locale>/LC_MESSAGES/<domain>.mo` below `translations`; return the files written.

    Raises:
        babel.messages.pofile.PoFileError: a catalog is not valid.
    """
    written = []
    for po in sorted(translations.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalog = read_po(source, locale=po.parent.parent.name, domain=po.stem, abort_invalid=True)
        drop_unfilled(catalog)
        catalog.creation_date = SOME_DAY  # a catalog does not say; Babel would write when it was compiled
        target = po.with_suffix(".mo")
        with target.open("wb") as out:
            write_mo(out, catalog)
        written.append(target)
    return tuple(written)


def drop_unfilled(catalog: Catalog) -> None:
    """Empty what lacks a plural form: Babel would write English in its place, and no other catalog would be asked."""
    for message in catalog:
        if message.pluralizable and not all(message.string or ()):
            message.string = ""
