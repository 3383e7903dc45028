"""Somebody without a mouse: everything is reached by Tab, and each stop on the way is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

MOST_STOPS = 60
STOP = """wanted => {
  const {activeElement: at, documentElement: page} = document
  const {top, bottom, left, right} = at.getBoundingClientRect()
  const looks = getComputedStyle(at), over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  return {
    there: at.matches(wanted),
    what: at.outerHTML.slice(0, 120),
    marked: looks.outlineStyle !== "none" && parseFloat(looks.outlineWidth) >= 2,
    inside: top < page.clientHeight && bottom > 0 && left < page.clientWidth && right > 0,
    uncovered: !over || at.contains(over) || over.contains(at),
  }
}"""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The keys of one page."""

    page: Page

    def reach(self, wanted: str) -> None:
        """Press Tab until the focus is on `wanted`, unless it is there; fail at a stop that is not seen."""
        stops: list[str] = []
        for _ in range(MOST_STOPS):
            stop: dict[str, Any] = self.page.evaluate(STOP, wanted)
            if stops or stop["there"]:
                assert stop["marked"], f"no focus to see: {stop['what']}"
                assert stop["inside"], f"focused off the screen: {stop['what']}"
                assert stop["uncovered"], f"focused below something: {stop['what']}"
            if stop["there"]:
                return
            stops.append(stop["what"])
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {wanted}; it stopped at " + "\n".join(stops))

    def fill(self, wanted: str, text: str) -> None:
        """Type `text` instead of what is in the field."""
        self.reach(wanted)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def press(self, wanted: str, key: str = "Enter") -> None:
        """Press a key on `wanted`, which leads to another page, or to this one anew."""
        self.reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def is_on(self, wanted: str) -> None:
        """Wait until the page has set the focus there."""
        expect(self.page.locator(wanted)).to_be_focused()
