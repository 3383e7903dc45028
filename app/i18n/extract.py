"""What there is to translate: our own strings, found in the code and the templates that say them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from jinja2.ext import babel_extract

from ..kratos.labels import readable
from ..kratos.lists import options_of
from ..kratos.schema import Schema

SPOKEN = frozenset({"gettext", "lazy_gettext", "ngettext", "say", "N_"})
"""Functions of Python code whose texts are shown."""
PLURAL = "ngettext"


def strings(code: Path, templates: Path) -> Catalog:
    """Return the template of domain `ui`: each string with the files that hold it."""
    catalog = Catalog(fuzzy=False)
    for path in sorted(code.rglob("*.py")):
        for message in _of_python(ast.parse(path.read_text(encoding="utf-8"))):
            catalog.add(message, locations=[(f"{code.name}/{path.relative_to(code).as_posix()}", 0)])
    for path in sorted(templates.rglob("*.html")):
        where = f"{templates.name}/{path.relative_to(templates).as_posix()}"
        with path.open("rb") as source:
            for _, _, found, _ in babel_extract(source, ("t",), (), {"encoding": "utf-8"}):
                texts = [each for each in ((found,) if isinstance(found, str) else found or ()) if each]
                if texts:
                    catalog.add(texts[0] if len(texts) == 1 else tuple(texts), locations=[(where, 0)])
    return catalog


def of_schemas(schemas: Iterable[Schema]) -> Catalog:
    """Return what identity schemas say to people: titles, descriptions and choices of all that pages make fields of.

    A title may stand in any branch (`oneOf`, `then`, `$ref`), and Kratos takes the last. Objects have no field, and
    those in a list are shown as their values. Names that stand in for a title are looked up as well.
    """
    catalog = Catalog(fuzzy=False)
    for schema in schemas:
        for name, trait in schema.traits.items():
            options = options_of(trait.item) if trait.list else ()
            choices = (option.label.text for option in options if option.label)
            titles = trait.words if trait.title else (*trait.words, readable(name, schema.fields))
            for text in (*titles, trait.hint, *choices) if trait.type != "object" else ():
                if text:
                    catalog.add(text, locations=[(name, 0)])
    return catalog


def _of_python(tree: ast.AST) -> Iterator[str | tuple[str, str]]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not call.args:
            continue
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name == PLURAL:
            texts = [text for argument in call.args[:2] for text in _literals(argument)]
            if len(texts) == 2:
                yield texts[0], texts[1]
        elif name in SPOKEN:
            yield from _literals(call.args[0])


def _literals(node: ast.expr) -> Iterator[str]:
    """Return the texts that an argument can be: itself, or either way of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
