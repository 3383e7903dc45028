"""`kratos-ui preview --out`: files that hang together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from click.testing import CliRunner
from flask import Flask

from app import create_app
from app.cli.main import main
from app.cli.preview import build, export
from app.config import Config
from tests.support.soup import soup

THEME = Path(__file__).resolve().parents[2] / "themes" / "style"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery as files, with a theme."""
    out = tmp_path_factory.mktemp("gallery")
    settings = Config(
        kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, preview_enabled=True, theme_dir=THEME,
        locales=("en",),
    )  # fmt: skip
    assert export(build(settings), out) > 400
    return out


def test_every_link_leads_to_a_file(exported: Path) -> None:
    pages = sorted(exported.rglob("*.html"))
    for page in pages[:: max(1, len(pages) // 60)] + [exported / "en" / "index.html"]:
        for tag in soup(page.read_text(encoding="utf-8")).select("[href], [src]"):
            address = urldefrag(str(tag.get("href", tag.get("src")))).url
            if address and not address.startswith(("http", "data:")):
                assert (page.parent / address).resolve().is_file(), (
                    f"{page.relative_to(exported)} → {address}"
                )


def test_the_themes_files_are_there(exported: Path) -> None:
    assert (exported / "theme" / "theme.css").is_file()
    assert (exported / "static" / "css" / "ui.css").is_file()


def test_the_gallery_is_served_only_where_it_is_switched_on(config: Config, app: Flask) -> None:
    assert app.test_client().get("/preview").status_code == 404
    client = create_app(replace(config, preview_enabled=True)).test_client()
    index = client.get("/preview")
    assert index.status_code == 200
    assert "v1.3.1/login.choose_method.all_methods" in index.text
    page = client.get("/preview/v1.3.1/login.choose_method.all_methods")
    assert page.status_code == 200
    assert 'name="password"' in page.text
    assert client.get("/preview/nothing").status_code == 404
    assert client.get("/preview/../../pyproject.toml").status_code == 404


def test_the_variables_of_a_page_can_be_seen(config: Config) -> None:
    client = create_app(replace(config, preview_enabled=True)).test_client()
    shown = client.get("/preview/v1.3.1/login.choose_method.all_methods?_context=1")
    assert shown.mimetype == "text/plain"
    assert "forms = (Form(role='providers'" in shown.text


def test_the_command_is_there() -> None:
    result = CliRunner().invoke(main, ["preview", "--help"])
    assert result.exit_code == 0
    assert "--out" in result.output
