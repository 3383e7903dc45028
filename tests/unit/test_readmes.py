"""What the pages of the repository name is there: paths, links, tests, and what a command of pytest would run."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from functools import cache
from pathlib import Path

import pytest

from app.doctor import checks  # noqa: F401 - registers the rules
from app.doctor.finding import RULES
from tests.support.kinds import MARKED

ROOT = Path(__file__).resolve().parents[2]
FILES = ("app/README.md", "app/DECISIONS.md", "CONTRIBUTING.md", "SECURITY.md", "app/i18n/README.md")

SKIPPED = {".venv", ".pytest_cache", ".demo", ".cache", "node_modules", "flows"}
PAGES = [page for page in sorted(ROOT.rglob("*.md")) if SKIPPED.isdisjoint(page.relative_to(ROOT).parts)]
IDS = re.compile(r"`([a-z0-9-]+)`")
TEST = re.compile(r"(tests/[\w./-]+\.py)::(\w+)")
LOGIC = {"and", "or", "not"}
DECLARED = {
    line.partition(":")[0]
    for line in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"][
        "markers"
    ]
}
"""The marks that pyproject.toml knows."""


def named(text: str) -> list[str]:
    """The paths of the checkout that a text names in backquotes."""
    return re.findall(r"`((?:app|tests|templates|static|kratos-config)/[\w./-]+)`", text)


@pytest.mark.parametrize("file", FILES)
def test_what_it_names_is_there(file: str) -> None:
    names = named((ROOT / file).read_text(encoding="utf-8"))
    assert names or file == "app/i18n/README.md"
    assert [name for name in names if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_test_that_it_names_is_there(page: Path) -> None:
    told = TEST.findall(page.read_text(encoding="utf-8"))
    assert [f"{file}::{name}" for file, name in told if name not in named_in(file)] == []


@cache
def named_in(place: str) -> set[str]:
    """The names of the tests in a file or folder, as pytest would collect them."""
    path = ROOT / place
    files = sorted(path.rglob("test_*.py")) if path.is_dir() else [path] if path.is_file() else []
    nodes = (node for file in files for node in ast.walk(ast.parse(file.read_text("utf-8"))))
    return {
        node.name for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def of_pytest(text: str) -> list[list[str]]:
    """The words of each command of pytest in a text, without its variables."""
    found = re.findall(r"(?:^|[`\s=])(?:\.venv/bin/)?pytest ((?:'[^']*'|[^`'\n#])+)", text)
    return [shlex.split(each) for each in found]


def vain(words: list[str]) -> str:
    """What of a command of pytest is not there: a place, a mark, a name that `-k` asks for; "" if nothing."""
    options = dict(zip(words, words[1:], strict=False))
    places = [word.partition("::")[0] for word in words if word.startswith("tests/")]
    missing = [place for place in places if not (ROOT / place).exists()]
    asked = set(re.findall(r"\w+", options.get("-k", ""))) - LOGIC
    names = [f"{place}::{name}" for place in (places or ["tests"]) * bool(asked) for name in named_in(place)]
    marks = set(re.findall(r"\w+", options.get("-m", ""))) - LOGIC - {*MARKED, *DECLARED}
    unknown = [word for word in asked if not any(word in name for name in names)]
    return " ".join([*missing, *unknown, *marks])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_command_of_pytest_runs_something(page: Path) -> None:
    assert [found for words in of_pytest(page.read_text("utf-8")) if (found := vain(words))] == []


@pytest.mark.parametrize(
    ("command", "found"),
    [
        (".venv/bin/pytest -q tests/unit/test_kinds.py -k resend", "resend"),
        ("ENGINES=webkit pytest tests/nowhere", "tests/nowhere"),
        ("pytest -m 'not slow'", "slow"),
        ("pytest tests/unit/test_kinds.py -k 'folder and not kind'", ""),
    ],
)
def test_one_that_runs_nothing_would_be_found(command: str, found: str) -> None:
    assert [vain(words) for words in of_pytest(f"Type `{command}`.")] == [found]


def anchors(page: Path) -> set[str]:
    """What the headings of a page are called in links."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_is_dead(page: Path) -> None:
    for link in re.findall(r"\]\(((?!https?:)[^)\s]*)\)", page.read_text(encoding="utf-8")):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_finding_of_doctor_has_its_symptom() -> None:
    text = (ROOT / "kratos-config/docs/troubleshooting.md").read_text(encoding="utf-8")
    named = {
        name for row in text.splitlines() if row.startswith("| ") for name in IDS.findall(row.split("|")[3])
    }
    assert named == {rule.id for rule in RULES.values() if rule.level != "ok"}
