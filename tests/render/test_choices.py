"""Choices as newer versions of Kratos send them, with the values at the node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask

from app.kratos.flow import parse_flow
from tests.support.forms import form_data
from tests.support.soup import Page, page_from
from tests.support.trials import trial


def page(stock: Flask, **attributes: Any) -> Page:
    """The trial's page, its select with other `attributes`."""
    body = trial("select-required-preselects-first-option.flow")
    for node in body["ui"]["nodes"]:
        if node["attributes"]["name"] == "traits.country":
            node["attributes"] |= attributes
    return page_from(stock, parse_flow("registration", body))


def sent(found: Page, typed: Mapping[str, str] | None = None) -> dict[str, str]:
    (form,) = found.soup.select("form")
    return dict(form_data(form, form.select_one("button"), typed or {}, check=False))


def options(*values: Any) -> list[dict[str, Any]]:
    return [{"value": value} for value in values]


MANY = options("AT", "BE", "CH", "DE", "FR", "IT", "NL", "PL")


def test_nothing_is_chosen_for_anybody(stock: Flask) -> None:
    found = page(stock)
    assert [tag["value"] for tag in found.soup.select("input[type=radio]")] == ["AT", "CH", "DE"]
    assert found.soup.select("input[type=radio][checked]") == []
    assert all(tag.has_attr("required") for tag in found.soup.select("input[type=radio]"))
    assert "traits.country" not in sent(found)
    assert sent(found, {"traits.country": "CH"})["traits.country"] == "CH"


@pytest.mark.parametrize(
    ("attributes", "first", "value"),
    [
        ({"options": MANY}, "Choose …", ""),
        ({"options": MANY, "required": False}, "Choose …", ""),
        ({"options": MANY, "value": "DE"}, "AT", "DE"),
        ({"options": MANY, "value": "DE", "required": False}, "Not set", "DE"),
        ({"options": MANY, "value": "XX"}, "AT", "XX"),
        ({"options": options(1, 2, 3, 4, 5), "value": 3}, "1", "3"),
        ({"options": options("None", "a", "b", "c", "d")}, "Choose …", ""),
    ],
)
def test_select(stock: Flask, attributes: dict[str, Any], first: str, value: str) -> None:
    found = page(stock, **attributes)
    (select,) = found.soup.select("select")
    assert select.select("option")[0].get_text() == first
    assert sent(found)["traits.country"] == value
    assert select.has_attr("required") == attributes.get("required", True)


def test_radio_buttons(stock: Flask) -> None:
    optional = page(stock, required=False)
    texts = [tag.get_text(strip=True) for tag in optional.soup.select(".check--radio label")]
    assert texts == ["AT", "CH", "DE", "Not set"]
    assert sent(optional)["traits.country"] == ""
    kept = page(stock, value="CH", required=False)
    assert sent(kept)["traits.country"] == "CH"
    group = kept.soup.select_one('[data-testid="node/input/traits.country"]')
    assert group is not None
    assert (group.name, group["role"]) == ("fieldset", "radiogroup")
    assert group.select_one("legend").get_text(" ", strip=True) == "Country (optional)"  # type: ignore[union-attr]
