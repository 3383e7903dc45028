"""The themes that the guide shows: small, whole, each with a look of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Config
from app.current import ui
from app.kratos.flow import parse_flow
from tests.support.recordings import flow_recordings, recording
from tests.support.soup import Page, page_from, page_of

EXAMPLES = sorted(path for path in (Path(__file__).parent / "examples").iterdir() if path.is_dir())
LOGIN = recording("v1.3.1", "login.choose_method.all_methods")


def themed(path: Path, **more: bool) -> Flask:
    return create_app(
        Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=path, **more)  # type: ignore[arg-type]
    )


def order(page: Page) -> list[str]:
    return [str(form.get("data-group")) for form in page.soup.select("form")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_theme_is_small(path: Path) -> None:
    written = [each for each in path.rglob("*") if each.suffix in (".toml", ".css", ".html", ".po")]
    assert sum(len(each.read_text("utf-8").splitlines()) for each in written) < 80
    assert sum(each.stat().st_size for each in path.rglob("*") if each.is_file()) < 12_000


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_every_recorded_state_is_a_page(path: Path) -> None:
    app = themed(path)
    for each in flow_recordings():
        page = page_from(app, parse_flow(each.kind, each.body))  # type: ignore[arg-type]
        assert page.soup.select_one("h1"), each.id
        assert not page.soup.select("[style], style, script:not([src], [nonce])"), each.id


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_all_that_a_page_names_is_served(path: Path) -> None:
    app = themed(path)
    page = page_of(app, LOGIN)
    named = [
        str(each.get("href") or each.get("src") or each.get("srcset"))
        for each in page.soup.select("link, img, source")
    ]
    own = [each for each in named if each.startswith("/theme/")]
    assert any(each.endswith("/look.css") for each in own)
    client = app.test_client()
    for address in own:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"].endswith("immutable")
        answer.close()
    assert ui(app).brand.name in page.soup.select(".logo")[0].get_text()


def test_they_differ() -> None:
    assert [path.name for path in EXAMPLES] == ["civic", "ledger", "northwater", "sprinkle"]
    shown = {path.name: order(page_of(themed(path), LOGIN)) for path in EXAMPLES}
    assert shown["sprinkle"][0] == "code"
    assert shown["ledger"][0] == "password"
    assert shown["civic"][0] == shown["northwater"][0] == "oidc"


def test_a_footer_has_its_text_and_its_links_in_order() -> None:
    northwater = next(path for path in EXAMPLES if path.name == "northwater")
    foot = page_of(themed(northwater), LOGIN).soup.select(".foot")[0]
    shown = [each.get_text(strip=True) for each in foot.find_all(["span", "a"], recursive=False)][:4]
    assert shown == ["© Northwater Holding", "Privacy", "Terms", "Imprint"]
    german = page_from(themed(northwater), parse_flow("login", LOGIN.body), query="lang=de").soup
    assert "Impressum" in german.select(".foot")[0].get_text()


def test_a_logo_for_each_scheme() -> None:
    civic = next(path for path in EXAMPLES if path.name == "civic")
    logo = page_of(themed(civic), LOGIN).soup.select(".logo picture")[0]
    assert str(logo.source["srcset"]).endswith("/logo-dark.svg")  # type: ignore[index]
    assert str(logo.img["src"]).endswith("/logo.svg")  # type: ignore[index]
