"""The style sheet that is sent says what the one that we wrote says."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page
from rcssmin import cssmin

from app import paths

RULES = """(text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText) }"""


def test_without_comments_and_spaces_it_is_the_same(new_page: Callable[..., Page]) -> None:
    written = (paths.STATIC / "css/ui.css").read_text(encoding="utf-8")
    page = new_page()
    rules = page.evaluate(RULES, written)
    assert len("".join(rules)) > 20_000
    assert page.evaluate(RULES, cssmin(written)) == rules
