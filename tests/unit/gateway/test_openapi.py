"""The OpenAPI document: valid, complete, and of what is served only. That answers fit it: `tests/kratos`."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.unit.gateway.conftest import MakeApp


@pytest.fixture
def document(client: FlaskClient) -> Any:
    return client.get("/api/openapi.json").json


def served(app: Flask) -> set[tuple[str, str]]:
    """Path and method of every route of the gateway."""
    found = set()
    for rule in app.url_map.iter_rules():
        paths = [rule.rule]
        if kinds := re.search(r"<any\((.*)\):kind>", rule.rule):
            paths = [rule.rule.replace(kinds[0], kind) for kind in kinds[1].split(", ")]
        for path in paths:
            if path.startswith(("/api/", "/internal/")):
                found |= {
                    (path, method.lower()) for method in rule.methods or () if method in ("GET", "POST")
                }
    return found


def test_it_is_valid(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_it_has_every_route_and_no_other(app: Flask, document: Any) -> None:
    documented = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert documented == served(app)
    assert len(documented) == 16


def test_what_is_switched_off_is_not_in_it(make_app: MakeApp) -> None:
    app = make_app(gateway_documents_example=False, gateway_webhook_secret="")
    paths = app.test_client().get("/api/openapi.json").get_json()["paths"]
    assert not {"/api/documents", "/internal/auth/user-created"} & set(paths)
    assert {path for path, _ in served(app)} == set(paths)


def test_its_server_is_the_base_path(make_app: MakeApp) -> None:
    client = make_app(base_path="/auth").test_client()
    assert client.get("/auth/api/openapi.json").get_json()["servers"] == [{"url": "/auth"}]


def test_no_schema_goes_unused(document: Any) -> None:
    text = str(document)
    for name in document["components"]["schemas"]:
        assert f"#/components/schemas/{name}'" in text, name
