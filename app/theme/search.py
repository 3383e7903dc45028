"""Where templates come from: the theme, the themes that it builds on, then ours.

`stock/<name>` is ours, `parent/<name>` that of the next theme below the one that says so. So what a parent's own
template calls `parent/…` is found further down: a level deeper for each `parent/` in front of a name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader

from .. import paths

PARENT = "parent/"


def install_search(env: Environment, folders: Sequence[Path]) -> None:
    """Make `env` look into the themes in `folders`, the own one first, then into ours."""
    templates = [folder / "templates" for folder in folders]
    env.loader = _loader(templates)
    if templates:
        env.join_path = _joined(templates)  # type: ignore[method-assign, assignment]


class _Below(PrefixLoader):
    """Names templates as they were asked for, with the prefix: Jinja's own forgets it, and so how far down they are."""

    load = BaseLoader.load


def _loader(templates: Sequence[Path]) -> BaseLoader:
    stock = FileSystemLoader(paths.TEMPLATES)
    below = [_Below({"parent": _loader(templates[1:])})] if templates else []
    return ChoiceLoader([*map(FileSystemLoader, templates), stock, PrefixLoader({"stock": stock}), *below])


def _joined(templates: Sequence[Path]) -> Callable[[str, str], str]:
    """Return what turns a template's name for another into the one by which the loader finds that."""

    def level(name: str) -> int:
        """Return how far down the template `name` itself stands."""
        least = 0
        while name.startswith(PARENT):
            name, least = name.removeprefix(PARENT), least + 1
        found = (n for n, folder in enumerate(templates) if n >= least and (folder / name).is_file())
        return next(found, least)

    def join_path(template: str, parent: str) -> str:
        return PARENT * level(parent) + template if template.startswith(PARENT) else template

    return join_path
