"""Every recorded flow as a page, in the stock theme and in Kratos' own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Config
from tests.support.recordings import Recording, flow_recordings
from tests.support.soup import Page, page_of

THEMES = Path(__file__).resolve().parents[1] / "themes"


@pytest.fixture(scope="session")
def stock() -> Flask:
    """The application with the stock theme."""
    return create_app(Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32))


@pytest.fixture(scope="session")
def verbatim() -> Flask:
    """The application with the theme that Kratos' own end-to-end suite runs with."""
    settings = Config(
        kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=THEMES / "kratos-e2e"
    )
    return create_app(settings)


@pytest.fixture(params=flow_recordings(), ids=lambda recording: recording.id)
def recorded(request: pytest.FixtureRequest) -> Recording:
    """Each recorded flow."""
    recording: Recording = request.param
    return recording


@pytest.fixture
def page(stock: Flask, recorded: Recording) -> Page:
    """Each recorded flow as a page."""
    return page_of(stock, recorded)
