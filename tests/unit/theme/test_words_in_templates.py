"""Templates choose words; what is decided, Python decides.

`.venv/bin/python -m tests.unit.theme.test_words_in_templates` counts what is left.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes
from jinja2.ext import babel_extract

from app import paths
from app.kratos.step import StepName
from app.theme.helpers import FILTERS

TEMPLATES = sorted(paths.TEMPLATES.rglob("*.html"))
LISTS = {
    "batch", "first", "groupby", "join", "last", "list", "map", "max", "min", "reject", "rejectattr", "reverse",
    "select", "selectattr", "slice", "sort", "sum", "unique",
}  # fmt: skip
OF_TEXTS = {"find", "index", "lower", "partition", "rpartition", "split", "startswith", "upper"}
TESTED = (
    nodes.Compare,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Test,
    nodes.Filter,
    nodes.Getattr,
    nodes.Getitem,
)
TWICE = {"Your account is protected with a second step."}
"""Said by Kratos' message as well; the home page, which has no flow, says it too."""
env = Environment(autoescape=True)
env.filters.update(FILTERS)


def trees() -> Iterator[tuple[Path, nodes.Template]]:
    for path in TEMPLATES:
        yield path, env.parse(path.read_text(encoding="utf-8"))


def ids() -> list[str]:
    return [
        f"{p.name}: {found}" for p in TEMPLATES for found in re.findall(r"\b\d{7}\b", p.read_text("utf-8"))
    ]


def list_filters() -> list[str]:
    return [
        f"{path.name}: {each.name}"
        for path, tree in trees()
        for each in tree.find_all(nodes.Filter)
        if each.name in LISTS
    ]


def macros(tree: nodes.Template) -> set[str]:
    """The macros that a template has, its own and those of others."""
    found = {each.name for each in tree.find_all(nodes.Macro)}
    for each in tree.find_all(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in each.names}
    return found


def functions() -> list[str]:
    """Where the output of a macro is asked about: tested, compared, kept, filtered, looped over."""
    found = []
    for path, tree in trees():
        known = macros(tree)
        asked: list[nodes.Node] = [each.test for each in tree.find_all(nodes.If)]
        asked += [each.test for each in tree.find_all(nodes.CondExpr)]
        asked += [each.iter for each in tree.find_all(nodes.For)]
        asked += [each.node for each in tree.find_all(nodes.Assign) if isinstance(each.node, nodes.Call)]
        asked += list(tree.find_all(TESTED))
        calls = [
            call
            for each in asked
            for call in (each, *each.find_all(nodes.Call))
            if isinstance(call, nodes.Call)
        ]
        found += [
            f"{path.name}: {c.node.name}"
            for c in calls
            if isinstance(c.node, nodes.Name) and c.node.name in known
        ]
    return found


def looks_into_labels() -> list[str]:
    """Where the text of a label decides: something is `in` it, or a method of strings takes it apart."""
    found = []
    for path, tree in trees():
        tests = [op for each in tree.find_all(nodes.Compare) for op in each.ops if op.op in ("in", "notin")]
        calls = [each.node for each in tree.find_all(nodes.Call) if isinstance(each.node, nodes.Getattr)]
        asked = [*tests, *(each for each in calls if each.attr in OF_TEXTS)]
        found += [path.name for each in asked if _of_label(each)]
    return found


def _of_label(node: nodes.Node) -> bool:
    names = {each.name for each in node.find_all(nodes.Name)} | {
        each.attr for each in node.find_all(nodes.Getattr)
    }
    return "label" in names | {each.value for each in node.find_all(nodes.Const)}


def first_of(message: str | tuple[str | None, ...] | None) -> str:
    """The singular, where there are two."""
    return str(message if isinstance(message, str) else message and message[0])


def texts() -> dict[str, list[str]]:
    """Our own texts, and where each stands."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in TEMPLATES:
        with path.open("rb") as source:
            for line, _, message, _ in babel_extract(source, ["t"], [], {}):
                found[first_of(message)].append(f"{path.name}:{line}")
    words = {"gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
    for name, line, message, _, _ in extract_from_dir(
        paths.TEMPLATES.parent / "app", [("**.py", "python")], keywords=words
    ):
        found[first_of(message)].append(f"{name}:{line}")
    return found


def sentence(text: str) -> bool:
    """Whether this says something; names of pages and buttons may stand at several places."""
    return text[-1] in ".?!" and text.count(" ") > 2


def test_no_message_is_known_by_its_number() -> None:
    assert ids() == []


def test_lists_are_made_before_the_page_is() -> None:
    assert len(list_filters()) <= 15, Counter(list_filters())


def test_no_macro_is_a_function() -> None:
    assert functions() == []


def test_steps_are_asked_for_by_their_names() -> None:
    asked = {
        name
        for path in TEMPLATES
        for name in re.findall(r'step\.name [!=]= "(\w+)"', path.read_text("utf-8"))
    }
    assert asked
    assert asked <= set(get_args(StepName))


def test_no_label_decides() -> None:
    assert looks_into_labels() == []


def test_elements_alone_write_buttons_and_cards() -> None:
    """A theme replaces an element, and what it looks like everywhere."""
    written = re.compile(r'<button|class="(btn|card__foot|section|alert)[ "]')
    found = [
        p.name for p in TEMPLATES if p.parent.name != "elements" and written.search(p.read_text("utf-8"))
    ]
    assert found == []


def test_no_template_says_what_kratos_messages_say() -> None:
    with (paths.TRANSLATIONS / "en" / "LC_MESSAGES" / "kratos.po").open("rb") as source:
        said = {str(message.string) for message in read_po(source) if message.id}
    ours = {
        text
        for text, places in texts().items()
        if any(place.partition(":")[0].endswith(".html") for place in places)
    }
    assert {text for text in said & ours if sentence(text)} == TWICE


def test_each_sentence_stands_once() -> None:
    twice = {text: places for text, places in texts().items() if len(set(places)) > 1 and sentence(text)}
    assert twice == {}


if __name__ == "__main__":
    print(f"message ids {len(ids())}, list filters {len(list_filters())}, macros used as functions {len(functions())}, "
          f"looks into labels {len(looks_into_labels())}")  # fmt: skip
