"""What would break a theme's pages, found at the start: templates that don't compile, lead in circles or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError

from ..mistake import Mistake, nearest
from .search import PARENT

_FOLLOWED = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


@dataclass(frozen=True, slots=True)
class Reference:
    """That one template names another, in a line of it."""

    line: int
    names: tuple[str, ...]  # of which one must be there
    always: bool  # whether it is followed whenever the template is
    itself: bool  # whether it would go round if it were this very template
    may_miss: bool
    extends: bool


def problems(folders: Sequence[Path], env: Environment) -> tuple[Mistake, ...]:
    """Return what would break pages in the templates of a theme and its parents."""
    return tuple(
        problem
        for level, folder in enumerate(folders)
        for name in templates(folder / "templates")
        for problem in _of(folder / "templates" / name, PARENT * level + name, env)
    )


def templates(folder: Path) -> tuple[str, ...]:
    """Return the names of the templates in a folder, without notes and what systems and editors leave there."""
    names = FileSystemLoader(folder).list_templates()
    return tuple(name for name in names if not re.search(r"(^|/)\.|~$|\.md$", name))


def _of(path: Path, name: str, env: Environment) -> Iterator[Mistake]:
    try:
        source = path.read_text("utf-8")
        env.compile(source, name, str(path))
        found = references(env, name)
    except UnicodeDecodeError as error:
        yield not_utf8(path, error)
    except TemplateSyntaxError as error:
        yield Mistake(
            Path(error.filename or path), error.lineno, str(error.message).rstrip("."), _meant(error, env)
        )
    except OSError as error:
        yield Mistake(path, 0, f"can't be read: {error.strerror}")
    else:
        for each in found:
            yield from _followed(path, name, each, env)


def _followed(path: Path, name: str, reference: Reference, env: Environment) -> Iterator[Mistake]:
    there = next((each for each in reference.names if _exists(env, each)), None)
    if there is None:
        if not reference.may_miss:
            missing = f'there is no template "{", ".join(reference.names)}"'
            near = nearest(reference.names[0], env.list_templates())
            yield Mistake(path, reference.line, missing, f'did you mean "{near}"?' if near else "")
    elif there == name and reference.itself or reference.always and name in _reached(env, there):
        says = f'"{there}" leads back to this template itself'
        yield Mistake(path, reference.line, says, f'ours is "stock/{name.replace(PARENT, "")}"')


def unnamed(path: Path, line: int, kind: str, name: str, env: Environment) -> Mistake:
    """Return that a template asks for a filter or test that nobody has, in Jinja's words."""
    near = nearest(name, env.filters if kind == "filter" else env.tests)
    return Mistake(path, line, f"No {kind} named {name!r}", f'did you mean "{near}"?' if near else "")


def _meant(error: TemplateSyntaxError, env: Environment) -> str:
    """Return what to write instead, as far as a message of Jinja tells what was misspelt."""
    found = re.match(r"No (filter|test) named '(.+)'", error.message or "")
    return unnamed(Path(), 0, found[1], found[2], env).fix if found else ""


def not_utf8(path: Path, error: UnicodeDecodeError) -> Mistake:
    """Return where a file is not UTF-8."""
    line = path.read_bytes()[: error.start].count(b"\n") + 1
    return Mistake(path, line, "is not UTF-8", "save the file in that encoding")


def _exists(env: Environment, name: str) -> bool:
    if env.loader is None:
        return False
    try:
        env.loader.get_source(env, name)
    except TemplateNotFound:
        return False
    except UnicodeDecodeError:
        return True  # said of the file itself
    return True


def _reached(env: Environment, start: str) -> set[str]:
    """Return all templates that are always followed from `start`, itself included."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = references(env, name)
        except (TemplateError, UnicodeDecodeError):
            continue  # said of the file itself, or not there
        waiting += [each.names[0] for each in found if each.always]
    return seen


def references(env: Environment, name: str) -> list[Reference]:
    """Return the templates that a template names, in the order of its lines.

    Raises:
        TemplateError: it can't be read, or not be parsed.
        UnicodeDecodeError: the same.
    """
    if env.loader is None:
        return []
    source, filename, _ = env.loader.get_source(env, name)
    return [
        replace(each, names=tuple(env.join_path(other, name) for other in each.names))
        for each in _in(env.parse(source, name, filename), always=True)
    ]


def _in(node: nodes.Node, always: bool) -> Iterator[Reference]:
    """Those below `node` that are no expressions; what stands in an `if` or a macro may never be followed."""
    for child in node.iter_child_nodes():
        names = _names(child.template) if isinstance(child, _FOLLOWED) else ()
        if names:
            # one may include itself for what is smaller
            itself = always or not isinstance(child, nodes.Include)
            may_miss = getattr(child, "ignore_missing", False)
            yield Reference(child.lineno, names, always, itself, may_miss, isinstance(child, nodes.Extends))
        yield from _in(child, always and not isinstance(child, nodes.If | nodes.Macro | nodes.For))


def _names(template: nodes.Expr) -> tuple[str, ...]:
    try:
        named = template.as_const()
    except nodes.Impossible:
        return ()
    return (named,) if isinstance(named, str) else tuple(each for each in named if isinstance(each, str))
