"""The themers' API: documented, complete, and all that templates use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, meta, nodes

from app import paths
from app.kratos import arrange, chapters, flow, session, step
from app.theme import contract, docs
from app.theme.docs_text import INTRO
from app.theme.helpers import FILTERS, HELPERS

env = Environment(autoescape=True)
env.filters.update(FILTERS)
ALLOWED = set(HELPERS) | {"namespace", "self", "super", "caller", "kwargs", "loop", "varargs"}
SHARED = {field.name for field in fields(contract.PageContext)}


def files(folder: str) -> list[Path]:
    return sorted((paths.TEMPLATES / folder).glob("*.html"))


def used(path: Path) -> set[str]:
    """The names that a template takes from outside; what it sets or imports itself, its blocks can see."""
    tree = env.parse(path.read_text(encoding="utf-8"))
    own = {target.name for each in tree.body if isinstance(each, nodes.Assign) for target in each.find_all(nodes.Name)
           if target.ctx == "store"}  # fmt: skip
    for each in tree.body:
        if isinstance(each, nodes.FromImport):
            own |= {name if isinstance(name, str) else name[1] for name in each.names}
    return meta.find_undeclared_variables(tree) - ALLOWED - own


@pytest.mark.parametrize("context", dict.fromkeys(contract.PAGES.values()))
def test_every_field_is_documented(context: type[contract.PageContext]) -> None:
    assert context.__doc__
    for field in fields(context):
        assert field.metadata["doc"].endswith(".")


def test_every_page_has_a_contract_and_every_contract_a_page() -> None:
    assert {path.name for path in files("pages")} == set(contract.PAGES) == set(contract.LINKS)


@pytest.mark.parametrize("path", files("pages"), ids=lambda path: path.name)
def test_pages_use_documented_names(path: Path) -> None:
    assert used(path) <= {field.name for field in fields(contract.PAGES[path.name])}


@pytest.mark.parametrize("path", files("pages"), ids=lambda path: path.name)
def test_pages_use_documented_links(path: Path) -> None:
    asked = r"""\blinks\.(?!get\b)(\w+)|"(\w+)" in links|links\.get\("(\w+)\""""
    found = {"".join(names) for names in re.findall(asked, path.read_text(encoding="utf-8"))}
    assert found <= set(contract.LINKS[path.name].split())


@pytest.mark.parametrize("path", files("layouts"), ids=lambda path: path.name)
def test_layouts_use_what_every_page_has(path: Path) -> None:
    assert used(path) <= SHARED


@pytest.mark.parametrize(
    "path",
    [*files("macros"), *files("elements"), *files("nodes")],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_imported_files_use_their_arguments(path: Path) -> None:
    assert used(path) == set()


def top_level(path: Path) -> Iterator[nodes.Node]:
    for node in env.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, nodes.Output) and all(
            isinstance(part, nodes.TemplateData) and not part.data.strip() for part in node.nodes
        ):
            continue
        yield node


@pytest.mark.parametrize("path", [*files("elements"), *files("nodes")], ids=lambda path: path.name)
def test_imported_files_have_macros_only(path: Path) -> None:
    """Imported files are cached: what is said outside of a macro keeps the first visitor's language."""
    kinds = {type(node) for node in top_level(path)}
    assert kinds <= {nodes.Macro, nodes.FromImport, nodes.Import}


@pytest.mark.parametrize("path", files("nodes"), ids=lambda path: path.name)
def test_a_node_template_renders(path: Path) -> None:
    macros = {node.name: node for node in top_level(path) if isinstance(node, nodes.Macro)}
    assert [argument.name for argument in macros["render"].args] == ["n"]


@pytest.mark.parametrize("path", sorted(paths.TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_a_template_is_short_says_what_it_is_and_never_marks_as_safe(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("{#")
    assert len(text.splitlines()) <= 60
    assert "|safe" not in text.replace(" ", "")
    assert "autoescape" not in text


def test_every_hook_that_a_script_looks_for_is_in_the_reference() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in (paths.STATIC / "js").glob("*.js")]
    hooks = {hook for text in scripts for hook in re.findall(r"\[(data-[a-z-]+)", text)}
    assert len(hooks) > 12
    assert not [hook for hook in hooks if not re.search(rf"{hook}[`\]]", INTRO)]


def test_every_type_that_a_page_gets_is_in_the_reference() -> None:
    known = {
        name: each
        for module in (arrange, chapters, contract, flow, session, step)
        for name, each in vars(module).items()
        if is_dataclass(each)
    }
    todo: list[Any] = list(contract.PAGES.values())
    found: set[str] = set()
    while todo:
        types = " ".join(str(field.type) for field in fields(todo.pop()))
        new = {name for name in known if re.search(rf"\b{name}\b", types)} - found
        found |= new
        todo += [known[name] for name in new]
    assert found == {each.__name__ for each in docs.TYPES}
