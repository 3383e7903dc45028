"""What is wrong with a theme's style sheets: tokens that nobody knows, addresses that lead nowhere, braces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from .. import paths
from ..mistake import Mistake, nearest
from .css import Brace, Declaration, parts, plain
from .files import below, foreign, line_of

_USED = re.compile(r"var\(\s*(--[\w-]+)\s*(,?)")
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
_PROPERTIES = frozenset({"font"})
"""Names of tokens that are properties of CSS as well."""
_DESCRIBED = re.compile(r"@(?:font-|property|page|counter-style|view-transition|color-profile)")
"""Blocks that hold no properties, but `src` and the like."""
_TOKENS = "the tokens stand at the top of static/css/ui.css"


def stylesheets(folders: Sequence[Path]) -> Iterator[Mistake]:
    """Yield what is wrong with the style sheets of a theme. `folders`: its own, then those that it builds on."""
    static = folders[0] / "static"
    texts = _texts(folders)
    said = {path: [*parts(text)] for path, text in texts.items()}
    declared = {
        each.name for found in said.values() for each in found if isinstance(each, Declaration)
    }.union(*_ours())
    used = _used().union(*({name for name, _ in _USED.findall(text)} for text in texts.values()))
    for path in _own(static):
        for each in said[path]:
            found = _of_brace(each) if isinstance(each, Brace) else _of_declaration(each, used)
            if found:
                yield Mistake(path, each.line, *found)
        yield from _unset(path, texts[path], declared)
        yield from _addresses(static, path, texts[path])


def schemes(folders: Iterable[Path], scheme: str) -> Iterator[Mistake]:
    """Yield where style sheets follow the visitor's scheme, though the theme forces one."""
    forced = re.compile(rf"\[data-scheme=[\"']?{scheme}\b")
    for path, text in _texts(folders).items():
        for each in parts(text):
            heads = " ".join(each.around) if isinstance(each, Declaration) else ""
            asked = re.search(r"prefers-color-scheme\s*:\s*\w+", heads)
            if asked and not forced.search(heads):
                says = f'follows the visitor ({asked[0]}), but "scheme" in theme.toml forces {scheme}'
                fix = f"write the colours for {scheme} only, outside of @media, or leave scheme out"
                yield Mistake(path, each.line, says, fix)
                break


def declared(theme: Path) -> dict[Mistake, str]:
    """Return where a theme's own style sheets give properties a value, as mistakes yet to be proven, by name."""
    return {
        Mistake(path, each.line, f"there is no property {each.name}"): each.name
        for path in _own(theme / "static")
        for each in parts(_read(path))
        if isinstance(each, Declaration)
        and re.fullmatch("[a-z][a-z-]+", each.name)
        and f"--{each.name}" not in _ours()[0]
        and not _DESCRIBED.match(each.around[-1])
    }


def all_of(folders: Iterable[Path]) -> str:
    """Return all that the style sheets of a theme and of those that it builds on say."""
    return "\n".join(_texts(folders).values())


def _own(static: Path) -> list[Path]:
    return [path for path in below(static) if path.suffix == ".css"]


def _texts(folders: Iterable[Path]) -> dict[Path, str]:
    return {path: _read(path) for folder in folders for path in _own(folder / "static")}


def _of_brace(brace: Brace) -> tuple[str, str]:
    if brace.head:
        return f"“{brace.head[:40]} {{” has no end, and takes in all that follows", "close it with }"
    return "there is a } too many", "remove it, or open a block before it"


def _of_declaration(each: Declaration, used: frozenset[str]) -> tuple[str, str] | None:
    """Return what is wrong with a declaration, and what to write."""
    tokens, private = _ours()
    if each.name in private:
        return f"{each.name} is made of other tokens, and may go", f"set those: {_TOKENS}"
    if each.name.startswith("--") and each.name not in used:
        near = nearest(each.name, tokens)
        return f"nothing uses the token {each.name}", f"did you mean {near}?" if near else _TOKENS
    if f"--{each.name}" in tokens and each.name not in _PROPERTIES:
        return f"there is no property {each.name}", f"did you mean --{each.name}?"
    return None


def _unset(path: Path, text: str, declared: set[str]) -> Iterator[Mistake]:
    """Tokens that are asked for and have no value, and nothing to stand in for it."""
    for found in _USED.finditer(text):
        if found[1] not in declared and not found[2]:
            near = nearest(found[1], declared)
            fix = f"did you mean {near}?" if near else f"give it a value in :root, or {_TOKENS}"
            yield Mistake(path, line_of(text, found.start(1)), f"nobody sets the token {found[1]}", fix)


def _addresses(static: Path, path: Path, text: str) -> Iterator[Mistake]:
    for found in _URL.finditer(text):
        address = (found[1] or found[2]).strip().partition("#")[0].partition("?")[0]
        line = line_of(text, found.start())
        if elsewhere := foreign(path, line, address):
            yield elsewhere
        elif address and ":" not in address and not address.startswith("/static/"):
            file = static / address.removeprefix("/theme/") if address[0] == "/" else path.parent / address
            if not file.is_file():
                near = nearest(Path(address).name, [each.name for each in below(static)])
                fix = f'did you mean "{near}"?' if near else "put the file below static/"
                yield Mistake(path, line, f"there is no file {address}", fix)


@cache
def _ours() -> tuple[frozenset[str], frozenset[str]]:
    """Return the tokens that a theme may set, and those that are made of them."""
    text = "\n".join(map(_read, _own(paths.STATIC)))
    names = {
        each.name for each in parts(text) if isinstance(each, Declaration) and each.name.startswith("--")
    }
    private = frozenset(name for name in names if name.startswith("--_"))
    return frozenset(names) - private, private


@cache
def _used() -> frozenset[str]:
    return frozenset(name for path in _own(paths.STATIC) for name, _ in _USED.findall(_read(path)))


def _read(path: Path) -> str:
    return plain(path.read_text("utf-8", errors="replace"))
