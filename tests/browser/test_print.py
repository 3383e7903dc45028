"""What comes onto paper: codes alone where there are some, else what the page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from app.config import Config
from tests.browser.test_layout import gallery  # noqa: F401  # a fixture


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, preview_enabled=True)


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        ("pages/sessions", ["This device", "Other devices"]),
        ("v1.3.1/settings.show_form.lookup_revealed_one_used", ["Save your recovery codes"]),
    ],
)
def test_what_is_printed(
    new_page: Callable[..., Page],
    gallery: str,  # noqa: F811
    name: str,
    sections: list[str],
) -> None:
    page = new_page()
    page.goto(gallery + name)
    page.emulate_media(media="print")
    assert page.locator("h2:visible").all_inner_texts() == sections
