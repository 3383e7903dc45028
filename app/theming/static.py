"""What can be said of a theme without making a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import Flask
from jinja2 import Environment

from ..config import ConfigError
from ..i18n import theme_catalogs
from ..i18n.check import DOMAINS
from ..mistake import Found, Mistake
from ..theme import checked
from ..theme.contract import API
from ..theme.doubts import doubts, parsed
from ..theme.loader import load_theme
from ..theme.search import install_search
from ..theme_files import chain, unpacked
from . import files, loads, macros, sheets, stockfile, variables, words


def environment(stock: Flask, theme: Path) -> Environment:
    """Return what finds the templates of a theme and has our filters, however broken the theme is."""
    env = stock.jinja_env.overlay()
    install_search(env, _folders(theme))
    return env


def _folders(theme: Path) -> tuple[Path, ...]:
    """Return the folders of a theme and of those that it builds on, as far as they can be found."""
    try:
        return chain(theme)
    except ValueError:
        return (unpacked(theme),)


def static(theme: Path, env: Environment) -> Found:
    """Return what is wrong with a theme; `env` is what `environment` gives."""
    folder, folders = unpacked(theme), _folders(theme)
    translations = folder / "translations"
    fatal = [*_settings(theme), *checked.problems(folders, env), *theme_catalogs.problems(translations)]
    other = [
        *_contract(theme), *doubts(folders, env), *theme_catalogs.doubts(translations), *_templates(folders, env),
        *_files(folders), *_words(folder), *stockfile.outdated(folder),
    ]  # fmt: skip
    return sorted(set(fatal)), sorted(set(other) - set(fatal))


def _settings(theme: Path) -> Iterator[Mistake]:
    """Mistakes of `theme.toml`, as the start names them."""
    path = unpacked(theme) / "theme.toml"
    try:
        load_theme(theme)
    except ConfigError as error:
        for problem in error.problems:
            text = problem.removeprefix("THEME_DIR").removeprefix(":").strip()
            text = text.removeprefix(str(path)).removeprefix(":").strip()
            says, colon, fix = text.partition(": ") if text.startswith(('"', "[")) else (text, "", "")
            yield Mistake(path, _line(path, text), says, fix if colon else "")


def _contract(theme: Path) -> Iterator[Mistake]:
    """Whether a theme is written for this version of the contract, and its style sheets for its settings."""
    try:
        loaded = load_theme(theme)
    except ConfigError:
        return
    if loaded.scheme:
        yield from sheets.schemes(loaded.folders, loaded.scheme)
    found = loaded.api
    if found != API:
        path = unpacked(theme) / "theme.toml"
        says = f"the theme is for contract {found}, this version has {API}"
        older = f"this UI is older than the theme: take one that has contract {found}, or write api = {API}"
        fix = older if found > API else f"see CHANGELOG.md, then write api = {API}"
        yield Mistake(path, _line(path, '"api"'), says, fix)


def _line(path: Path, says: str) -> int:
    """Return the line of `theme.toml` that a sentence is about: the parser's, or where the key that it names stands."""
    if found := re.search(r"\(at line (\d+)", says):
        return int(found[1])
    if "(at end of document)" in says and path.is_file():
        return path.read_bytes().rstrip().count(b"\n") + 1
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    for name in (*re.findall(r'"([\w.-]+)"', says), *re.findall(r"\[([\w.-]+)\]", says)):
        for number, line in enumerate(lines, 1):
            if re.match(rf'\s*\[?["\']?{re.escape(name)}["\']?\s*[=\].]', line):
                return number
    return 0


def _templates(folders: Sequence[Path], env: Environment) -> Iterator[Mistake]:
    folder = folders[0] / "templates"
    users = macros.asked(env)
    for name in checked.templates(folder):
        path, tree = folder / name, parsed(env, name)
        if tree is None:
            continue
        yield from variables.unknown(path, name, tree, env)
        yield from macros.lacking(path, name, tree, env, users)
        source = path.read_text("utf-8")
        yield from loads.inline(path, source)
        yield from loads.addresses(path, source, folders)
        yield from loads.assets(path, tree, folders)


def _files(folders: Sequence[Path]) -> Iterator[Mistake]:
    yield from files.heavy(folders[0] / "static")
    yield from files.misplaced(folders[0])
    yield from files.unused(folders[0])
    yield from sheets.stylesheets(folders)


def _words(theme: Path) -> Iterator[Mistake]:
    for path in sorted((theme / "translations").glob("*/LC_MESSAGES/*.po")):
        if path.stem in DOMAINS:
            yield from words.wrong(path, theme / "templates")
