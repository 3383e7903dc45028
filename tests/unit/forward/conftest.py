"""An application that serves forward auth, and whose Kratos is a recording."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.config import Config
from app.current import ui
from tests.support.recorded_kratos import BASE_URL, RecordedKratos

MakeApp = Callable[..., Flask]


@pytest.fixture
def kratos() -> RecordedKratos:
    return RecordedKratos()


@pytest.fixture
def make_app(kratos: RecordedKratos) -> MakeApp:
    """`make_app(forward_auth_cache=5)`."""

    def make(**settings: Any) -> Flask:
        given: dict[str, Any] = {
            "kratos_public_url": BASE_URL, "kratos_browser_url": "https://id.example.org", "cookie_secret": "t" * 32,
            "forward_auth_enabled": True,
            "forward_auth_hosts": ("app.example.org", "*.apps.example.org", "localhost:8080"),
            **settings,
        }  # fmt: skip
        made = create_app(Config(**given))
        ui(made).kratos = kratos.client()
        return made

    return make


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()
