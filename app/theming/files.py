"""What is wrong with a theme's own files beside its templates' words: weight, style sheets, what the policy forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from .. import paths
from ..mistake import Mistake, nearest

KB = 1024
_HEAVY = {
    ".css": 60 * KB,
    ".js": 60 * KB,
    ".woff2": 150 * KB,
    ".woff": 150 * KB,
    ".ttf": 150 * KB,
    ".svg": 60 * KB,
}
_PICTURE = 300 * KB
"""Bytes of any other file, from where on a visitor by phone waits for it."""

_DECLARED = re.compile(r"(?<![\w-])(--[\w-]+)\s*:")
_USED = re.compile(r"var\(\s*(--[\w-]+)")
_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INLINE = (
    (re.compile(r"<style\b"), "a <style> element", "write it into static/theme.css"),
    (re.compile(r"<script\b(?![^>]*\bsrc=)"), "a script in the page", "write it into a file below static/"),
    (re.compile(r"<[a-z][^<>]*\sstyle\s*="), "a style attribute", "give it a class, and the class a rule"),
    (re.compile(r"<[a-z][^<>]*\son[a-z]+\s*="), "a script attribute", "listen in a file below static/"),
)


def heavy(static: Path) -> Iterator[Mistake]:
    """Yield the files that a visitor waits for."""
    for path in _below(static):
        most, size = _HEAVY.get(path.suffix.lower(), _PICTURE), path.stat().st_size
        if size > most:
            says = f"has {size // KB} KB, which a visitor by phone waits for"
            yield Mistake(path, 0, says, f"make it smaller than {most // KB} KB")


def stylesheets(static: Path) -> Iterator[Mistake]:
    """Yield tokens that nothing uses, and addresses that lead nowhere."""
    texts = {path: _plain(path) for path in _below(static) if path.suffix == ".css"}
    used = _ours()[1].union(*(_USED.findall(text) for text in texts.values()))
    for path, text in texts.items():
        for found in _DECLARED.finditer(text):
            if found[1] not in used:
                near = nearest(found[1], _ours()[0])
                fix = f"did you mean {near}?" if near else "the tokens stand at the top of static/css/ui.css"
                yield Mistake(path, _line(text, found.start(1)), f"nothing uses the token {found[1]}", fix)
        yield from _addresses(static, path, text)


def sheets(folders: Iterable[Path]) -> str:
    """Return all that the style sheets of a theme and of those that it builds on say."""
    found = [path for folder in folders for path in _below(folder / "static") if path.suffix == ".css"]
    return "\n".join(_plain(path) for path in found)


def inline(path: Path, source: str) -> Iterator[Mistake]:
    """Yield what the policy of the pages keeps browsers from heeding."""
    text = re.sub(r"\{#.*?#\}", lambda found: "\n" * found[0].count("\n"), source, flags=re.DOTALL)
    for pattern, what, fix in _INLINE:
        for found in pattern.finditer(text):
            yield Mistake(path, _line(text, found.start()), f"the policy of the pages forbids {what}", fix)


def _addresses(static: Path, path: Path, text: str) -> Iterator[Mistake]:
    for found in _URL.finditer(text):
        address = (found[1] or found[2]).strip().partition("#")[0].partition("?")[0]
        line = _line(text, found.start())
        if re.match(r"(https?:)?//", address):
            says = f"the policy of the pages forbids to load {address}"
            yield Mistake(path, line, says, "put the file into static/, or name its origin in CSP_EXTRA")
        elif address and ":" not in address and not address.startswith("/static/"):
            file = static / address.removeprefix("/theme/") if address[0] == "/" else path.parent / address
            if not file.is_file():
                near = nearest(Path(address).name, [each.name for each in _below(static)])
                fix = f'did you mean "{near}"?' if near else "put the file below static/"
                yield Mistake(path, line, f"there is no file {address}", fix)


@cache
def _ours() -> tuple[frozenset[str], frozenset[str]]:
    """Return the tokens that a theme may set, and those that our style sheets use."""
    text = "".join(_plain(path) for path in _below(paths.STATIC) if path.suffix == ".css")
    tokens = frozenset(_DECLARED.findall(text))
    return frozenset(name for name in tokens if not name.startswith("--_")), frozenset(_USED.findall(text))


def _plain(path: Path) -> str:
    """Return a style sheet without comments, each line in its place."""
    text = path.read_text("utf-8", errors="replace")
    return _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)


def _below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
