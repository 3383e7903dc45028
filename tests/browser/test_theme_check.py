"""`kratos-ui theme check` in Chromium: what is hard to read or to hit, on any ground."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.theming.seen import look
from tests.support.theme import made_theme, themed

LOGIN = "v1.3.1/login.choose_method.all_methods"
SETTINGS = "v1.3.1/settings.show_form.everything_enabled"


def found(browser: Browser, theme: Path, css: str, *names: str) -> list[str]:
    """What is said of a theme with this style sheet, without its folder."""
    made_theme(theme, {"static/theme.css": css})
    mistakes = look(browser, themed(theme), theme, names or (LOGIN,))
    return [str(each).removeprefix(f"{theme}/") for each in mistakes]


def test_the_stock_look_has_no_faults(browser: Browser, tmp_path: Path) -> None:
    assert (
        found(browser, tmp_path, "", LOGIN, SETTINGS, "pages/welcome.aal2", "pages/status.unavailable") == []
    )


def test_a_pale_text_is_told_with_its_line_and_a_better_colour(browser: Browser, tmp_path: Path) -> None:
    css = ":root {\n  --muted: #a0a0a0;\n}\n"
    light = [each for each in found(browser, tmp_path, css) if each.endswith("has it") and ", light)" in each]
    assert light
    assert all(each.startswith("static/theme.css:2: “") for each in light)
    assert "(p.subtitle) has a contrast of 2.6, #a0a0a0 on #ffffff" in " ".join(light)
    assert "4.5 is needed, #" in light[0]


@pytest.mark.parametrize(
    "ground",
    [
        "linear-gradient(90deg, #000, #fff)",
        "repeating-linear-gradient(45deg, #555 0 4px, #999 4px 8px)",
        "url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
        "%3Crect width='9' height='9' fill='%23444'/%3E%3C/svg%3E\")",
    ],
    ids=["gradient", "stripes", "picture"],
)
def test_the_ground_counts_as_it_is_seen(browser: Browser, tmp_path: Path, ground: str) -> None:
    told = found(browser, tmp_path, f".card {{ background: {ground} }}")
    assert [each for each in told if "(h1.title)" in each], told


def test_only_what_is_seen_counts(browser: Browser, tmp_path: Path) -> None:
    css = ".card__body::after { content: 'x'; color: #fff } .vh { color: #eee } .btn:disabled { color: #ddd }"
    assert found(browser, tmp_path, css) == []
    assert [each for each in found(browser, tmp_path, ".title { opacity: 0.3 }") if "(h1.title)" in each]


def test_a_small_target_beside_another_is_told(browser: Browser, tmp_path: Path) -> None:
    css = (
        ".btn { min-block-size: 0; block-size: 14px; margin: 0; padding: 0; line-height: 1 }"
        "* { gap: 0 !important }"
    )
    told = [each for each in found(browser, tmp_path, css) if "is a target of" in each]
    assert told
    assert "× 14 pixels beside another one" in told[0]
    assert told[0].endswith("make it 24 × 24, or set it apart")
