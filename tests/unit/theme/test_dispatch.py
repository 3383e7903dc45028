"""Which templates could show a node."""

from __future__ import annotations

import pytest

from app import paths
from app.kratos.flow import Node
from app.theme.dispatch import node_templates


def node(kind: str, group: str = "default", name: str = "x", value: object = None) -> Node:
    return Node(
        type=kind.split(".")[0], group=group, name=name, kind=kind, value=value,  # type: ignore[arg-type]
        input_type=kind.partition(".")[2],
    )  # fmt: skip


def test_the_most_specific_comes_first() -> None:
    assert node_templates(node("input.submit", "oidc", "provider", "google")) == (
        "nodes/input.submit--oidc--provider--google.html",
        "nodes/input.submit--oidc--provider.html",
        "nodes/input.submit--oidc.html",
        "nodes/input.submit.html",
        "nodes/input.html",
        "nodes/unknown.html",
    )


def test_a_fields_value_does_not_count() -> None:
    assert node_templates(node("input.text", "default", "identifier", "sam"))[0] == (
        "nodes/input.text--default--identifier.html"
    )


@pytest.mark.parametrize("evil", ["../../etc/passwd", "a/b", "a b", "ä", "\n", "x" * 3 + "\0"])
def test_what_is_no_file_name_is_left_out(evil: str) -> None:
    names = node_templates(node("input.submit", "oidc", evil, evil))
    assert names[0] == "nodes/input.submit--oidc.html"
    assert node_templates(node("input.submit", evil))[0] == "nodes/input.submit.html"
    assert node_templates(node(evil)) == ("nodes/unknown.html",)


def test_a_name_that_leads_upward_stays_in_its_folder() -> None:
    assert all(name.count("/") == 1 for name in node_templates(node("..", "..", "..", "..")))


def test_missing_parts_end_the_list() -> None:
    assert node_templates(node("text", "", "secret")) == ("nodes/text.html", "nodes/unknown.html")
    assert node_templates(node("unknown", name="")) == ("nodes/unknown--default.html", "nodes/unknown.html")


def test_stock_files_have_names_that_are_looked_for() -> None:
    for path in (paths.TEMPLATES / "nodes").glob("*.html"):
        kind, *rest = path.stem.split("--")
        group, name, value = (*rest, "", "", "")[:3]
        assert f"nodes/{path.name}" in node_templates(node(kind, group or "g", name or "n", value or None))
