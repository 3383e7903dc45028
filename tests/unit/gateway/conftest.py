"""The gateway before a Kratos that answers what it is told to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.current import ui
from tests.support import gateway_hook
from tests.support.gateway import SECRET
from tests.support.recorded_kratos import BASE_URL, RecordedKratos

ORIGIN = "https://app.example.org"
MakeApp = Callable[..., Flask]


@pytest.fixture
def kratos() -> RecordedKratos:
    return RecordedKratos()


@pytest.fixture
def make_app(kratos: RecordedKratos, tmp_path: Path) -> MakeApp:
    """`make_app(base_path="/auth")`: the application with these settings besides the gateway's own."""

    def make(**settings: Any) -> Flask:
        defaults = {
            "kratos_public_url": BASE_URL, "kratos_browser_url": "http://localhost:4433", "cookie_secret": "t" * 32,
            "gateway_enabled": True, "gateway_origins": (ORIGIN,), "gateway_documents_example": True,
            "gateway_webhook_secret": SECRET, "gateway_webhook_state": tmp_path / "state",
            "gateway_webhook_hook": "tests.support.gateway_hook:user_created",
        }  # fmt: skip
        gateway_hook.reset()
        made = create_app(Config(**{**defaults, **settings}))
        ui(made).kratos = replace(kratos.client(), timeout=(1.0, 6.0))
        return made

    return make


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
