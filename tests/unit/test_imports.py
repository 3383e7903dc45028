"""Imports go one way: down the layers, never sideways between pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "app"
LAYERS = (
    {"environ", "leaving", "limits", "logs", "meter", "mistake", "paths", "release"},
    {"forwarding", "sources", "theme_files"}, {"together"}, {"config"}, {"prometheus", "tracing"}, {"upstream"},
    {"kratos"}, {"hydra"}, {"current"}, {"i18n"}, {"theme"}, {"web", "mails"}, {"oauth2", "prepare"},
    {"pages", "gateway", "forward"}, {"preview"}, {"brands"}, {"app"}, {"server", "workbench"},
    {"doctor", "theming"}, {"cli", "docs"},
)  # fmt: skip
MODULES = {
    ".".join(path.relative_to(APP.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(APP.rglob("*.py"))
}
PAGES = {
    name
    for name, path in MODULES.items()
    if name.startswith(("app.pages.", "app.oauth2.")) and "\nbp = " in path.read_text("utf-8")
}


def part(module: str) -> str:
    """The folder or module right below `app`; "app" for `create_app` itself."""
    return [*module.split("."), "app"][1]


def imported(module: str) -> Iterator[str]:
    """Every module of ours that `module` imports, inside of functions too; not what only its annotations name."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    names_only = {inner for node in ast.walk(tree) if for_types(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if node in names_only:
            continue
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{whence(module, node)}.{alias.name}" for alias in node.names]
        for name in names:
            if name.split(".")[0] == "app":
                yield name if name in MODULES else name.rpartition(".")[0]


def whence(module: str, node: ast.ImportFrom) -> str:
    """What `node` imports from, in full: `..web` in `app.pages.login` is `app.web`."""
    if not node.level:
        return node.module or ""
    up = node.level - (MODULES[module].name == "__init__.py")
    return ".".join([*module.split(".")[: -up or None], *([node.module] if node.module else [])])


def for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def layer(module: str) -> int:
    return next(index for index, parts in enumerate(LAYERS) if part(module) in parts)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_does_not_say_what_the_package_is_called(module: str) -> None:
    """It is `app` in a checkout, and `kratos_ui` where it is installed."""
    absolute = re.compile(r"^\s*(from|import) app\b|[\"']app[.:]\w|-m app\b", re.MULTILINE)
    assert [found[0] for found in absolute.finditer(MODULES[module].read_text("utf-8"))] == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_its_own_part_or_lower_layers(module: str) -> None:
    wiring = {"app"} if module == "app" else {part(module)}
    for other in imported(module):
        assert part(other) in wiring or layer(other) < layer(module), other


def test_only_what_is_known_of_an_application_is_named_below_where_it_is_made() -> None:
    blocks = {
        name: [ast.unparse(node) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if for_types(node)]
        for name, path in MODULES.items()
    }
    ours = re.compile(r"from (app)?\.")
    assert [name for name, found in blocks.items() if ours.search("".join(found))] == ["app.current"]


def test_there_are_pages() -> None:
    assert len(PAGES) >= 13


@pytest.mark.parametrize("page", sorted(PAGES))
def test_no_page_imports_another(page: str) -> None:
    assert PAGES.isdisjoint(imported(page))


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("app.gateway")])
def test_the_gateway_has_no_templates(module: str) -> None:
    assert not [other for other in imported(module) if other.startswith("app.theme")]


@pytest.mark.parametrize(
    "module", [name for name in MODULES if name.startswith(("app.kratos", "app.upstream", "app.hydra"))]
)
def test_what_a_server_says_is_read_without_a_framework(module: str) -> None:
    text = MODULES[module].read_text("utf-8")
    assert not [
        name
        for name in ("flask", "jinja2", "markupsafe", "werkzeug")
        if f"import {name}" in text or f"from {name}" in text
    ]
