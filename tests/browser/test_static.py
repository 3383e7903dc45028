"""The style sheet that is sent says what the one that we wrote says."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page
from rcssmin import cssmin

from app import paths

RULES = """(text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText) }"""


def test_without_comments_and_spaces_it_is_the_same(new_page: Callable[..., Page]) -> None:
    page = new_page()
    for name, least in (("ui.css", 20_000), ("account.css", 4_000)):
        written = (paths.STATIC / "css" / name).read_text(encoding="utf-8")
        rules = [tight(rule) for rule in page.evaluate(RULES, written)]
        assert len("".join(rules)) > least
        assert [tight(rule) for rule in page.evaluate(RULES, cssmin(written))] == rules


def tight(rule: str) -> str:
    """A browser keeps the spaces of tokens (`--name: a, b`) as they are written."""
    return re.sub(r"\s*([,():;{}/])\s*", r"\1", rule)
