"""What a theme's templates load: files that are not there, and what the policy of the pages forbids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from jinja2 import nodes

from .. import paths
from ..mistake import Mistake, nearest
from .files import below, foreign, line_of

_INLINE = (
    (re.compile(r"<style\b"), "a <style> element", "write it into static/theme.css"),
    (re.compile(r"<script\b(?![^>]*\bsrc=)"), "a script in the page", "write it into a file below static/"),
    (re.compile(r"<[a-z][^<>]*\sstyle\s*="), "a style attribute", "give it a class, and the class a rule"),
    (re.compile(r"<[a-z][^<>]*\son[a-z]+\s*="), "a script attribute", "listen in a file below static/"),
)
_LOADED = (
    r"<(?:img|script|source|video|audio|iframe|embed|track)\b[^<>]*?\s(?:src|srcset|poster)",
    r"<link\b(?=[^<>]*\brel\s*=\s*[\"']?[^\"'<>]*(?:stylesheet|icon|preload))[^<>]*?\shref",
)
_ADDRESS = re.compile(rf"(?:{'|'.join(_LOADED)})\s*=\s*[\"']?([^\s\"'<>{{]+)(?![^\"'<>]*\{{)")


def inline(path: Path, source: str) -> Iterator[Mistake]:
    """Yield what the policy of the pages keeps browsers from heeding."""
    text = _plain(source)
    for pattern, what, fix in _INLINE:
        for found in pattern.finditer(text):
            yield Mistake(path, line_of(text, found.start()), f"the policy of the pages forbids {what}", fix)


def addresses(path: Path, source: str, folders: Sequence[Path]) -> Iterator[Mistake]:
    """Yield the addresses of pictures, scripts and style sheets that a page can't load. `folders`: as for `assets`."""
    text = _plain(source)
    for found in _ADDRESS.finditer(text):
        address, line = found[1].partition("#")[0].partition("?")[0], line_of(text, found.start(1))
        if elsewhere := foreign(path, line, address):
            yield elsewhere
        elif address.startswith("/theme/"):
            yield from _missing(path, line, address.removeprefix("/theme/"), folders, theme=True)
        elif address and ":" not in address and not address.startswith("/"):
            says = f"{address} is looked for beside the page, where nothing is"
            yield Mistake(path, line, says, f'write {{{{ asset("{address}", theme=True) }}}}')


def assets(path: Path, tree: nodes.Template, folders: Sequence[Path]) -> Iterator[Mistake]:
    """Yield the files that `asset(…)` is asked for in vain. `folders`: the theme's, then those that it builds on."""
    for call in tree.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name) or call.node.name != "asset":
            continue
        name = call.args[0] if call.args else None
        options = {each.key: each.value for each in call.kwargs} | dict(
            zip(["theme"], call.args[1:], strict=False)
        )
        theme = options.get("theme", nodes.Const(False))
        if isinstance(name, nodes.Const) and isinstance(theme, nodes.Const):
            yield from _missing(path, call.lineno, str(name.value), folders, theme=bool(theme.value))


def _missing(path: Path, line: int, name: str, folders: Sequence[Path], *, theme: bool) -> Iterator[Mistake]:
    """Yield that there is no such file: of the theme, else of ours."""
    places = [folder / "static" for folder in folders] if theme else [paths.STATIC]
    if any((place / name).is_file() for place in places) or (
        theme and re.fullmatch(r"look\.css|parent-\d+\.css", name)
    ):
        return
    if not theme and any((folder / "static" / name).is_file() for folder in folders):
        yield Mistake(path, line, f"{name} is no file of ours", f'write asset("{name}", theme=True)')
        return
    near = nearest(name, [each.relative_to(place).as_posix() for place in places for each in below(place)])
    fix = (
        f'did you mean "{near}"?'
        if near
        else f"put it into {'static/' if theme else 'static/, and add theme=True'}"
    )
    yield Mistake(path, line, f"there is no file {name}", fix)


def _plain(source: str) -> str:
    """Return a template without comments, each line in its place."""
    return re.sub(r"\{#.*?#\}|<!--.*?-->", lambda found: "\n" * found[0].count("\n"), source, flags=re.DOTALL)
