"""`static/css/*.css`: small, nothing dead, nothing that only fits one direction of writing."""

from __future__ import annotations

import gzip
import re

import pytest

from app import paths

SHEETS = [(paths.STATIC / "css" / name).read_text(encoding="utf-8") for name in ("ui.css", "account.css")]
CSS = "\n".join(SHEETS)
RULES = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in [*paths.TEMPLATES.rglob("*.html"), *(paths.STATIC / "js").glob("*.js")]
)
BUILT = {  # from parts: "alert--" ~ type, "form--" ~ role, …
    "alert": ("error", "success", "warning", "info"),
    "form": ("resend", "back", "remove", "providers", "method", "main"),
    "field": ("otp", "list", "radio"),
    "btn": ("primary", "secondary", "plain", "plain-danger", "danger", "danger-quiet"),
    "state": ("error", "success", "warning"),
    "icon": ("14", "18", "26"),
}


def classes() -> list[str]:
    selectors = re.sub(r"\{[^{}]*\}", "{}", RULES)
    return sorted(set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"@(supports|media)[^{]*", "", selectors))))


def test_no_rule_is_dead() -> None:
    for name in classes():
        block, _, variant = name.partition("--")
        used = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", SOURCES)
        assert used or variant in BUILT.get(block, ()), name


def test_it_is_small() -> None:
    """As it is written; what a first visit gets of it, `test_static.py` tells."""
    assert [len(gzip.compress(sheet.encode(), 9)) // 1024 for sheet in SHEETS] <= [6, 2]


@pytest.mark.parametrize("sheet", SHEETS, ids=["ui", "account"])
def test_everything_is_in_a_layer(sheet: str) -> None:
    rules, depth, outside = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL), 0, ""
    for char in rules:
        depth += (char == "{") - (char == "}")
        outside += char if depth == 0 and char != "}" else ""
    order = "@layer tokens, base, layout, components, utilities;"
    assert outside.strip().startswith(order) or sheet is not SHEETS[0]
    assert re.sub(r"@layer \w+", "", outside.replace(order, "")).strip() == ""


def test_only_logical_properties() -> None:
    sides, sizes = "left|right|top|bottom", "width|height|(min|max)-(width|height)"
    physical = rf"[\s;{{]((margin|padding|border)-({sides})\b|({sides}|{sizes})\s*:)"
    media = re.sub(r"@(media|supports)[^{]*\{", "{", RULES)
    assert [found[0] for found in re.findall(physical, media)] == []
    # what is for one direction alone may name a side
    either = re.sub(r'\[dir="rtl"\][^{]*\{[^}]*\}', "", media)
    assert not re.search(r"text-align:\s*(left|right)|float:", either)


def test_nothing_comes_from_elsewhere() -> None:
    assert "@import" not in RULES
    assert "url(" not in RULES


def test_dark_is_the_same_whether_chosen_or_forced() -> None:
    chosen = re.search(r':where\(:not\(\[data-scheme="light"\]\)\) \{(.*?)\}', RULES, re.DOTALL)
    forced = re.search(r':where\(\[data-scheme="dark"\]\) \{(.*?)\}', RULES, re.DOTALL)
    assert chosen
    assert forced
    words = [
        re.sub(r"\s+", " ", each[1]).replace("color-scheme: dark; ", "").strip() for each in (chosen, forced)
    ]
    assert words[0] == words[1]
