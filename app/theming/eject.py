"""Stock files into a theme: copied where they are short, extended where a page is made of blocks."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, nodes

from .. import paths
from ..mistake import nearest
from ..theme.doubts import ancestors, parsed, stock
from . import stockfile

FOLDERS = {"element": "elements", "node": "nodes", "page": "pages", "layout": "layouts"}
EXTENDED = ("page", "layout")
"""Kinds that are made of blocks: a theme replaces some, and gets the others anew with each version."""


class CannotEject(Exception):
    """Why not."""


def eject(theme: Path, kind: str, name: str, *, copy: bool) -> Path:
    """Write the file of a theme that stands in the place of a stock one, and keep the stock one beside it.

    `copy`: all of it, also where extending it is wiser.

    Raises:
        CannotEject: there is no such file, or the theme has it already.
    """
    own = f"{FOLDERS[kind]}/{name.removesuffix('.html')}.html"
    origin = _origin(kind, own)
    target = theme / "templates" / own
    if target.exists():
        raise CannotEject(f"{target} is there already")
    text = stockfile.source(origin) or ""
    body = _extending(origin) if kind in EXTENDED and not copy and _blocks(origin) else text
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f"{stockfile.head(origin, text)}\n{body}", "utf-8")
    stockfile.keep(theme, own, text)
    return target


def _origin(kind: str, own: str) -> str:
    """Return the stock file that does now what the file `own` is to do: of a node, the next wider one that is there."""
    known = {each for each in stock() if each.startswith(f"{FOLDERS[kind]}/")}
    if found := stockfile.origins(own):
        return found[0]
    names = sorted(each.partition("/")[2].removesuffix(".html") for each in known)
    near = nearest(own.partition("/")[2].removesuffix(".html"), names)
    raise CannotEject(
        f"there is no {kind} of that name: " + (f'did you mean "{near}"?' if near else " ".join(names))
    )


def _blocks(name: str) -> list[str]:
    """Return the blocks of a stock page, its own first, then those that it gets from what it extends."""
    env = Environment(loader=FileSystemLoader(paths.TEMPLATES), autoescape=True)
    trees = [tree for each in (name, *ancestors(env, name)) if (tree := parsed(env, each))]
    return list(dict.fromkeys(block.name for tree in trees for block in tree.find_all(nodes.Block)))


def _extending(name: str) -> str:
    lines = (f"     {{% block {each} %}}{{{{ super() }}}}{{% endblock %}}" for each in _blocks(name))
    return "\n".join([
        f'{{% extends "stock/{name}" %}}',
        "{# Only what you write here is yours: each block that you leave out stays as the stock page has it, after",
        "   an upgrade, too. Copy those that you change out of this comment; super() is what the stock block says:",
        "",
        *lines,
        "#}",
        "",
    ])  # fmt: skip
