"""The pages of the gallery that show no flow."""

import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from app import create_app
from app.config import Config
from app.preview.samples import samples
from app.theme.contract import PAGES, FlowPageContext
from tests.support.recorded_kratos import BASE_URL

NAMES = {name: template for name, template, _ in samples()}
SETTINGS: dict[str, Any] = {"kratos_public_url": BASE_URL, "cookie_secret": "t" * 32, "preview_enabled": True}


@pytest.fixture(scope="module")
def gallery() -> Flask:
    return create_app(Config(**SETTINGS))


@pytest.mark.parametrize("name", NAMES)
def test_each_is_a_page(gallery: Flask, name: str) -> None:
    response = gallery.test_client().get(f"/preview/pages/{name}")
    assert response.status_code == 200
    shown = BeautifulSoup(response.data, "html.parser")
    assert len(shown.select("h1")) == 1
    assert [script for script in shown.select("script") if not script.get("src")] == []
    assert shown.select("[style]") == []
    counted = Counter(tag["id"] for tag in shown.select("[id]"))
    assert [each for each, number in counted.items() if number > 1] == []
    for described in shown.select("[aria-describedby], [aria-labelledby]"):
        wanted = str(described.get("aria-describedby") or described["aria-labelledby"]).split()
        assert all(shown.select_one(f"#{each}") for each in wanted)


def test_no_page_of_these_is_missing() -> None:
    others = {page for page, context in PAGES.items() if context is not FlowPageContext}
    assert {f"{template}.html" for template in NAMES.values()} == others - {"preview.html"}


def test_without_hydra_nothing_of_it_is_loaded() -> None:
    code = (
        "import sys; from app import create_app; from app.config import Config; "
        f"create_app(Config(**{SETTINGS!r})); print([name for name in sys.modules if 'hydra' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
