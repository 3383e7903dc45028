"""Where a theme's files are: a folder, a zip file or an installed package, and those of the themes it builds on."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import tomllib
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from .limits import THEME_BYTES, THEME_FILES

FILE = "theme.toml"
PACKAGE = "package:"
GROUP = "kratos_ui.themes"
"""Entry points of installed themes: a name, and the package whose folder is the theme."""


def theme(text: str) -> Path:
    """Return the theme that a setting names, once all the themes that it builds on are there, too.

    Raises:
        ValueError: what is wrong with it, to stand behind the setting's name.
    """
    path = located(text, Path.cwd()).resolve()
    chain(path)
    return path


def located(text: str, base: Path) -> Path:
    """Return the folder or zip file that `text` names: a path from `base`, or `package:NAME`. Raises: ValueError."""
    if text.startswith(PACKAGE):
        return _installed(text.removeprefix(PACKAGE))
    path = Path(os.path.normpath(base / text))
    if path.is_dir() or is_zipfile(path):
        return path
    if path.name == FILE and path.exists():
        raise ValueError(f"names the file {path}: name its folder")
    what = "file that is no zip file" if path.exists() else "folder that does not exist"
    raise ValueError(f"names a {what}: {path}")


def chain(path: Path) -> tuple[Path, ...]:
    """Return the folders of the theme at `path` and of those that it builds on, its own first. Raises: ValueError."""
    places, folders = [path], [unpacked(path)]
    while parent := _parent(folders[-1]):
        try:
            place = located(parent, places[-1])
        except ValueError as error:
            raise ValueError(f'names a theme whose "parent" is "{parent}", which {error}') from None
        if place in places:
            told = " → ".join(each.name for each in (*places, place))
            raise ValueError(f'names a theme whose "parent" leads in a circle: {told}')
        places.append(place)
        folders.append(unpacked(place))
    return tuple(folders)


def unpacked(path: Path) -> Path:
    """Return the folder of the theme at `path`; a zip file is unpacked into a temporary one. Raises: ValueError."""
    if path.is_dir():
        return path
    if not path.exists():
        raise ValueError(f"names a folder that does not exist: {path}")
    try:
        seen = path.stat()
        return _unpacked(path, seen.st_mtime_ns, seen.st_size)
    except (OSError, BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ValueError(f"names {path}, which can't be unpacked: {error}") from None


@lru_cache(maxsize=64)
def _unpacked(path: Path, changed: int, size: int) -> Path:
    with ZipFile(path) as packed:
        files = packed.infolist()
        if len(files) > THEME_FILES or sum(each.file_size for each in files) > THEME_BYTES:
            raise ValueError(
                f"names {path}, which holds more than {THEME_FILES} files or {THEME_BYTES >> 20} MB"
            )
        folder = Path(tempfile.mkdtemp(prefix="kratos-ui-theme-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        packed.extractall(folder)  # leaves out what leads elsewhere
    inner = [each for each in folder.iterdir() if each.is_dir()]
    packed_as_folder = not (folder / FILE).is_file() and len(inner) == 1
    return inner[0] if packed_as_folder else folder


def _installed(name: str) -> Path:
    there = {each.name: each.value for each in entry_points(group=GROUP)}
    if name not in there:
        told = f"installed are {', '.join(sorted(there))}" if there else "none is installed"
        raise ValueError(f'names a theme "{name}" that no installed package has: {told}')
    try:
        spec = find_spec(there[name].partition(":")[0])
    except ImportError:
        spec = None
    folder = next(iter(spec.submodule_search_locations or ()), "") if spec else ""
    if not Path(folder, FILE).is_file():
        raise ValueError(f'names the theme "{name}", whose package {there[name]} has no {FILE}')
    return Path(folder)


def toml(path: Path) -> dict[str, Any]:
    """Return what a file says, also after the mark of some editors' UTF-8. Raises: ValueError, OSError."""
    text = path.read_bytes()
    try:
        return tomllib.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        raise ValueError(f"it is not UTF-8 (at line {line}): save it in that encoding") from None


def _parent(folder: Path) -> str:
    """Return what a theme builds on. What is wrong with its file, whoever reads all of it says."""
    try:
        parent = toml(folder / FILE).get("parent", "")
    except (OSError, ValueError):
        return ""
    return parent if isinstance(parent, str) else ""
