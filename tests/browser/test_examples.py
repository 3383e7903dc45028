"""The example themes in Chromium: all text can be read and nothing sticks out, light and dark, on phone and desktop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app import create_app
from app.config import Config
from tests.browser.test_layout import FAULTS
from tests.support.accessible import complaints
from tests.support.ports import free_port
from tests.support.servers import serving

pytestmark = pytest.mark.long

NewPage = Callable[..., Page]
EXAMPLES = Path(__file__).resolve().parents[1] / "themes" / "examples"
PAGES = (
    "v1.3.1/login.choose_method.all_methods",
    "v1.3.1/registration.profile.error_traits",
    "v1.3.1/settings.show_form.all_methods",
    "pages/error.bad_return_to",
)
READABLE = ["color-contrast", "target-size"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["civic", "ledger", "northwater", "sprinkle"])
def test_an_example_can_be_read(
    new_page: NewPage, config: Config, name: str, scheme: str, width: int
) -> None:
    app = create_app(replace(config, preview_enabled=True, theme_dir=EXAMPLES / name))
    port = free_port()
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    found = {}
    with serving(app, port):
        for each in PAGES:
            page.goto(f"http://localhost:{port}/preview/{each}")
            if faults := complaints(page, READABLE) + page.evaluate(FAULTS):
                found[each] = faults
    assert found == {}


@pytest.mark.parametrize("accent", ["#ffd500", "#7fd1ae", "#0b1020", "#ff5a1f", "#5b21b6"])
def test_any_accent_can_be_read(new_page: NewPage, config: Config, tmp_path: Path, accent: str) -> None:
    """Pale, dark and loud ones, of which a theme says no more than the one colour, also as the background."""
    look = f'[look]\naccent = "{accent}"\nbackground = "{accent}"\n'
    (tmp_path / "theme.toml").write_text(f'name = "Any"\napi = 1\n[links]\nhelp = "/help"\n{look}')
    app, port = create_app(replace(config, preview_enabled=True, theme_dir=tmp_path)), free_port()
    with serving(app, port):
        for scheme in ("light", "dark"):
            page = new_page(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
            for each in PAGES:
                page.goto(f"http://localhost:{port}/preview/{each}")
                assert complaints(page, READABLE) == [], each
