"""The mark of a social sign-in provider: a drawing by its id, else a letter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import Tag
from flask import Flask

from app import create_app
from app.config import Config
from app.kratos.flow import Message, parse_flow
from tests.support.many import login_with
from tests.support.recordings import recording
from tests.support.soup import Page, page_from, page_of, soup

VERSIONS = ("v1.3.1", "v26.2.0")


def button(page: Page, provider: str) -> Tag:
    (found,) = page.soup.select(f'[name="provider"][value="{provider}"]')
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_a_mark_or_a_letter(stock: Flask, version: str) -> None:
    page = page_of(stock, recording(version, "login.choose_method.all_methods"))
    for known in ("google", "github"):
        (mark,) = button(page, known).select("svg")
        assert mark["aria-hidden"] == "true"
        assert mark["fill"] == "currentColor"
        assert not button(page, known).select(".tile")
    assert button(page, "github").get_text().endswith(" GitHub")
    assert button(page, "corp").select_one(".tile").get_text() == "C"  # type: ignore[union-attr]
    assert not button(page, "corp").select("svg")


@pytest.mark.parametrize("version", VERSIONS)
def test_in_kratos_words(verbatim: Flask, version: str) -> None:
    page = page_of(verbatim, recording(version, "login.choose_method.all_methods"))
    assert button(page, "github").get_text().endswith(" github")


@pytest.mark.parametrize("version", VERSIONS)
def test_linked_accounts_have_the_same_marks(stock: Flask, version: str) -> None:
    page = page_of(stock, recording(version, "settings.show_form.everything_enabled"))
    rows = {row.select("button")[0]["value"]: row for row in page.soup.select("#oidc .row")}
    assert {"corp", "google"} <= set(rows)
    assert rows["google"].select(".row__icon svg")
    assert rows["corp"].select(".row__icon .tile")


@pytest.mark.parametrize(
    "provider", ["../elements/code", "..\\x", "letter.html", "x" * 5000, "nul\0", "%2e", "ä/ö", ""]
)
def test_an_id_that_is_no_file_name(stock: Flask, provider: str) -> None:
    body = recording("v1.3.1", "login.choose_method.all_methods").body
    assert isinstance(body, dict)
    nodes = [node for node in body["ui"]["nodes"] if node["attributes"].get("value") == "google"]
    odd = {**nodes[0], "attributes": {**nodes[0]["attributes"], "value": provider}}
    page = page_from(stock, parse_flow("login", {**body, "ui": {**body["ui"], "nodes": [odd]}}))
    (shown,) = page.soup.select('[name="provider"]')
    assert shown.select_one(".tile").get_text() == "G"  # type: ignore[union-attr]


def test_a_theme_brings_its_own(tmp_path: Path) -> None:
    (tmp_path / "templates/providers").mkdir(parents=True)
    (tmp_path / "templates/providers/corp.svg").write_text('<svg data-own="yes"></svg>')
    (tmp_path / "theme.toml").write_text('name = "Corp"\napi = 1\n')
    config = Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=tmp_path)
    page = page_of(create_app(config), recording("v1.3.1", "login.choose_method.all_methods"))
    assert button(page, "corp").select("svg[data-own]")


def test_the_drawings_are_plain() -> None:
    drawings = sorted((Path(__file__).resolve().parents[2] / "templates/providers").glob("*.svg"))
    assert len(drawings) > 10
    for drawing in drawings:
        (svg,) = soup(drawing.read_text()).find_all(recursive=False)
        assert [tag.name for tag in svg.find_all()] == ["path"], drawing.name
        assert set(svg.attrs) == {"class", "width", "height", "viewbox", "fill", "aria-hidden"}, drawing.name


@pytest.mark.parametrize(
    ("labels", "first"),
    [(["Acme"] * 6, 6), (["Acme"] * 7, 4), (["Acme"] * 40, 4), (["A very long company name"] * 8, 2)],
)
def test_more_than_six_fold(stock: Flask, labels: list[str], first: int) -> None:
    """Behind a summary, in the same form, so that they work without scripts; the first ones stay where they are."""
    page = page_from(stock, login_with(*labels))
    names = [str(tag["value"]) for tag in page.soup.select('form [name="provider"]')]
    assert names == [f"p{number}" for number in range(len(labels))]
    folded = [str(tag["value"]) for tag in page.soup.select('form > details.more [name="provider"]')]
    assert folded == (names[first:] if first < len(labels) else [])
    assert [tag.get_text() for tag in page.soup.select("summary")][:1] == (["More ways"] if folded else [])


def test_none_folds_where_there_is_nothing_below(stock: Flask) -> None:
    page = page_from(stock, login_with(*["Acme"] * 9, alone=True))
    assert len(page.soup.select('[name="provider"]')) == 9
    assert not page.soup.select("details.more")


def test_a_name_that_the_label_writes_otherwise(stock: Flask) -> None:
    flow = login_with("GitHub", "Acme", "Other")
    nodes = tuple(
        replace(node, value="github", label=Message(1234, "Anmelden mit github"))
        if node.value == "p0"
        else node
        for node in flow.nodes
    )
    shown = button(page_from(stock, replace(flow, nodes=nodes)), "github")
    assert shown.get_text() == "Anmelden mit github"
    assert [tag.get_text() for tag in shown.select(".provider__verb")] == ["Anmelden mit "]
