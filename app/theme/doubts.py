"""What a theme says and no page shows: files that replace nothing, blocks of no layout, text that is never printed.

Nothing of it breaks a page, so nothing of it keeps the UI from starting: it is said in the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import whitespace

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateError

from .. import paths
from ..mistake import Mistake, nearest
from .checked import references, templates

_TYPES = (
    "button checkbox color date datetime-local email hidden image month number password radio range reset search "
    "submit tel text time url week"
)
"""Of inputs, as HTML has them: newer versions of Kratos may use each."""
_GROUPS = frozenset({
    "default", "password", "oidc", "saml", "profile", "link", "code", "totp", "lookup_secret", "webauthn", "passkey",
    "identifier_first", "captcha",
})  # fmt: skip
_TRANSLATED = ("t", "text", "datetime", "provider")
"""Helpers and filters whose text has a language."""


def doubts(folders: Sequence[Path], env: Environment) -> tuple[Mistake, ...]:
    """Return what the templates of a theme say in vain. `folders`: its own, then those that it builds on."""
    folder, *parents = (each / "templates" for each in folders)
    own = templates(folder)
    trees = {name: tree for name in own if (tree := parsed(env, name))}
    used = {each for name in trees for found in references(env, name) for each in found.names}
    known = stock().union(used, *map(templates, parents))
    return tuple(sorted(
        mistake
        for name in own
        for mistake in (*_of_name(folder, name, known), *_of_tree(folder / name, name, trees.get(name), env))
    ))  # fmt: skip


@cache
def stock() -> frozenset[str]:
    """Return the names of our templates."""
    return frozenset(templates(paths.TEMPLATES))


def parsed(env: Environment, name: str) -> nodes.Template | None:
    """Return the tree of a template, None for one that can't be read: `app.theme.checked` says why."""
    try:
        source = env.loader.get_source(env, name)[0] if env.loader else ""
        return env.parse(source, name)
    except (TemplateError, UnicodeDecodeError, OSError):
        return None


def ancestors(env: Environment, name: str) -> list[str]:
    """Return what a template extends, and what that extends, as far as it can be known beforehand."""
    found: list[str] = []
    while True:
        try:
            above = [each.names[0] for each in references(env, name) if each.extends and each.always]
        except (TemplateError, UnicodeDecodeError):
            return found
        if not above or above[0] in found:
            return found
        name = above[0]
        found.append(name)


def is_library(tree: nodes.Template) -> bool:
    """Whether a template holds macros for others, and no page of its own."""
    kinds = {type(each) for each in tree.body}
    return nodes.Macro in kinds and kinds.isdisjoint({nodes.Extends, nodes.Block})


def _of_name(folder: Path, name: str, known: frozenset[str]) -> Iterator[Mistake]:
    where, _, file = name.partition("/")
    if name in known or (where == "providers" and name.endswith(".svg")):
        return
    if where == "nodes" and file.endswith(".html"):
        yield from _of_node(folder / name, file.removesuffix(".html"))
        return
    near = _meant(name, known)
    fix = f'call it "{near}"' if near else "include or import it somewhere, or remove it"
    yield Mistake(folder / name, 0, "replaces nothing, and no template of the theme uses it", fix)


def _meant(name: str, known: frozenset[str]) -> str:
    """Return the template that a misspelt or misplaced name is near to: in its own folder, else in any."""
    where, _, file = name.rpartition("/")
    beside = {each.rpartition("/")[2]: each for each in known if each.rpartition("/")[0] == where}
    if found := nearest(file, beside):
        return beside[found]
    places = sorted(each for each in known if each.rpartition("/")[2] == file)
    return next((each for each in places if each.startswith("pages/")), places[0] if places else "")


def _of_node(path: Path, stem: str) -> Iterator[Mistake]:
    """Mistakes of `nodes/<kind>--<group>--<name>--<value>.html`."""
    kind, _, rest = stem.partition("--")
    group = rest.partition("--")[0]
    kinds = {name.removeprefix("nodes/").removesuffix(".html").partition("--")[0] for name in _stock_nodes()}
    kinds |= {f"input.{each}" for each in _TYPES.split()}
    if kind not in kinds:
        near = nearest(kind, kinds)
        fix = (
            f'call it "{stem.replace(kind, near, 1)}.html"'
            if near
            else "see templates/README.md for the names"
        )
        yield Mistake(path, 0, f'no node is of kind "{kind}"', fix)
    elif group and group not in _GROUPS and (near := nearest(group, _GROUPS)):
        fix = f'call it "{stem.replace(group, near, 1)}.html"'
        yield Mistake(path, 0, f'no node is of group "{group}"', fix)


def _stock_nodes() -> list[str]:
    return [name for name in stock() if name.startswith("nodes/")]


def _of_tree(path: Path, name: str, tree: nodes.Template | None, env: Environment) -> Iterator[Mistake]:
    if tree is None:
        return
    if any(isinstance(each, nodes.Extends) for each in tree.body):
        yield from _blocks(path, name, tree, env)
        yield from _printed(path, tree, "is outside of every block", "move it into one, or remove it")
    elif is_library(tree):
        yield from _printed(path, tree, "is outside of every macro", "move it into one, or remove it")
        yield from _frozen(path, name, tree)


def _blocks(path: Path, name: str, tree: nodes.Template, env: Environment) -> Iterator[Mistake]:
    above = [found for each in ancestors(env, name) if (found := parsed(env, each))]
    known = {block.name for each in above for block in each.find_all(nodes.Block)}
    if not above:
        return
    for block in tree.body:
        if isinstance(block, nodes.Block) and block.name not in known:
            near = nearest(block.name, known)
            fix = f'call it "{near}"' if near else f"there are {', '.join(sorted(known))}"
            yield Mistake(path, block.lineno, f'no page prints a block "{block.name}"', fix)


def _printed(path: Path, tree: nodes.Template, says: str, fix: str) -> Iterator[Mistake]:
    for output in tree.body:
        if not isinstance(output, nodes.Output):
            continue
        for part in output.nodes:
            text = part.data if isinstance(part, nodes.TemplateData) else "{{ … }}"
            if shown := text.strip(f"{whitespace}\ufeff"):  # some editors' mark of UTF-8 is no text
                line = part.lineno + text.partition(shown)[0].count("\n")
                yield Mistake(path, line, f"“{shown.splitlines()[0][:30]}” {says}, and is never shown", fix)
                break


def _frozen(path: Path, name: str, tree: nodes.Template) -> Iterator[Mistake]:
    """Texts that are made as a file is imported, once for all languages."""
    if not name.startswith(("nodes/", "elements/")):
        return
    for each in tree.body:
        if isinstance(each, nodes.Assign | nodes.AssignBlock):
            calls = [
                call.node.name for call in each.find_all(nodes.Call) if isinstance(call.node, nodes.Name)
            ]
            filters = [found.name for found in each.find_all(nodes.Filter)]
            if not set(_TRANSLATED).isdisjoint([*calls, *filters]):
                says = "text outside of every macro keeps the language of the first visitor"
                yield Mistake(path, each.lineno, says, "move the {% set %} into the macro")
