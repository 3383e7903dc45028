"""Message catalogs: domain `ui` (our own strings) and domain `kratos` (msgid = message id).

A catalog is read from its `.mo`, or from the `.po` itself where that is newer: an edited catalog never
needs a build step to show, and a theme needs none at all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, current_app
from flask_babel import Domain, get_babel, get_locale

from ..current import ui
from .catalogs import drop_unfilled
from .check import ids_of
from .parts import English, InEnglish
from .placeholders import unused
from .tags import catalog_folders

log = logging.getLogger("kratos_ui.i18n")


class Catalogs(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """One domain: `<folder>/<locale>/LC_MESSAGES/<name>.po`, the first folder wins."""

    def __init__(self, name: str, folders: Sequence[Path]) -> None:
        super().__init__([str(folder) for folder in folders], name)

    def get_translations(self) -> NullTranslations:
        """Return the catalog in the language of the current request: a theme's first, `es_MX`, `es_419` before `es`.

        What no catalog of the language says, the English ones do, whose words are plainer than Kratos'.
        """
        chosen = locale()  # the key as it is: to write it as text takes longer than the message
        if chosen not in self.cache:
            related = catalog_folders(str(chosen))
            chain = self._chain(related)
            if "en" not in related:
                chain.add_fallback(InEnglish(self._chain(["en"])))
            self.cache[chosen] = chain
        return self.cache[chosen]  # type: ignore[no-any-return]

    def _chain(self, names: Iterable[str]) -> NullTranslations:
        chain = Translations()
        for name in names:
            for folder in self.translation_directories:
                catalog = _read(Path(folder) / name / "LC_MESSAGES" / self.domain[0], name)
                if catalog is not None:
                    chain.add_fallback(catalog)
        return chain


@dataclass(frozen=True, slots=True)
class _Language:
    """What the texts of one page are taken from."""

    locale: Locale
    verbatim: bool
    ui: NullTranslations
    kratos: NullTranslations


_page: ContextVar[_Language | None] = ContextVar("language of the page in the making", default=None)


@contextmanager
def one_language() -> Iterator[None]:
    """Keep the language of the request as it is: a page asks for its texts a hundred times, and for it but once."""
    token = _page.set(_language() if current_app else None)
    try:
        yield
    finally:
        _page.reset(token)


def _language() -> _Language:
    messages = ui().messages
    return _Language(
        locale(), messages.verbatim, messages.ui.get_translations(), messages.kratos.get_translations()
    )


def verbatim() -> bool:
    """Whether Kratos' texts are shown as they come: the theme says so, or there is no application with catalogs."""
    if page := _page.get():
        return page.verbatim
    return not current_app or ui().messages.verbatim


@dataclass(slots=True)
class Messages:
    """The domains of an application."""

    ui: Catalogs
    kratos: Catalogs
    ui_stock: Catalogs  # as we ship it, whatever a theme says
    kratos_stock: Catalogs
    verbatim: bool = False  # Kratos' texts are shown as they come

    @classmethod
    def of(cls, folders: Sequence[Path], *, verbatim: bool) -> Messages:
        """Return those of `folders`, of which the last one is ours."""
        stock = folders[-1:]
        return cls(
            Catalogs("ui", folders), Catalogs("kratos", folders),
            Catalogs("ui", stock), Catalogs("kratos", stock), verbatim,
        )  # fmt: skip


def install(app: Flask, messages: Messages) -> None:
    """Make `messages` what `gettext` looks into; Flask-Babel must be set up already."""
    get_babel(app).instance.domain_instance = messages.ui


def ui_messages() -> NullTranslations:
    """Return the catalog of our own strings, as `gettext` has it, without its detours: a page asks sixty times."""
    if page := _page.get():
        return page.ui
    return ui().messages.ui.get_translations()


def kratos_message(message_id: int) -> str:
    """Return the template of a Kratos message in the visitor's language, "" if no catalog has it."""
    if page := _page.get():
        found: str = page.kratos.gettext(str(message_id))
    elif not current_app:
        return ""
    else:
        found = ui().messages.kratos.get_translations().gettext(str(message_id))
    return "" if found == str(message_id) else found


def stock_message(message_id: int) -> str:
    """Return the same as we ship it, whatever a theme says."""
    if not current_app:
        return ""
    found = ui().messages.kratos_stock.get_translations().gettext(str(message_id))
    return "" if found == str(message_id) else found


def reworded(message: int | str) -> bool:
    """Whether a theme's catalog says a Kratos message, by its id, or a string of ours otherwise than we do."""
    if isinstance(message, str):
        return ui().messages.ui_stock.get_translations().gettext(message) != ui_messages().gettext(message)
    found = kratos_message(message)
    return bool(found) and (stock_message(message) or str(message)) != found


def locale() -> Locale:
    """Return the language of the current request, English outside of one."""
    page = _page.get()
    return page.locale if page else get_locale() or Locale("en")


def english() -> bool:
    """Whether this page is in English: sentences can be put together of words in no other language."""
    return locale().language == "en"


def in_english(text: str) -> str:
    """Return Kratos' own English `text`, which a page in another language says to be English."""
    return English(text) if text and not english() else text


def _read(path: Path, name: str) -> NullTranslations | None:
    po, mo = path.with_suffix(".po"), path.with_suffix(".mo")
    newest = mo if mo.is_file() and not (po.is_file() and po.stat().st_mtime > mo.stat().st_mtime) else po
    return copy(_loaded(newest, newest.stat().st_mtime_ns, name)) if newest.is_file() else None


@lru_cache(maxsize=256)
def _loaded(file: Path, changed: int, name: str) -> Translations:
    """Return a catalog whose words all domains and brands of a process share; a copy has fallbacks of its own."""
    source_of: dict[str, Message] = {}
    with file.open("rb") as source:
        if file.suffix == ".mo":
            found = Translations(source, file.stem)
        else:
            catalog = read_po(source, locale=name, domain=file.stem)
            source_of = {ids_of(message)[0]: message for message in catalog}
            drop_unfilled(catalog)
            compiled = BytesIO()
            write_mo(compiled, catalog)
            compiled.seek(0)
            found = Translations(compiled, file.stem)
    _drop_flawed(found, file, source_of)
    return found


def _drop_flawed(catalog: Translations, file: Path, source_of: Mapping[str, Message]) -> None:
    """Take out what can't be filled in, so that the next catalog says it; and tell the operator."""
    entries: dict[str | tuple[str, int], str] = catalog._catalog  # gettext has no other way to see all
    flawed = {}
    for key, text in entries.items():
        name, plural = (key, False) if isinstance(key, str) else (key[0], True)
        message = source_of.get(name)
        ids = ids_of(message) if message else (name,) * (1 + plural)  # a .mo does not say the plural
        line = (message.lineno if message else 0) or 0
        for mistake in unused(file, line, ids, (text,)) if name and ("%" in text or "{" in text) else ():
            flawed[name] = mistake
    for mistake in flawed.values():
        log.warning("%s", mistake)
    for key in [key for key in entries if (key if isinstance(key, str) else key[0]) in flawed]:
        del entries[key]
