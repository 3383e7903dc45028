"""Sign-in pages with more providers than were recorded."""

from __future__ import annotations

from typing import Any

from app.kratos.flow import Flow, parse_flow
from tests.support.recordings import recording


def login_with(*labels: str, alone: bool = False) -> Flow:
    """A sign-in page with a provider for each label; `alone`: with nothing else."""
    body = recording("v1.3.1", "login.choose_method.all_methods").body
    assert isinstance(body, dict)
    nodes: list[Any] = body["ui"]["nodes"]
    one = next(node for node in nodes if node["attributes"].get("name") == "provider")
    providers = [_provider(one, f"p{number}", label) for number, label in enumerate(labels)]
    others = [node for node in nodes if node["attributes"].get("name") != "provider"]
    others = [node for node in others if not alone or node["attributes"].get("name") == "csrf_token"]
    return parse_flow("login", {**body, "ui": {**body["ui"], "nodes": [*providers, *others]}})


def _provider(like: Any, provider: str, label: str) -> dict[str, Any]:
    said = {"text": f"Sign in with {label}", "context": {"provider": label, "provider_id": provider}}
    return {
        **like,
        "attributes": {**like["attributes"], "value": provider},
        "meta": {"label": {**like["meta"]["label"], **said}},
    }
