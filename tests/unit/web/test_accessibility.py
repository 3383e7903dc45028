"""The statement on accessibility says what tests prove, and nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.pages.wcag import TITLES
from tests.support.soup import soup
from tests.support.wcag import BROWSERS, STATEMENT, in_order, marked, version

KEPT = json.loads(STATEMENT.read_text(encoding="utf-8"))


def test_it_is_what_the_tests_prove() -> None:
    """`make statement` writes it anew, should this fail."""
    assert KEPT["criteria"] == sorted({number for _, number in marked()}, key=in_order)
    assert KEPT["version"] == version()
    assert set(KEPT["browsers"]) == {name for names in BROWSERS.values() for name in names}


@pytest.mark.parametrize("number", KEPT["criteria"])
def test_each_is_a_number_of_a_criterion_and_has_its_name(number: str) -> None:
    assert re.fullmatch(r"[1-4]\.\d\.\d\d?", number)
    assert TITLES[number]


def test_the_page_shows_it(client: FlaskClient) -> None:
    page = soup(client.get("/accessibility").text)
    shown = [f"{number} {TITLES[number]}" for number in KEPT["criteria"]]
    assert [each.text for each in page.select(".numbers li")] == shown
    assert KEPT["version"] in page.main.text  # type: ignore[union-attr]
    for browser in KEPT["browsers"]:
        assert browser in page.main.text  # type: ignore[union-attr]
    assert re.search(r"on \w+ \d+, 20\d\d,", page.main.text)  # type: ignore[union-attr]


@pytest.mark.parametrize(("said", "linked"), [("", True), ("accessibility = false\n", False)])
def test_each_page_links_to_it_unless_the_theme_says_no(
    config: Config, tmp_path: Path, said: str, linked: bool
) -> None:
    (tmp_path / "theme.toml").write_text(f'name = "A"\napi = 1\n{said}')
    client = create_app(replace(config, theme_dir=tmp_path, base_path="/auth")).test_client()
    page = soup(client.get("/auth/logout").text)
    assert bool(page.select('.foot a[href="/auth/accessibility"]')) is linked


@pytest.mark.parametrize("links", [("help", "support"), ("support", "imprint"), ("imprint",), ("terms",), ()])
def test_who_can_be_told_is_named_or_nobody_is_asked_to_tell(
    config: Config, tmp_path: Path, links: tuple[str, ...]
) -> None:
    lines = "".join(f'{name} = "https://{name}.example.org/"\n' for name in links)
    (tmp_path / "theme.toml").write_text(f'name = "A"\napi = 1\n[links]\n{lines}')
    main = soup(create_app(replace(config, theme_dir=tmp_path)).test_client().get("/accessibility").text).main
    told = [each for each in links if each != "terms"][:1]
    assert main
    assert [each["href"] for each in main.select("a.btn")] == [
        f"https://{each}.example.org/" for each in told
    ]
    assert ("please tell us" in main.text) == bool(told)
