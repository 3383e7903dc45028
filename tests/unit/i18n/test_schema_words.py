"""What `kratos-ui i18n extract --schema` lists is what pages look up: translated by its list, a page is translated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask

from app import create_app
from app.cli.main import main
from app.config import Config
from app.current import ui
from app.i18n.check import template
from app.kratos.flow import parse_flow
from app.kratos.schema import parse_schema
from app.theme.render import render
from app.web.flow_page import flow_context, prepared
from app.web.kratos import ask_nobody
from tests.support.soup import soup

TEXT = {"type": "string"}
SCHEMA: dict[str, Any] = {
    "title": "Person",
    "definitions": {
        "place": {"type": "object", "title": "Place", "properties": {"city": TEXT | {"title": "City title"}}},
        "phone": TEXT | {"title": "Phone title", "description": "Phone hint"},
    },
    "$defs": {"nick": TEXT | {"title": "Nick title"}},
    "properties": {"traits": {
        "type": "object", "title": "Traits title",
        "properties": {
            "email": TEXT | {"format": "email", "title": "Email title"},
            "shoe_size": TEXT,
            "phone": {"title": "Second phone", "$ref": "#/definitions/phone"},
            "nick": {"$ref": "#/$defs/nick"},
            "home": {"$ref": "#/definitions/place"},
            "colour": TEXT | {"title": "Colour title", "oneOf": [
                {"const": "r", "title": "Red title"}, {"const": "g", "title": "Green title"}]},
            "size": {"title": "Size title", "anyOf": [
                TEXT | {"title": "Any text title"}, {"type": "integer", "title": "Any number title"}]},
            "level": {"type": "integer", "title": "Level title", "enum": [11, 12]},
            "team": TEXT | {"title": "Team title", "enum": ["red team", "blue team"]},
            "tos": {"const": True, "title": "Terms title"},
            "news": {"type": "boolean", "title": "News title", "enum": [True, False]},
            "kind": {"const": "fixed", "title": "Const title"},
            "all": {"title": "All title", "allOf": [TEXT | {"title": "Inner all title"}, {"minLength": 1}]},
            "addresses": {"type": "array", "title": "Addresses title", "items": {
                "type": "object", "title": "Address title",
                "properties": {"street": TEXT | {"title": "Street title"}}}},
            "tags": {"type": "array", "title": "Tags title", "items": TEXT | {
                "title": "Tag title", "enum": ["first tag", "second tag"]}},
            "obj": {"type": "object", "title": "Object title", "properties": {
                "in": TEXT | {"title": "Inside title", "description": "Inside hint"}}},
        },
        "if": {"properties": {"shoe_size": {"const": "x"}}},
        "then": {"properties": {
            "more": TEXT | {"title": "More title"}, "email": TEXT | {"title": "Other email title"}}},
    }},
}  # fmt: skip
NODES = (
    ("email", "email", "Email title"), ("shoe_size", "text", ""), ("phone", "text", "Phone title"),
    ("nick", "text", "Nick title"), ("home.city", "text", "City title"), ("colour", "text", "Green title"),
    ("size", "number", "Any number title"), ("level", "number", "Level title"), ("team", "text", "Team title"),
    ("tos", "checkbox", "Terms title"), ("news", "checkbox", "News title"), ("kind", "text", "Const title"),
    ("all", "text", "Inner all title"), ("addresses.0.street", "text", ""), ("tags", "text", "Tags title"),
    ("tags.0", "text", ""), ("obj.in", "text", "Inside title"), ("more", "text", "More title"),
)  # fmt: skip
"""What Kratos 1.3.1 makes of it in Settings: name, type, title. Of a title in several branches it takes the last."""
OVERRULED = {"Second phone", "Size title", "Any text title", "All title"} | {"Other email title"}
"""Titles of branches that Kratos 1.3.1 passes over; another version may not."""


def label(number: int, text: str) -> dict[str, Any]:
    return {"id": number, "text": text, "type": "info", "context": {"title": text}}


def flow_of() -> dict[str, Any]:
    def node(name: str, kind: str, meta: dict[str, Any], value: str) -> dict[str, Any]:
        attributes = {"name": name, "type": kind, "value": value, "disabled": False, "node_type": "input"}
        return {"type": "input", "group": "profile", "messages": [], "attributes": attributes, "meta": meta}

    nodes = [
        node(
            f"traits.{name}",
            kind,
            {"label": label(1070002, title)} if title else {},
            "x" if "0" in name else "",
        )
        for name, kind, title in NODES
    ]
    nodes.append(node("method", "submit", {"label": label(1070003, "Save")}, "profile"))
    shown = {"action": "http://localhost:4433/", "method": "POST", "nodes": nodes}
    identity = {"id": "1", "schema_id": "own", "schema_url": "", "traits": {"email": "a@example.org"}}
    return {"id": "f", "type": "browser", "ui": shown, "identity": identity, "state": "show_form"}


@pytest.fixture
def extracted(tmp_path: Path) -> list[str]:
    """The list, and a theme in Esperanto made of it: each text is said as «text»."""
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA))
    path = tmp_path / "translations" / "eo" / "LC_MESSAGES" / "ui.po"
    words = ["i18n", "extract", "--schema", str(tmp_path / "schema.json"), "--out", str(path)]
    assert CliRunner().invoke(main, words).exit_code == 0
    (tmp_path / "theme.toml").write_text('name = "x"\napi = 1\n')
    texts = [str(each.id) for each in template(path) if each.id]
    text = path.read_text("utf-8")
    for each in texts:
        text = text.replace(f'msgid "{each}"\nmsgstr ""', f'msgid "{each}"\nmsgstr "«{each}»"')
    path.write_text(text, encoding="utf-8")
    return texts


def page(app: Flask) -> str:
    with app.test_request_context("/settings?lang=eo"):
        ask_nobody()
        kind = ui().flow_pages["settings"]
        flow = prepared(kind, parse_flow("settings", flow_of()), parse_schema("own", SCHEMA))
        return render("pages/settings.html", flow_context(kind, flow))


def test_what_is_extracted_is_what_a_page_says(tmp_path: Path, extracted: list[str]) -> None:
    settings = Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=tmp_path)
    found = soup(page(create_app(settings)))
    for field in found.select("input, select, textarea"):
        field["value"] = ""  # what is sent, and not said
    said = " ".join(
        (found.get_text(" "), *(str(each.get("aria-label", "")) for each in found.select("[aria-label]")))
    )
    assert {each for each in extracted if f"«{each}»" not in said} == OVERRULED
    for each in extracted:
        assert each not in said.replace(f"«{each}»", ""), "also where it is said again"
    titles = {title for _, _, title in NODES if title} | {
        "Addresses title",
        "Shoe size",
        "Phone hint",
        "Inside hint",
    }
    assert {each for each in titles if f"«{each}»" not in said} == set()
    assert not [
        each for each in ("Person", "Traits title", "Object title", "Place", "Street title") if each in said
    ]
