"""Colours of mails, out of stylesheets."""

from __future__ import annotations

import pytest

from app import paths
from app.mails.look import look
from app.theme.contrast import contrast

STOCK = (paths.STATIC / "css" / "ui.css").read_text("utf-8")


def test_ours_are_all_there_light_and_dark() -> None:
    found = look(STOCK)
    assert found.unknown == []
    assert (found.light["brand"], found.light["on-brand"], found.light["link"]) == (
        "#2355d3",
        "#fff",
        "#2355d3",
    )
    assert (found.dark["brand"], found.dark["canvas"]) == ("#2f62e2", "#0b0d11")
    assert found.light["canvas"] == "#f4f5f7"
    assert '"' not in found.light["font"]


def test_a_theme_wins_in_both_as_its_rules_stand_in_no_layer() -> None:
    found = look(STOCK, ":root { --brand: #0f766e; }")
    assert (found.light["brand"], found.dark["brand"]) == ("#0f766e", "#0f766e")
    assert found.light["link"] == "#0f766e"
    assert found.dark["link"] == "#93b4ff"


def test_a_theme_has_its_own_dark() -> None:
    sheet = """
      /* --brand: #000; */
      :root { --brand: #0f766e; --canvas: var(--paper); --paper: #fffaf0 }
      @media (prefers-color-scheme: dark) { :root { --brand: #5eead4; --paper: #111 } }
      @media (prefers-contrast: more) { :root { --brand: #000; } }
      .card { --brand: red; }
    """
    found = look(STOCK, sheet)
    assert (found.light["brand"], found.light["canvas"]) == ("#0f766e", "#fffaf0")
    assert (found.dark["brand"], found.dark["canvas"]) == ("#5eead4", "#111")


@pytest.mark.parametrize(
    "text",
    [
        "oklch(60% 0.1)", "oklch(0.5 1e308 3)", "lab(50% 0 0 / 0.5)", "color-mix(in oklab, red, blue)",
        "var(--brand)", "var(--none)", '#fff"><script>', "inherit", "transparent", "currentColor",
        "CanvasText", "fuscia", "rgb(1 2 3 / 50%)", "#fff8", "rgb(1 2)", "hsl(nan 1 1)",
    ],
)  # fmt: skip
def test_what_no_mail_can_show_is_told_and_ours_stays(text: str) -> None:
    found = look(STOCK, f":root {{ --brand: {text}; }}")
    assert (found.light["brand"], found.dark["brand"]) == ("#2355d3", "#2f62e2")
    assert found.unknown == [f"--brand: {text}"]


def test_one_scheme_alone() -> None:
    dark, light = look(STOCK, scheme="dark"), look(STOCK, scheme="light")
    assert dark.light == dark.dark == look(STOCK).dark
    assert light.light == light.dark == look(STOCK).light


PALE = "--brand:#7c3aed; --text:#fff; --muted:#cbd5e1; --link:#93c5fd;"
PAIRS = (
    ("text", "surface"), ("text", "sunken"), ("muted", "surface"), ("link", "surface"), ("on-brand", "brand"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("rgb(16 24 48)", "#101830"), ("rgba(16, 24, 48)", "#101830"), ("RGB(0% 50% 100%)", "#0080ff"),
        ("rgb(16 24 48 / 100%)", "#101830"), ("rgb(300 0 0)", "#ff0000"), ("hsl(174 84% 26%)", "#0b7a6f"),
        ("hsl(174deg, 84%, 26%)", "#0b7a6f"), ("DarkSlateBlue", "#483d8b"), ("hsl(0.5turn 50% 50%)", "#40bfbf"),
        ("oklch(0.21 0.034 264.665)", "#101828"), ("oklch(60% 0.1 200deg)", "#0d9298"), ("lch(50% 60 200)", "#008e98"),
        ("oklch(0.7 0.4 150)", "#00d600"), ("color(display-p3 1 0 0)", "#ff0000"), ("lab(50% 40 20)", "#b95857"),
    ],
)  # fmt: skip
def test_a_colour_is_written_as_all_mail_programs_know_it(text: str, shown: str) -> None:
    """As Chromium paints it, that of a wide screen's colours too."""
    found = look(STOCK, f":root {{ --brand: {text}; --on-brand: {text}; --line: {text}; }}")
    assert (found.light["line"], found.dark["line"], found.unknown) == (shown, shown, [])


@pytest.mark.parametrize("scheme", ["", "light", "dark"])
@pytest.mark.parametrize(
    "sheet",
    [
        f"--surface: rgb(16 24 48); --canvas: rgb(8 12 24); --sunken: rgb(24 32 64); {PALE}",
        f"--surface: oklch(20% 0.1 200); --canvas: color-mix(in srgb, red, blue); --sunken: lab(20% 0 0); {PALE}",
        "--brand: #f0a; --canvas: #111; --surface: #1c1c1c; --text: #eee; --muted: #aaa;",
        "--surface: #fffaf0;", "--surface: #777; --text: #888;", "--sunken: #101010; --text: #111;",
        "--muted: #eee;", "--brand: #fde047;", "--brand: #fde047; --on-brand: #fff;", "--link: white;",
    ],
)  # fmt: skip
def test_no_text_of_a_mail_is_pale(sheet: str, scheme: str) -> None:
    found = look(STOCK, f":root {{ {sheet} }}", scheme)
    for colours in (found.light, found.dark):
        for ink, ground in PAIRS:
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, colours)


def test_a_dark_palette_that_does_not_say_so_takes_our_dark_for_the_rest() -> None:
    sheet = ":root { --brand: #a0f; --canvas: #111; --surface: #1c1c1c; --text: #eee; --muted: #aaa; }"
    found = look(STOCK, sheet)
    assert found.light == found.dark
    assert (found.light["surface"], found.light["text"]) == ("#1c1c1c", "#eee")
    assert (found.light["sunken"], found.light["line"]) == ("#191d24", "#272c35")
    [note] = found.notes
    assert note.startswith(
        "Mails take our colours where these can't be read: --text #eee on --sunken #f7f8fa (1.0:1)"
    )


def test_what_can_be_read_stays_as_the_theme_has_it_and_nothing_is_said() -> None:
    hero = look(STOCK, ":root { --brand: #5b21b6; --canvas: #1e1b4b; }", "light")  # no text is on the canvas
    assert (hero.light["canvas"], hero.light["surface"], hero.notes) == ("#1e1b4b", "#fff", ())
    pale = look(STOCK, ":root { --brand: #fde047; --link: #0f766e; }", "light")
    assert (pale.light["brand"], pale.light["on-brand"], pale.light["link"]) == (
        "#fde047",
        "#14171f",
        "#0f766e",
    )
    assert pale.faint == ["--on-brand #fff on --brand #fde047 (1.3:1)"]


def test_the_dark_alone_is_told_as_such() -> None:
    found = look(STOCK, "@media (prefers-color-scheme: dark) { :root { --muted: #333; } }")
    assert found.dark["muted"] == "#a5adbb"
    assert found.faint == ["in the dark --muted #333 on --surface #14171d (1.4:1)"]


@pytest.mark.parametrize(
    ("font", "shown"),
    [
        ('"Segoe UI", Inter,sans-serif', "'Segoe UI', Inter,sans-serif"), ("'Á 3', x", "'Á 3', x"),
        ('"A;b", x', ""), ('"A}b", x', ""), ('"A, x', ""), ("\"O'Neil\", x", ""), ("A, , x", ""), ('A "b"', ""),
    ],
)  # fmt: skip
def test_the_quotes_of_a_font_are_closed(font: str, shown: str) -> None:
    found = look(STOCK, f":root {{ --font: {font}; --line: #123; }}")
    assert found.light["font"] == (shown or look(STOCK).light["font"])
    assert found.light["line"] == "#123"
    assert found.notes == (
        () if shown else (f"Mails keep our font, as few mail programs know this one: --font: {font}",)
    )
