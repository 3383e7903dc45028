"""Style sheets and scripts on the wire: small, pinned by their content, kept for ever."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from whitenoise import WhiteNoise

from app import create_app, paths
from app.config import Config
from app.current import ui
from tests.support.recorded_kratos import BASE_URL, Given, RecordedKratos
from tests.support.recordings import recording

SOURCE = (paths.STATIC / "css/ui.css").read_text(encoding="utf-8")


def get(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    answer = client.get(address, headers=headers)
    answer.get_data()
    answer.close()
    return answer


@pytest.fixture
def address(app: Flask) -> str:
    return ui(app).assets.url("css/ui.css")


def test_an_address_with_a_digest_is_kept_for_ever(client: FlaskClient, address: str) -> None:
    assert re.fullmatch(r"/static/[0-9a-f]{12}/css/ui\.css", address)
    answer = get(client, address)
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer.headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_digest_of_another_version_gets_the_file_as_it_is_now(client: FlaskClient, address: str) -> None:
    """While one takes the place of another, pages of the one ask the other for what they name."""
    now = get(client, address)
    conditions = {name: now.headers[name] for name in ("ETag", "Last-Modified")}
    other = address.replace(address.split("/")[2], "0" * 12)
    for headers in (
        {"Accept-Encoding": "br"},
        {"If-None-Match": conditions["ETag"], "If-Modified-Since": conditions["Last-Modified"]},
    ):
        answer = get(client, other, **headers)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert not {"ETag", "Last-Modified"} & set(answer.headers.keys())
        assert answer.headers["Content-Type"] == now.headers["Content-Type"]
        assert answer.headers["Content-Security-Policy"] == now.headers["Content-Security-Policy"]
    assert brotli.decompress(get(client, other, **{"Accept-Encoding": "br"}).data) == answer.data == now.data


@pytest.mark.parametrize(
    "path",
    [
        "/static/000000000000/css/nothing.css", "/static/000000000000/", "/static/000000000000",
        "/static/000000000000/../css/ui.css", "/static/000000000000//css/ui.css", "/static/000000000000/./css/ui.css",
        "/static/000000000000/%2e%2e/css/ui.css", "/static/000000000000/css/ui.css/",
        "/static/000000000000/css/ui.css.gz", "/static/00000000000/css/ui.css",
        "/static/0000000000000/css/ui.css", "/static/00000000000G/css/ui.css",
        "/static/000000000000/000000000000/css/ui.css", "/theme/000000000000/css/ui.css",
        "/static/000000000000//etc/passwd", "/static/000000000000/\\css/ui.css", "/static/000000000000/css/ui.css\0",
    ],
)  # fmt: skip
def test_and_nothing_else(client: FlaskClient, path: str) -> None:
    assert get(client, path).status_code == 404


def test_a_theme_of_another_version_too(config: Config, tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('name = "A"\napi = 1\n')
    (tmp_path / "static").mkdir()
    (tmp_path / "static/bär.css").write_text("a { color: red }")
    client = create_app(replace(config, theme_dir=tmp_path, base_path="/auth")).test_client()
    answer = get(client, f"/auth/theme/{'0' * 12}/b%C3%A4r.css")
    assert (answer.text, answer.headers["Cache-Control"]) == ("a { color: red }", "no-store")
    assert get(client, f"/auth/theme/{'0' * 12}/theme.toml").status_code == 404


def test_a_plain_address_is_kept_for_a_minute(client: FlaskClient, address: str) -> None:
    answer = get(client, "/static/css/ui.css")
    assert answer.headers["Cache-Control"] == "max-age=60, public"
    assert answer.data == get(client, address).data


def test_what_browsers_unpack(client: FlaskClient, address: str) -> None:
    plain = get(client, address)
    zipped = get(client, address, **{"Accept-Encoding": "gzip"})
    small = get(client, address, **{"Accept-Encoding": "gzip, deflate, br"})
    assert [each.headers.get("Content-Encoding") for each in (plain, zipped, small)] == [None, "gzip", "br"]
    assert gzip.decompress(zipped.data) == brotli.decompress(small.data) == plain.data
    assert len(small.data) < len(zipped.data) < len(plain.data) < len(SOURCE)
    assert all(each.headers["Vary"] == "Accept-Encoding" for each in (plain, zipped, small))


def test_the_digest_is_that_of_the_content(config: Config, tmp_path: Path) -> None:
    (tmp_path / "theme.toml").write_text('name = "A"\napi = 1\n')
    (tmp_path / "static").mkdir()
    addresses = []
    for text in ("a{color:red}", "a{color:red}", "a{color:blue}"):
        (tmp_path / "static/theme.css").write_text(text)
        addresses.append(
            ui(create_app(replace(config, theme_dir=tmp_path))).assets.url("theme.css", theme=True)
        )
    assert addresses[0] == addresses[1] != addresses[2]


def test_a_theme_keeps_its_own_words(config: Config, tmp_path: Path) -> None:
    text = "/* by hand */\na { color : red }\n"
    (tmp_path / "theme.toml").write_text('name = "A"\napi = 1\n')
    (tmp_path / "static").mkdir()
    (tmp_path / "static/theme.css").write_text(text)
    client = create_app(replace(config, theme_dir=tmp_path, base_path="/auth")).test_client()
    assert get(client, "/auth/theme/theme.css").text == text
    pinned = ui(client.application).assets.url("theme.css", theme=True)
    assert pinned.startswith("/auth/theme/")
    assert get(client, pinned).headers["Cache-Control"].endswith("immutable")


def test_one_instance_serves_them_all(app: Flask) -> None:
    inner = app.wsgi_app._behind  # type: ignore[attr-defined]  # all is observed from outside
    assert isinstance(inner, WhiteNoise)
    assert not isinstance(inner.application, WhiteNoise)


@pytest.mark.parametrize(
    ("kind", "name", "most"),
    [
        ("login", "login.choose_method.all_methods", 14_750),  # 9 KB of HTML, with every method there is
        ("login", "login.choose_method.password_only", 11_000),
        ("settings", "settings.show_form.all_methods", 22_000),
        ("settings", "settings.show_form.password_only", 14_000),
    ],
)
def test_a_first_visit_is_small(
    client: FlaskClient, kratos: RecordedKratos, kind: str, name: str, most: int
) -> None:
    shown = recording("v1.3.1", name)
    kratos.on("GET", f"/self-service/{kind}/flows", Given(200, {**shown.body, "return_to": ""}))
    kratos.on("GET", "/self-service/logout/browser", Given(200, {"logout_url": f"{BASE_URL}/x?token=t"}))
    if kind == "settings":
        client.set_cookie("ory_kratos_session", "s")
    address = f"/{kind}?flow={shown.body['id']}"
    html = client.get(address).text
    ours = [address, *re.findall(r'(?:href|src)="(/static/[^"]+)"', html)]
    assert len(ours) >= 3
    answers = [get(client, each, **{"Accept-Encoding": "gzip, br"}) for each in ours]
    heads = sum(len(f"{name}: {value}\r\n") for answer in answers for name, value in answer.headers)
    total = heads + sum(len(answer.data) for answer in answers)
    assert total <= most, [(each, len(answer.data)) for each, answer in zip(ours, answers, strict=True)]
