"""Static files of themes: each brand's own, at pinned and at plain addresses."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.current import ui
from tests.support.brands import FILE, HOSTS, Branded, themes, write

SHARED = {"Host": "id.example"}


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> Branded:
    return Branded(themes(tmp_path_factory.mktemp("themes")))


@pytest.fixture
def client(branded: Branded) -> FlaskClient:
    return branded.app.test_client()


def get(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    answer = client.get(address, headers=headers)
    answer.get_data()
    answer.close()
    return answer


def pinned(app: Flask, file: str = "theme.css") -> str:
    return ui(app).assets.url(file, theme=True)


@pytest.mark.parametrize("host", [*HOSTS.values(), "id.example"])
@pytest.mark.parametrize("keeps", ["", "umbrella"])
def test_a_digest_says_whose_a_file_is(branded: Branded, client: FlaskClient, host: str, keeps: str) -> None:
    if keeps:
        client.set_cookie("kratos_ui_brand", keeps, domain=host)
    for name, app in branded.apps.items():
        answer = get(client, pinned(app), Host=host)
        assert f".brand-{name} " in answer.text
        assert answer.headers["Cache-Control"].endswith("immutable")


def test_a_plain_address_at_a_brands_host(client: FlaskClient) -> None:
    answer = get(client, "/theme/theme.css", Host=HOSTS["acme"])
    assert ".brand-acme " in answer.text
    assert answer.headers["Cache-Control"] == "max-age=60, public"


@pytest.mark.parametrize("name", ["main", "umbrella", "initech"])
def test_a_plain_address_where_brands_share_a_host(client: FlaskClient, name: str) -> None:
    if name != "main":
        client.set_cookie("kratos_ui_brand", name, domain="id.example")
    answer = get(client, "/theme/logo.svg", **SHARED)
    assert f"<title>{name:<10}" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified"} & set(answer.headers.keys())


def test_what_a_style_sheet_names_is_its_own_brands(branded: Branded, client: FlaskClient) -> None:
    client.set_cookie("kratos_ui_brand", "umbrella", domain="id.example")
    sheet = f"http://id.example{pinned(branded.apps['initech'])}"
    assert "<title>initech" in get(client, "/theme/logo.svg", Referer=sheet, **SHARED).text
    page = "http://id.example/login?flow=x"
    assert "<title>umbrella" in get(client, "/theme/logo.svg", Referer=page, **SHARED).text
    for odd in ("http://[", "x", "/theme/ffffffffffff/", "\xff"):
        assert "<title>umbrella" in get(client, "/theme/logo.svg", Referer=odd, **SHARED).text


def test_no_condition_gives_anothers_file(branded: Branded, client: FlaskClient) -> None:
    """Two files of one size and time have one ETag."""
    there = get(client, pinned(branded.apps["umbrella"], "logo.svg"), **SHARED)
    conditions = {"If-None-Match": there.headers["ETag"], "If-Modified-Since": there.headers["Last-Modified"]}
    answer = get(client, "/theme/logo.svg", **conditions, **SHARED)
    assert answer.status_code == 200
    assert "<title>main" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/theme/ffffffffffff/theme.toml",
        "/theme/ffffffffffff/../theme.css",
        "/theme/../acme/theme.toml",
        "/theme/",
        "/theme/theme.toml",
        "/theme/x/y",
    ],
)
def test_what_is_not_there(client: FlaskClient, path: str) -> None:
    answer = get(client, path, **SHARED)
    assert answer.status_code == 404
    assert "Brand main" in answer.text


def test_the_theme_of_the_application_itself_has_its_files(tmp_path: Path) -> None:
    path = themes(tmp_path, FILE.replace('default = "main"', ""))
    branded = Branded(path, theme_dir=tmp_path / "globex", base_path="/auth")
    client = branded.app.test_client()
    assert ".brand-globex " in get(client, pinned(branded.app), Host=HOSTS["acme"]).text
    assert "Brand globex" in client.get("/auth/nowhere", headers=SHARED).text
    assert "Brand acme" in client.get("/auth/nowhere", headers={"Host": HOSTS["acme"]}).text
    assert pinned(branded.apps["acme"]).startswith("/auth/theme/")
    assert ".brand-acme " in get(client, pinned(branded.apps["acme"]), **SHARED).text
    sheet = f"http://id.example{pinned(branded.apps['initech'])}"
    assert "<title>initech" in get(client, "/auth/theme/logo.svg", Referer=sheet, **SHARED).text


def test_a_page_from_before_a_change_gets_what_there_is_now(tmp_path: Path) -> None:
    branded = Branded(themes(tmp_path))
    client = branded.app.test_client()
    before = pinned(branded.apps["acme"])
    write(tmp_path / "acme/static/theme.css", ".new { color: blue }")
    branded.look()
    after = pinned(branded.apps["acme"])
    assert before != after
    assert get(client, after, **SHARED).text == get(client, before, **SHARED).text == ".new { color: blue }"
    assert get(client, before, **SHARED).headers["Cache-Control"] == "no-store"
    assert get(client, after, **SHARED).headers["Cache-Control"].endswith("immutable")


@pytest.mark.parametrize("name", ["main", "umbrella", "acme"])
def test_a_page_of_another_version_gets_its_brands_file(
    branded: Branded, client: FlaskClient, name: str
) -> None:
    host = HOSTS.get(name, "id.example")
    if name == "umbrella":
        client.set_cookie("kratos_ui_brand", name, domain=host)
    answer = get(client, "/theme/ffffffffffff/theme.css", Host=host)
    assert f".brand-{name} " in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert not {"ETag", "Last-Modified"} & set(answer.headers.keys())


def test_a_file_that_another_worker_has_is_looked_for(tmp_path: Path) -> None:
    branded, other = Branded(themes(tmp_path)), Branded(tmp_path / "themes.toml")
    write(tmp_path / "acme/static/theme.css", ".new { color: blue }")
    branded.look()
    other.shelf._looked -= 0.1
    assert get(other.app.test_client(), pinned(branded.apps["acme"])).text == ".new { color: blue }"
