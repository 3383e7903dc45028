"""Lists in the shape that both versions of Kratos send them; on a real one: tests/browser/test_lists.py."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask

from app.kratos.flow import parse_flow
from tests.support.forms import form_data
from tests.support.recordings import recording
from tests.support.soup import Page, page_from

VERSIONS = ("v1.3.1", "v26.2.0")


def node(version: str, name: str, value: Any = None, kind: str = "text", title: str = "") -> dict[str, Any]:
    """A node as that version makes it: newer ones name the trait in the label."""
    attributes = {"name": name, "type": kind, "disabled": False, "node_type": "input"}
    if value is not None:
        attributes["value"] = value
    context = {"title": title, **({"name": name.removeprefix("traits.")} if version == "v26.2.0" else {})}
    label = {"id": 1070002, "text": title, "type": "info", "context": context}
    return {
        "type": "input", "group": "default", "attributes": attributes, "messages": [],
        "meta": {"label": label} if title else {},
    }  # fmt: skip


def page(stock: Flask, version: str, name: str, *nodes: dict[str, Any]) -> Page:
    recorded = recording(version, name)
    body = copy.deepcopy(recorded.body)
    for each in nodes:
        each["group"] = "profile" if recorded.kind == "settings" else "default"
    body["ui"]["nodes"] += nodes
    return page_from(stock, parse_flow(recorded.flow_kind, body))


def names(form: Tag, button: str) -> list[tuple[str, str]]:
    pressed = form.select_one(f'button[value="{button}"]')
    assert pressed is not None
    return [
        (name, value)
        for name, value in form_data(form, pressed, {}, check=False)
        if name.startswith("traits.tags")
    ]


@pytest.mark.parametrize("version", VERSIONS)
def test_settings(stock: Flask, version: str) -> None:
    rows = [
        node(version, "traits.tags.1", "blue"),
        node(version, "traits.tags", title="Tags"),
        node(version, "traits.tags.0", "red"),
    ]
    found = page(stock, version, "settings.show_form.all_methods", *rows)
    (group,) = found.soup.select('fieldset[data-list="traits.tags"]')
    legend = group.select_one("legend")
    assert legend is not None
    assert legend.get_text(" ", strip=True) == "Tags (optional)"
    assert [tag["value"] for tag in group.select("input.input")] == ["red", "blue", ""]
    assert [tag.get_text() for tag in group.select("li label")] == ["Tags 1", "Tags 2", "Tags 3"]
    form = group.find_parent("form")
    assert isinstance(form, Tag)
    assert str(form["action"]).startswith("/settings/profile?flow=")
    assert names(form, "profile") == [("traits.tags", "red"), ("traits.tags", "blue"), ("traits.tags", "")]
    assert len(found.soup.select('script[src*="lists.js"]')) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_second_step_of_a_sign_up(stock: Flask, version: str) -> None:
    hidden = [
        node(version, "traits.tags", kind="hidden"), node(version, "traits.tags.1", "red", "hidden"),
        node(version, "traits.tags.0", "red", "hidden"), node(version, "traits.more", kind="hidden"),
    ]  # fmt: skip
    found = page(stock, version, "registration.choose_credentials.all_methods", *hidden)
    for form in found.soup.select("form:has(button[value=password]), form:has(button[name=screen])"):
        sent = form_data(form, form.select_one("button[type=submit]"), {}, check=False)
        assert [(n, v) for n, v in sent if n.startswith("traits.tags")] == [("traits.tags", "red")] * 2
        assert "traits.more" not in dict(sent)


@pytest.mark.parametrize("version", VERSIONS)
def test_pages_without_a_list_load_no_script_for_it(stock: Flask, version: str) -> None:
    assert page(stock, version, "settings.show_form.all_methods").soup.select('script[src*="lists.js"]') == []


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_wrong_in_a_row_is_summed_up(stock: Flask, version: str) -> None:
    wrong = node(version, "traits.tags.0", "red")
    wrong["messages"] = [{"id": 4000001, "text": "no", "type": "error", "context": {}}]
    other = node(version, "traits.nick", title="Nick")
    other["messages"] = wrong["messages"]
    rows = [node(version, "traits.tags", title="Tags"), wrong, other]
    found = page(stock, version, "settings.show_form.all_methods", *rows)
    links = found.soup.select("[data-error-summary] a")
    assert {link.get_text() for link in links} == {"Tags", "Nick"}
    for link in links:
        assert len(found.soup.select(f'[id="{str(link["href"])[1:]}"]')) == 1
    assert found.soup.select_one("title").get_text().startswith("Error: ")  # type: ignore[union-attr]
    row = found.soup.select_one('[data-list="traits.tags"] input[aria-invalid="true"]')
    assert row is not None
    assert row["value"] == "red"
