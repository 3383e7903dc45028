"""`kratos-ui theme check` in Chromium: what is hard to read or to hit, on any ground."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.theming.chosen import of_rules
from app.theming.seen import look, misspelt
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


def test_a_page_that_begins_far_down_is_looked_at_from_its_top(browser: Browser, tmp_path: Path) -> None:
    """New recovery codes take the focus."""
    assert found(browser, tmp_path, "", "v1.3.1/settings.show_form.lookup_revealed_one_used") == []


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


@pytest.mark.parametrize(
    ("media", "scheme", "colour"),
    [
        ("(prefers-color-scheme: dark) and (min-width: 60rem)", "dark", "#333"),
        ("(prefers-color-scheme: light) and (max-width: 40rem)", "light", "#ddd"),
    ],
)
def test_every_scheme_is_looked_at_wide_and_narrow(
    browser: Browser, tmp_path: Path, media: str, scheme: str, colour: str
) -> None:
    told = found(browser, tmp_path, f"@media {media} {{ .title {{ color: {colour} }} }}", "pages/logout")
    assert [each for each in told if "(h1.title)" in each and f", {scheme})" in each]


def test_a_picture_counts_that_one_look_alone_has(browser: Browser, tmp_path: Path) -> None:
    made_theme(
        tmp_path,
        {"static/wall.svg": "<svg xmlns='http://www.w3.org/2000/svg'><rect width='999' height='999'/></svg>"},
    )
    css = """.card { position: relative; z-index: 0; background: none }
        @media (prefers-color-scheme: light) and (max-width: 40rem) {
          .card::before { content: ""; position: absolute; inset: 0; z-index: -1; background: url(wall.svg) }
        }"""
    told = found(browser, tmp_path, css, "pages/logout")
    assert [each for each in told if "(h1.title)" in each and "390 pixels wide, light)" in each], told


PAGES = {
    "chosen": "<main class=card><a href=x>x</a></main>",
    "error": "<p data-message-id=4000006>x</p>",
    "again": "<p data-message-id=4000006>x</p>",
    "code": "<div class=node><input name=code></div>",
    "arabic": "<html dir=rtl><main class=card></main>",
}


@pytest.mark.parametrize(
    ("css", "pages"),
    [
        (".card { color: red } .card a:hover, ::selection { color: blue } .nowhere { color: red }", []),
        ('[data-message-id="4000006"] { color: #ccc }', ["error"]),
        (
            ".card, [data-message-id^='4']::before, .node > input:focus-visible { color: red }",
            ["error", "code"],
        ),
        (
            "@media (min-width: 1px) { @supports (color: red) { @layer x { .node { color: red } } } }",
            ["code"],
        ),
        (".node { input { color: red } &:is(.card, .node) { color: blue } }", ["code"]),
        ("@media print { .node { color: red } }", []),
        ("[dir=rtl] .card { color: red } a[href='],)'], b { color: red }", ["arabic"]),
        ("} ]] {{ :is(", []),
    ],
)
def test_pages_are_added_that_only_a_themes_rules_are_for(
    browser: Browser, css: str, pages: list[str]
) -> None:
    eye = browser.new_page()
    assert (
        of_rules(eye, css, ["chosen"], [name for name in PAGES if name != "chosen"], PAGES.__getitem__)
        == pages
    )
    eye.close()


def test_a_forced_scheme_is_looked_at_alone(browser: Browser, tmp_path: Path) -> None:
    settings = 'name = "x"\napi = 1\nscheme = "light"\n'
    css = "@media (prefers-color-scheme: dark) { :root { --text: #eef0f4 } }"
    made_theme(tmp_path, {"theme.toml": settings, "static/theme.css": css})
    assert look(browser, themed(tmp_path), tmp_path, ["pages/logout"]) == []  # the block itself is told of


def test_a_misspelt_property_is_told(browser: Browser, tmp_path: Path) -> None:
    css = """@font-face { font-family: x; src: url(x.woff2); font-display: swap }
        .title { colour: red; -moz-osx-font-smoothing: auto; --own: 1; hanging-punctuation: first; font: inherit }
        .card { @media (width > 1px) { backgroud: red } &:hover { margin-inline: 0 } }"""
    made_theme(tmp_path, {"static/theme.css": css})
    told = [str(each).removeprefix(f"{tmp_path}/static/theme.css:") for each in misspelt(browser, tmp_path)]
    assert told == [
        "2: there is no property colour: did you mean color?",
        "3: there is no property backgroud: did you mean background?",
    ]
