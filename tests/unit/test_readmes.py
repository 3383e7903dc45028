"""What the house says of itself: rooms, places and tests that it names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.doctor import checks  # noqa: F401 - registers the rules
from app.doctor.finding import RULES
from tests.unit.test_imports import LAYERS

ROOT = Path(__file__).resolve().parents[2]
FILES = ("app/README.md", "app/DECISIONS.md", "CONTRIBUTING.md", "SECURITY.md", "app/i18n/README.md")

SKIPPED = {".venv", ".demo", ".cache", "node_modules", "flows"}
PAGES = [page for page in sorted(ROOT.rglob("*.md")) if SKIPPED.isdisjoint(page.relative_to(ROOT).parts)]
IDS = re.compile(r"`([a-z0-9-]+)`")


def named(text: str) -> list[str]:
    """The paths of the checkout that a text names in backquotes or links."""
    found = re.findall(r"`((?:app|tests|templates|static)/[\w./-]+)`|\]\(((?!http)[\w./-]+)\)", text)
    return [quoted or linked for quoted, linked in found]


@pytest.mark.parametrize("file", FILES)
def test_what_it_names_is_there(file: str) -> None:
    names = named((ROOT / file).read_text(encoding="utf-8"))
    assert names or file == "app/i18n/README.md"
    assert [name for name in names if not (ROOT / name).exists()] == []


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


def test_every_room_is_in_the_picture_in_its_order() -> None:
    table = (ROOT / "app/README.md").read_text(encoding="utf-8").split("## One request")[0]
    rooms = [
        set(re.findall(r"`(\w+)`", row.split("|")[1])) for row in table.splitlines() if row.startswith("| `")
    ]
    height = {name: index for index, layer in enumerate(LAYERS) for name in layer} | {"__init__": 0}
    height["create_app"] = height.pop("app")
    assert set().union(*rooms) == set(height)
    heights = [max(height[name] for name in room) for room in rooms]
    assert heights == sorted(heights)


def test_every_line_of_security_has_its_test() -> None:
    rows = [
        line
        for line in (ROOT / "SECURITY.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    assert len(rows) > 10
    assert all("`tests/" in row for row in rows[2:])
