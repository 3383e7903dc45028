"""`theme.toml`, the search path, what a theme brings along."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import Config, ConfigError
from app.current import ui
from app.theme.loader import Theme, load_theme


def write(folder: Path, text: str) -> Path:
    (folder / "theme.toml").write_text(text, encoding="utf-8")
    return folder


def build(folder: Path | None = None, **more: str) -> Flask:
    settings = {"kratos_public_url": "http://localhost:4433", "cookie_secret": "t" * 32, **more}
    return create_app(Config(theme_dir=folder, **settings))  # type: ignore[arg-type]


def test_no_theme_is_the_stock_theme() -> None:
    assert load_theme(None) == Theme()


def test_all_that_a_theme_can_say(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "logo.svg").write_text("<svg/>")
    (tmp_path / "static" / "theme.css").write_text("")
    theme = load_theme(write(tmp_path, 'name="Harbor"\napi=1\nlogo="logo.svg"\nscheme="dark"\nmessages="kratos"\n'
                                       'providers=["google", "github"]\n'
                                       '[links]\nhelp="https://example.org"\nprivacy="/privacy"\n'))  # fmt: skip
    assert (theme.name, theme.api, theme.logo, theme.scheme, theme.messages) == (
        "Harbor", 1, "logo.svg", "dark", "kratos",
    )  # fmt: skip
    assert theme.links == {"help": "https://example.org", "privacy": "/privacy"}
    assert theme.providers == ("google", "github")
    assert theme.has_stylesheet
    assert theme.static == tmp_path / "static"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", '"name"'),
        ("name=''\napi=1", '"name"'),
        ("name='x'", '"api"'),
        ("name='x'\napi='1'", '"api"'),
        ("name='x'\napi=1\nmessages='yes'", '"messages"'),
        ("name='x'\napi=1\nscheme='blue'", '"scheme"'),
        ("name='x'\napi=1\nlogo='none.svg'", '"logo"'),
        ("name='x'\napi=1\nlogo='../../secret'", '"logo"'),
        ("name='x'\napi=1\nlogo=7", '"logo"'),
        ("name='x'\napi=1\naccessibility='no'", '"accessibility"'),
        ("name='x'\napi=1\nlinks=7", "[links]"),
        (
            "name='x'\napi=1\n[links]\nimpring='/'",
            '[links] "impring" is not known: did you mean "imprint"?',
        ),
        ("name='x'\napi=1\n[links]\nhelp='javascript:alert(1)'", '"help"'),
        ("name='x'\napi=1\n[links]\nhelp='//evil.example'", '"help"'),
        ("name='x'\napi=1\nproviders='google'", '"providers"'),
        ("name='x'\napi=1\nproviders=['google', 7]", '"providers"'),
        ("name='x'\napi=1\nproviders=['']", '"providers"'),
        ("name='x'\napi=true", '"api" is True'),
        ("name='x'\napi=1\ncolour='red'", '"colour" is not known: known are name, api, parent'),
        ("name='x'\napi=1\nfavico='a'", '"favico" is not known: did you mean "favicon"?'),
        ("name='x'\napi=1\nlook=7", '"look" is 7: must be a table: [look]'),
        ("name='x'\napi=1\nfirst='magic'", 'use "password", "code", "passkey" or "oidc"'),
        ("name='x'\napi=1\nfooter=7", '"footer" is 7: use a text'),
        ("name='x'\napi=1\n[look]\naccnet='#fff'", '[look] "accnet" is not known: did you mean "accent"?'),
        ("name='x'\napi=1\n[look]\naccent='red'", '[look] "accent" is "red": use a colour such as "#2355d3"'),
        ("name='x'\napi=1\n[look]\naccent='#12345g'", '[look] "accent"'),
        ("name='x'\napi=1\n[look]\nradius='round'", '[look] "radius" is "round": use a length such as'),
        ("name='x'\napi=1\n[look]\nradius=4", '[look] "radius" is 4: use a length'),
        ("name='x'\napi=1\n[look]\nfont='A; } body { color: red'", '[look] "font"'),
        ("name='x'\napi=1\n[look]\nfont_file='a.woff2'", '[look] "font_file"'),
        ("name='x'\napi=1\n[look]\nlayout='wide'", '[look] "layout" is "wide": use "card" or "split"'),
        ("name='x'\napi=1\n[look]\ndensity=1", '[look] "density" is 1: use "compact", "normal" or "roomy"'),
        (
            "name='x'\napi=1\n[look]\nbackground='sea.jpg'",
            '[look] "background" is "sea.jpg": use a colour such as',
        ),
        ("name='x'\napi=1\n[look]\nbackground='linear-gradient(red'", '[look] "background"'),
        ("name='x'\napi=1\n[look]\nbackground='linear-gradient(red,blue);}a{x:y'", '[look] "background"'),
        ("name='x'\napi=1\n[look]\ncard_width='100%'", '[look] "card_width"'),
        ("name = ", "can't be read"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as raised:
        load_theme(write(tmp_path, text))
    assert len(raised.value.problems) == (2 if text == "" else 1)
    assert problem in raised.value.problems[0]


def test_a_folder_without_theme_toml(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="theme.toml"):
        load_theme(tmp_path)


@pytest.mark.parametrize(("api", "told"), [(0, "see CHANGELOG.md"), (99, "this UI is older than the theme")])
def test_another_api_warns(tmp_path: Path, caplog: pytest.LogCaptureFixture, api: int, told: str) -> None:
    with caplog.at_level(logging.WARNING):
        build(write(tmp_path, f'name="Other"\napi={api}'))
    assert told in caplog.text


def test_templates_are_looked_for_in_the_theme_first(tmp_path: Path) -> None:
    (tmp_path / "templates" / "elements").mkdir(parents=True)
    (tmp_path / "templates" / "elements" / "divider.html").write_text("mine")
    env = build(write(tmp_path, 'name="x"\napi=1')).jinja_env
    assert env.get_template("elements/divider.html").render() == "mine"
    assert "mine" not in env.get_template("stock/elements/divider.html").render()
    assert env.get_template("elements/card.html").filename


def test_everything_is_escaped_and_nothing_undefined_passes() -> None:
    from jinja2 import UndefinedError

    env = build().jinja_env
    assert env.from_string("{{ '<b>' }}").render() == "&lt;b&gt;"
    with pytest.raises(UndefinedError):
        env.from_string("{{ nothing }}").render()


def test_the_brand(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "theme.css").write_text("")
    app = build(write(tmp_path, 'name="Harbor"\napi=1'))
    shown = ui(app).brand
    assert shown.name == "Harbor"
    assert shown.stylesheet.endswith("/theme.css")
    assert shown.logo == ""
    assert ui(build(tmp_path, project_name="Pier")).brand.name == "Pier"
