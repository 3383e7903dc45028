"""The table `[look]`: tokens and rules, and colours that can be read whatever the accent is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.mails.look import look as read
from app.theme.contrast import SHAPE, TEXT, contrast, mixed, on, towards
from app.theme.look import DARK, LIGHT, Ground, sheet

STOCK = (paths.STATIC / "css" / "ui.css").read_text("utf-8")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def tokens(look: dict[str, str], scheme: str = "") -> tuple[dict[str, str], dict[str, str]]:
    """What a look says in the light and in the dark, over ours."""
    found = read(STOCK, sheet(look, scheme), scheme)
    return found.light, found.dark


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert [on("#ffd84d"), on("#003a8c"), on("#767676")] == ["#14171f", "#ffffff", "#ffffff"]
    assert towards("#2355d3", "#ffffff", ["#14171d"], SHAPE) == "#2c5cd5"


@pytest.mark.parametrize(("ground", "which"), [(LIGHT, 0), (DARK, 1)])
def test_grounds_are_those_of_our_stylesheet(ground: Ground, which: int) -> None:
    stock = (read(STOCK).light, read(STOCK).dark)[which]
    for name in ("canvas", "surface", "sunken", "text", "muted"):
        assert mixed(stock[name], "#000", 0) == getattr(ground, name), name


@given(accent=COLOURS)
def test_every_accent_can_be_read_in_both_schemes(accent: str) -> None:
    for shown, ground in zip(tokens({"accent": accent}), (LIGHT, DARK), strict=True):
        assert contrast(shown["on-brand"], shown["brand"]) >= TEXT
        soft = mixed(ground.surface, shown["link"], 0.09)
        for beneath in (ground.canvas, ground.surface, ground.sunken, soft):
            assert contrast(shown["link"], beneath) >= TEXT
    light, dark = tokens({"accent": accent})
    assert light["brand"] == accent
    assert min(contrast(dark["brand"], each) for each in (DARK.surface, DARK.canvas)) >= SHAPE


@given(accent=COLOURS)
def test_text_on_a_button_that_is_pointed_at_can_be_read(accent: str) -> None:
    css = sheet({"accent": accent}, "light")
    ink = on(accent)
    found = re.search(r"--_hover: (#\w+)", css)
    assert contrast(found[1] if found else mixed(accent, "#000000", 0.12), ink) >= TEXT


@given(background=COLOURS, accent=COLOURS)
def test_what_stands_on_a_background_can_be_read(background: str, accent: str) -> None:
    css = sheet({"background": background, "accent": accent}, "light")
    if "--canvas" in css:
        light, _ = tokens({"background": background, "accent": accent})
        assert min(contrast(light[each], background) for each in ("text", "muted", "link")) >= TEXT
    else:
        ink = re.search(r"hover \{ color: (#\w+)", css)
        assert ink
        assert contrast(ink[1], background) >= TEXT


def test_an_accent_that_an_operator_chose_for_the_dark_stays() -> None:
    light, dark = tokens({"accent": "#003a8c", "accent_dark": "#ffd84d"})
    assert (light["brand"], dark["brand"], dark["on-brand"], dark["link"]) == (
        "#003a8c", "#ffd84d", "#14171f", "#ffd84d",
    )  # fmt: skip


def test_a_background_for_the_light_leaves_the_dark_alone() -> None:
    light, dark = tokens({"background": "#eef6f5"})
    assert (light["canvas"], dark["canvas"]) == ("#eef6f5", DARK.canvas)
    assert "prefers-color-scheme: light" in sheet({"background": "#5b21b6"})
    assert "url(" in sheet({"background": "sea.svg"}, "dark")
    assert sheet({"background": "linear-gradient(red, blue)"}, "dark") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_theme_with_one_scheme_has_no_word_about_the_other(scheme: str) -> None:
    css = sheet({"accent": "#0f766e", "background": "#eef6f5", "background_dark": "#101010"}, scheme)
    assert "prefers-color-scheme" not in css
    assert ("--canvas: #eef6f5" in css, "--canvas: #101010" in css) == (scheme == "light", scheme == "dark")


@pytest.mark.parametrize(
    ("look", "said"),
    [
        ({"radius": "0"}, "--radius: 0px; --card-radius: min(calc(var(--radius) * 2), 1.75rem);"),
        ({"font": "Inter, sans-serif"}, "--font: Inter, sans-serif;"),
        ({"font_heading": "Georgia, serif"}, "--font-heading: Georgia, serif;"),
        ({"font": "Inter", "font_file": "inter.woff2"}, '--font: "theme", Inter;'),
        ({"font_file": "inter.woff2"}, 'src: url("inter.woff2")'),
        ({"card_width": "30rem"}, "--card-width: 30rem;"),
        ({"density": "compact"}, "--control-height: 2.25rem;"),
        ({"density": "roomy"}, "--control-height: 3.25rem;"),
        ({"layout": "split"}, "linear-gradient(160deg, var(--brand)"),
        ({"layout": "split", "background": "sea.svg"}, '.page::after { background: url("sea.svg")'),
        ({"layout": "split", "background": "#123456"}, "linear-gradient(#123456, #123456)"),
        ({"background": "linear-gradient(red, blue)"}, "var(--canvas) linear-gradient(red, blue) center"),
        ({"background": "sea.svg"}, 'var(--canvas) url("sea.svg") center'),
    ],
)
def test_what_a_look_says(look: dict[str, str], said: str) -> None:
    assert said in sheet(look)


def test_nothing_to_say_makes_no_stylesheet() -> None:
    assert sheet({}) == sheet({"layout": "card", "density": "normal"}) == ""
    assert "picture" in sheet({}, "", picture=True)
