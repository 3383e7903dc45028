"""What would break a theme's translations, found at the start: catalogs and folders of no use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from struct import error as StructError

from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

from app.i18n.locale import parse


def problems(translations: Path) -> tuple[str, ...]:
    """Return a line for each mistake below `translations`, which need not be there: file, line, what it is."""
    if not translations.is_dir():
        return ()
    folders = sorted(path for path in translations.iterdir() if path.is_dir())
    return tuple(problem for folder in folders for problem in (*_name(folder), *_catalogs(folder)))


def _name(folder: Path) -> Iterator[str]:
    language = parse(folder.name)
    if language and folder.name != str(language):
        yield f"{folder}: nobody looks here: call the folder {language}"


def _catalogs(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "LC_MESSAGES").glob("*.[pm]o")):
        try:
            with path.open("rb") as file:
                if path.suffix == ".mo":
                    Translations(file)
                else:
                    read_po(file, abort_invalid=True)
        except PoFileError as error:
            yield f"{path}:{error.lineno + 1}: {str(error).rpartition(' on ')[0]}"  # Babel counts from 0
        except UnicodeDecodeError:
            yield f"{path}:{_line(path)}: is not in the encoding that it names, or UTF-8: save it as UTF-8"
        except (OSError, ValueError, LookupError, StructError) as error:
            yield f"{path} can't be read: {error}"


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
