"""What would break a theme's translations, found at the start: catalogs and folders of no use."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from struct import error as StructError

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

from .. import paths
from ..mistake import Mistake, nearest
from .check import DOMAINS, ids_of, texts_of
from .locale import parse
from .placeholders import unused
from .tags import by_script, current


def problems(translations: Path) -> tuple[Mistake, ...]:
    """Return what keeps catalogs below `translations`, which need not be there, from being used."""
    if not translations.is_dir():
        return ()
    folders = sorted(path for path in translations.iterdir() if path.is_dir())
    return tuple(problem for folder in folders for problem in (*_name(folder), *_catalogs(folder)))


def _name(folder: Path) -> Iterator[Mistake]:
    language = parse(folder.name)
    if language and folder.name != str(language):
        yield Mistake(folder, 0, "nobody looks here", f"call the folder {folder_of(folder.name)}")


def folder_of(tag: str) -> str:
    """Return what the catalogs of a language stand in, "" if CLDR knows none: `pt-br` → `pt_BR`, `iw` → `he`.

    Where ours are called by the script, so is `zh-TW`: who reads it gets `zh_Hant`, and never `zh_Hant_TW` beside it.
    """
    now = current(tag)
    known, script = parse(now), by_script(now)
    if not known:
        return ""
    return script if script and (paths.TRANSLATIONS / script).is_dir() else str(known)


def _catalogs(folder: Path) -> Iterator[Mistake]:
    for path in sorted((folder / "LC_MESSAGES").glob("*.[pm]o")):
        yield from unread(path)


def unread(path: Path) -> Iterator[Mistake]:
    """Yield what keeps one catalog from being read."""
    try:
        with path.open("rb") as file:
            if path.suffix == ".mo":
                Translations(file)
            elif file.peek(3).startswith(BOM_UTF8):
                yield Mistake(path, 1, "begins with a byte order mark", "save it as UTF-8 without one")
            else:
                read_po(file, abort_invalid=True)
    except PoFileError as error:
        yield Mistake(path, error.lineno + 1, str(error).rpartition(" on ")[0])  # Babel counts from 0
    except UnicodeDecodeError:
        yield Mistake(path, _line(path), "is not in the encoding that it names, or UTF-8", "save it as UTF-8")
    except OSError as error:
        yield Mistake(path, 0, f"can't be read: {error}")
    except (ValueError, LookupError, StructError) as error:  # Babel 2.16: IndexError, where a text has no end
        yield from tuple(unended(path)) or (Mistake(path, 0, f"can't be read: {error}"),)


def flawed(path: Path, catalog: Catalog) -> Iterator[Mistake]:
    """Yield the translations of `catalog`, the `.po` at `path`, that can't be filled in, so that pages do without."""
    for message in catalog:
        if message.id:
            yield from unused(path, message.lineno or 0, ids_of(message), texts_of(message))


def _line(path: Path) -> int:
    """Return the first line of a catalog that its encoding does not fit."""
    data = path.read_bytes()
    named = re.search(rb"charset=([\w-]+)", data)
    for number, line in enumerate(data.splitlines(), 1):
        try:
            line.decode(named[1].decode() if named else "utf-8")
        except UnicodeDecodeError:
            return number
    return 1


def doubts(translations: Path) -> tuple[Mistake, ...]:
    """Return what catalogs below `translations` say, and nobody gets to read, or not as it stands there."""
    if not translations.is_dir():
        return ()
    found = sorted(path for path in translations.rglob("*") if path.suffix in (".po", ".mo"))
    folders = sorted(path for path in translations.iterdir() if path.is_dir() and not parse(path.name))
    return (
        *(Mistake(folder, 0, "is no language that CLDR knows", "call it by a tag such as de or pt_BR")
          for folder in folders if not folder.name.startswith(".")),
        *(mistake for path in found for mistake in (*_place(translations, path), *unended(path))),
    )  # fmt: skip


def _place(translations: Path, path: Path) -> Iterator[Mistake]:
    """Catalogs that stand where nobody looks."""
    parts = path.relative_to(translations).parts
    language = next((part for part in parts[:-1] if parse(part)), "<locale>")
    name = path.name if path.stem in DOMAINS else f"{nearest(path.stem, DOMAINS) or 'ui'}{path.suffix}"
    if parts != (language, "LC_MESSAGES", name):
        yield Mistake(path, 0, "nobody reads this catalog", f"call it {language}/LC_MESSAGES/{name}")


def unended(path: Path) -> Iterator[Mistake]:
    """Yield the texts of one catalog without an end, of which gettext drops the last letter."""
    if path.suffix != ".po":
        return
    for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), 1):
        text = line.strip()
        opens = re.match(r'(?:msg(?:id|id_plural|str|ctxt)(?:\[\d+\])?\s*)?(")', text)
        if opens and not re.fullmatch(r'"(?:[^"\\]|\\.)*"', text[opens.start(1) :]):
            yield Mistake(path, number, "the text has no end, and loses a letter", 'end the line with "')
