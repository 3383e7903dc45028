"""Macros that pages ask of a theme's file, and that it does not have, or not with all parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateError

from ..mistake import Mistake, nearest
from ..theme.doubts import parsed, stock
from ..theme.search import PARENT


def asked(env: Environment) -> dict[str, set[str]]:
    """Return, for each template, the macros that others import from it."""
    found: dict[str, set[str]] = {}
    for user in env.list_templates():
        if user.startswith(("stock/", PARENT)) or user.endswith((".md", ".svg")) or not env.loader:
            continue
        with suppress(TemplateError, UnicodeDecodeError, OSError):  # `app.theme.checked` says why
            for name, macros in _imports(env.loader.get_source(env, user)[0]):
                found.setdefault(name, set()).update(macros)
    return found


@lru_cache(maxsize=512)
def _imports(source: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the templates that one imports macros from, and which; ours are the same in every theme."""
    return tuple(
        (each.template.value, tuple(name if isinstance(name, str) else name[0] for name in each.names))
        for each in Environment(autoescape=True).parse(source).find_all(nodes.FromImport)
        if isinstance(each.template, nodes.Const)
    )


def lacking(
    path: Path, name: str, tree: nodes.Template, env: Environment, users: Mapping[str, set[str]]
) -> Iterator[Mistake]:
    """Yield what template `name` lacks; `users` is what `asked` gives."""
    wanted = {"render"} if name.startswith("nodes/") else users.get(name, set())
    own = {each.name: each for each in tree.body if isinstance(each, nodes.Macro)}
    ours = _macros(env, f"stock/{name}") if name in stock() else {}
    for macro in sorted(wanted - set(own) - set(_set(tree))):
        near = nearest(macro, set(own) - wanted)
        keeps = f'{{% from "stock/{name}" import {macro} %}}{{% set {macro} = {macro} %}} keeps ours'
        fix = f'call "{near}" so' if near else keeps if macro in ours else f"add {{% macro {macro}(n) %}}"
        line = own[near].lineno if near else 0
        yield Mistake(path, line, f'has no macro "{macro}", which pages ask for', fix)
    for macro, mine in own.items():
        if macro in ours and macro in wanted:
            yield from _parameters(path, mine, ours[macro])


def _macros(env: Environment, name: str) -> dict[str, nodes.Macro]:
    tree = parsed(env, name)
    return {each.name: each for each in tree.body if isinstance(each, nodes.Macro)} if tree else {}


def _set(tree: nodes.Template) -> Iterator[str]:
    for each in tree.body:
        if isinstance(each, nodes.Assign | nodes.AssignBlock):
            yield from (found.name for found in each.find_all(nodes.Name) if found.ctx == "store")


def _parameters(path: Path, mine: nodes.Macro, ours: nodes.Macro) -> Iterator[Mistake]:
    """Parameters that pages may hand over."""
    if _uses(mine, "kwargs"):
        return
    names = [arg.name for arg in mine.args]
    for index, arg in enumerate(ours.args):
        if arg.name not in names and not (index < len(names) and index < _required(ours)):
            says = f'macro "{mine.name}" has no parameter "{arg.name}", which pages hand over'
            yield Mistake(path, mine.lineno, says, f'write {{% macro {mine.name}(…, {arg.name}="") %}}')


def _required(macro: nodes.Macro) -> int:
    """Return how many parameters have no default: they are handed over by their place, whatever they are called."""
    return len(macro.args) - len(macro.defaults)


def _uses(macro: nodes.Macro, name: str) -> bool:
    return any(each.name == name for each in macro.find_all(nodes.Name))
