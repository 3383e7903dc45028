"""Colours of mails, out of stylesheets."""

from __future__ import annotations

import pytest

from app import paths
from app.mails.look import look

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
    ["oklch(60% 0.1 200)", "color-mix(in oklab, red, blue)", "var(--brand)", "var(--none)", '#fff"><script>'],
)
def test_what_no_mail_can_show_is_told_and_ours_stays(text: str) -> None:
    found = look(STOCK, f":root {{ --brand: {text}; }}")
    assert (found.light["brand"], found.dark["brand"]) == ("#2355d3", "#2f62e2")
    assert found.unknown == [f"--brand: {text}"]


def test_one_scheme_alone() -> None:
    dark, light = look(STOCK, scheme="dark"), look(STOCK, scheme="light")
    assert dark.light == dark.dark == look(STOCK).dark
    assert light.light == light.dark == look(STOCK).light
