"""An application whose Kratos is a recording."""

from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from app.config import Config
from app.current import ui
from app.upstream import client as client_module
from tests.support.recorded_kratos import BASE_URL, RecordedKratos


@pytest.fixture
def config() -> Config:
    return Config(
        kratos_public_url=BASE_URL, kratos_browser_url="http://localhost:4433", cookie_secret="t" * 32
    )


@pytest.fixture
def kratos() -> RecordedKratos:
    return RecordedKratos()


@pytest.fixture
def app(config: Config, kratos: RecordedKratos, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(client_module, "probe", lambda base_url, seconds: None)
    made = create_app(config)
    ui(made).kratos = replace(kratos.client(), timeout=config.kratos_timeout)
    return made
