"""axe-core on a page in Chromium."""

from __future__ import annotations

from collections.abc import Mapping

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": RULES},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
ASK = """options => axe.run(document, options).then(({violations}) =>
  violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`)))"""


def violations(page: Page) -> list[str]:
    """What axe complains about on `page` as it stands, one line for each element."""
    return asked(page, OPTIONS)


def complaints(page: Page, rules: list[str]) -> list[str]:
    """What axe complains about by these rules alone."""
    return asked(page, {"runOnly": {"type": "rule", "values": rules}, "resultTypes": ["violations"]})


def asked(page: Page, options: Mapping[str, object]) -> list[str]:
    """What axe complains about when it is run with `options`; it is put on the page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(ASK, dict(options))
    return found
