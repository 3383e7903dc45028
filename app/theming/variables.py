"""Variables, their fields, links, filters and tests that a theme's templates ask for, and nobody has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import Environment, meta, nodes
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.exceptions import TemplateAssertionError

from ..kratos.flow import Node
from ..mistake import Mistake, nearest
from ..theme.checked import unnamed
from ..theme.contract import LINKS, PAGES
from ..theme.doubts import ancestors, is_library, parsed
from ..theme.helpers import HELPERS
from ..upstream import values

_GIVEN = frozenset({*HELPERS, *DEFAULT_NAMESPACE, "self", "super", "loop", "caller", "varargs", "kwargs"})
"""What every template may use."""


def unknown(path: Path, name: str, tree: nodes.Template, env: Environment) -> Iterator[Mistake]:
    """Yield what template `name`, which stands in `path`, asks for in vain."""
    yield from _unnamed(path, tree, env)
    types = _types(name, tree)
    if types is None:
        return
    above = [found for each in ancestors(env, name) if (found := parsed(env, each))]
    made = {each for one in (tree, *above) for each in _made(one)}
    guarded = {each.node.name for each in _tests(tree) if isinstance(each.node, nodes.Name)}
    for variable in sorted(_undeclared(tree) - _GIVEN - made - guarded - set(types)):
        yield _variable(path, tree, variable, set(types) | _GIVEN | made)
    stored = {each.name for each in tree.find_all(nodes.Name) if each.ctx != "load"}
    known = {variable: kind for variable, kind in types.items() if variable not in stored}
    yield from _fields(path, tree, known)
    if "links" in known:
        yield from _links(path, name, tree)
    if name.startswith("nodes/"):
        yield from _of_node(path, tree)


def _undeclared(tree: nodes.Template) -> set[str]:
    try:
        return meta.find_undeclared_variables(tree)
    except TemplateAssertionError:
        return set()  # it can't be compiled: `app.theme.checked` says why


def _unnamed(path: Path, tree: nodes.Template, env: Environment) -> Iterator[Mistake]:
    """Misspelt filters and tests, those too that Jinja misses only where a condition is met."""
    asked = [each.name for each in tree.find_all(nodes.Test)]
    for kind, node, known in (("filter", nodes.Filter, env.filters), ("test", nodes.Test, env.tests)):
        for each in tree.find_all(node) if kind not in asked else ():  # `is filter`: it minds itself
            if each.name not in known:
                yield unnamed(path, each.lineno, kind, each.name, env)


def _types(name: str, tree: nodes.Template) -> dict[str, Any] | None:
    """Return the variables of a template, each with its type; None where nobody can know them beforehand."""
    where, _, file = name.partition("/")
    if where == "pages" and file in PAGES:
        return _hints(PAGES[file])
    if is_library(tree):
        return {}
    if where == "layouts":
        return {name: kind for page in PAGES.values() for name, kind in _hints(page).items()}
    return None


def _made(tree: nodes.Template) -> Iterator[str]:
    """Yield the names that a template makes itself, which those that extend it have, too."""
    for each in tree.find_all((nodes.Macro, nodes.Import, nodes.FromImport, nodes.Assign, nodes.AssignBlock)):
        if isinstance(each, nodes.Macro):
            yield each.name
        elif isinstance(each, nodes.Import):
            yield each.target
        elif isinstance(each, nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in each.names)
        else:
            yield from (found.name for found in each.find_all(nodes.Name) if found.ctx == "store")


def _tests(tree: nodes.Template) -> Iterator[nodes.Test | nodes.Filter]:
    yield from (each for each in tree.find_all(nodes.Test) if each.name in ("defined", "undefined"))
    yield from (each for each in tree.find_all(nodes.Filter) if each.name in ("default", "d"))


def _variable(path: Path, tree: nodes.Template, name: str, known: set[str]) -> Mistake:
    lines = [each.lineno for each in tree.find_all(nodes.Name) if each.name == name and each.ctx == "load"]
    near = nearest(name, known)
    if is_library(tree) and not near:
        return Mistake(
            path, min(lines), f"macros have no `{name}` of the page", "hand it over as a parameter"
        )
    fix = f"did you mean `{near}`?" if near else "see templates/README.md, «Variables of each page»"
    return Mistake(path, min(lines), f"this page has no variable `{name}`", fix)


def _fields(path: Path, tree: nodes.Node, types: Mapping[str, Any]) -> Iterator[Mistake]:
    for each in tree.find_all(nodes.Getattr):
        owner = _type(each.node, types)
        if owner and not hasattr(owner, each.attr) and each.attr not in _hints(owner):
            near = nearest(each.attr, [name for name in dir(owner) if not name.startswith("_")])
            fix = f"did you mean `{near}`?" if near else "see templates/README.md, «Types»"
            yield Mistake(path, each.lineno, f"{owner.__name__} has no field `{each.attr}`", fix)


def _of_node(path: Path, tree: nodes.Template) -> Iterator[Mistake]:
    for macro in tree.find_all(nodes.Macro):
        stored = {each.name for each in macro.find_all(nodes.Name) if each.ctx == "store"}
        if macro.name == "render" and macro.args and macro.args[0].name not in stored:
            for part in macro.body:
                yield from _fields(path, part, {macro.args[0].name: Node})


def _type(node: nodes.Expr, types: Mapping[str, Any]) -> type | None:
    """Return the dataclass that an expression gives, None for anything else."""
    if isinstance(node, nodes.Name):
        return _class(types.get(node.name))
    if isinstance(node, nodes.Getattr) and (owner := _type(node.node, types)):
        found = getattr(owner, node.attr, None)
        hints = _hints(found.fget if isinstance(found, property) else owner)
        return _class(hints.get("return" if isinstance(found, property) else node.attr))
    return None


def _hints(of: Any) -> dict[str, Any]:
    return get_type_hints(of, localns=vars(values))  # `JSON` names itself there


def _class(hint: Any) -> type | None:
    if get_origin(hint) in (Union, UnionType):
        classes = [each for each in get_args(hint) if each is not NoneType]
        return _class(classes[0]) if len(classes) == 1 else None
    return hint if isinstance(hint, type) and is_dataclass(hint) else None


def _links(path: Path, name: str, tree: nodes.Template) -> Iterator[Mistake]:
    """Names of links that this page never has; a layout may ask for those of any."""
    own = LINKS.get(name.removeprefix("pages/")) if name.startswith("pages/") else " ".join(LINKS.values())
    known = set((own or "").split())
    for line, link in _asked(tree):
        if link not in known:
            near = nearest(link, known)
            fix = f'did you mean "{near}"?' if near else f"there are {', '.join(sorted(known)) or 'none'}"
            yield Mistake(path, line, f'this page never has a link "{link}"', fix)


def _asked(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Yield line and name of each: `links.home`, `links["home"]`, `links.get("home")`, `"home" in links`."""
    for each in tree.find_all(nodes.Getattr):
        if _is_links(each.node) and each.attr not in dir(Mapping):
            yield each.lineno, each.attr
    for item in tree.find_all(nodes.Getitem):
        if _is_links(item.node) and isinstance(item.arg, nodes.Const):
            yield item.lineno, str(item.arg.value)
    for call in tree.find_all(nodes.Call):
        method = call.node
        if isinstance(method, nodes.Getattr) and method.attr == "get" and _is_links(method.node):
            yield from (
                (call.lineno, str(arg.value)) for arg in call.args[:1] if isinstance(arg, nodes.Const)
            )
    for compare in tree.find_all(nodes.Compare):
        is_in = any(operand.op in ("in", "notin") and _is_links(operand.expr) for operand in compare.ops)
        if is_in and isinstance(compare.expr, nodes.Const):
            yield compare.lineno, str(compare.expr.value)


def _is_links(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "links"
