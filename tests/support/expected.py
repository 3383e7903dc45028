"""`expect` for pages in Chromium and for those of `plain.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect as expect_of_playwright

from tests.support.plain import Found, Words, can_be_seen, pointed_at, says, text_of


class Expected:
    """`expect(…)` of what is here: `to_have_text`, `not_to_have_text`, …; once, as nothing changes by itself."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def __getattr__(self, name: str) -> Callable[..., None]:
        wanted = not name.startswith("not_")
        is_so: Callable[..., bool] = object.__getattribute__(
            self, name.removeprefix("not_").replace("to_", "_", 1)
        )

        def check(*values: Any, **more: Any) -> None:
            said = f"{self.found.what}: {name} {values}"
            assert is_so(*values, **more) is wanted, f"{said} at {self.found.page.visitor.summary()}"

        return check

    def _be_visible(self) -> bool:
        return self.found.count() > 0 and can_be_seen(self.found.one())

    def _be_hidden(self) -> bool:
        return not self.found.is_visible()

    def _be_checked(self) -> bool:
        return self.found.one().has_attr("checked")

    def _have_count(self, number: int) -> bool:
        return self.found.count() == number

    def _have_text(self, words: Words | list[str]) -> bool:
        if isinstance(words, list):
            return [text_of(tag) for tag in self.found.tags()] == words
        return says(text_of(self.found.one()), words, exact=True)

    def _contain_text(self, words: Words) -> bool:
        text = text_of(self.found.one())
        return bool(words.search(text)) if isinstance(words, re.Pattern) else words in text

    def _have_value(self, value: str) -> bool:
        return self.found.input_value() == value

    def _have_attribute(self, name: str, value: Words) -> bool:
        found = self.found.get_attribute(name)
        return found is not None and says(found, value, exact=True)

    def _have_accessible_description(self, words: str) -> bool:
        return pointed_at(self.found.one(), "aria-describedby") == words

    def _have_title(self, words: Words) -> bool:
        return says(self.found.page.title(), words, exact=True)

    def _have_url(self, address: Words) -> bool:
        return says(self.found.page.url, address, exact=True)


def expect(actual: Any) -> Any:
    """Playwright's, and ours for what is here."""
    return Expected(actual) if isinstance(actual, Found) else expect_of_playwright(actual)
