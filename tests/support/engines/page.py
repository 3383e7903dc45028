"""Playwright's `Page` and `Locator`, as far as the tests of engines use them, over a browser that speaks WebDriver.

So `Person` and the journeys read the same in Chromium, which Playwright drives, and in Firefox and WebKit.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tests.support.browser import NEVER_PAST
from tests.support.engines.webdriver import Driver, Refused

_VISIBLE = ":visible"
_FIND = """
let found = [document];
for (const part of arguments[0]) found = found.flatMap((root) => [...root.querySelectorAll(part)]);
const seen = (element) => element.getClientRects().length && element.checkVisibility({visibilityProperty: true});
const words = (element) => element.textContent.replace(/\\s+/g, ' ').toLowerCase();
const [, visible, text] = arguments;
return [...new Set(found)].filter((each) => (!visible || seen(each)) && words(each).includes(text));
"""
T = TypeVar("T")
Element = Any
"""Whatever the driver calls an element."""


class Again(Exception):
    """Nothing to act on yet, as a page may still be coming."""


def patient(act: Callable[[], T], *soon: type[Exception]) -> T:
    """`act()`, tried until it does not raise one of these, or time is up."""
    end = time.monotonic() + NEVER_PAST / 1000
    while True:
        try:
            return act()
        except soon:
            if time.monotonic() > end:
                raise
        time.sleep(0.05)


class Keyboard:
    """`press("Escape")`, `press("Control+v")`."""

    def __init__(self, engine: Driver) -> None:
        self._engine = engine

    def press(self, keys: str) -> None:
        self._engine.press(*keys.split("+"))


class Page:
    """What a tab shows."""

    def __init__(self, engine: Driver) -> None:
        self.engine = engine
        self.keyboard = Keyboard(engine)
        self._handlers: list[tuple[Locator, Callable[[], None]]] = []

    @property
    def url(self) -> str:
        return self.engine.url()

    def goto(self, url: str) -> None:
        self.engine.goto(url)

    def go_back(self) -> None:
        self.engine.back()

    def reload(self) -> None:
        self.engine.reload()

    def evaluate(self, expression: str) -> Any:
        """The value of an expression; functions are not called."""
        return self.patient(lambda: self.engine.run(f"return ({expression})"))

    def locator(self, selector: str, has_text: str = "") -> Locator:
        return Locator(self).locator(selector, has_text)

    def get_by_test_id(self, name: str) -> Locator:
        return self.locator(f'[data-testid="{name}"]')

    def wait_for_url(self, wanted: re.Pattern[str], wait_until: str = "") -> None:
        def look() -> None:
            if not wanted.search(self.url):
                raise Again(f"at {self.url}, not {wanted.pattern}")

        self.patient(look)

    def add_locator_handler(self, locator: Locator, handler: Callable[[], None], no_wait_after: bool) -> None:
        self._handlers.append((locator, handler))

    def clear_the_way(self) -> None:
        """Lets the handlers do their work."""
        for locator, handler in self._handlers:
            if locator.is_visible():
                handler()

    def patient(self, act: Callable[[], T]) -> T:
        """`act()`, tried while a page comes or goes."""
        return patient(act, Again, Refused)


@dataclass(frozen=True)
class Locator:
    """Elements by CSS, looked for anew at each use."""

    page: Page
    parts: tuple[str, ...] = ()
    visible: bool = False
    text: str = ""
    only_first: bool = False

    def locator(self, selector: str, has_text: str = "") -> Locator:
        part = selector.removesuffix(_VISIBLE)
        visible = self.visible or part != selector
        return replace(self, parts=(*self.parts, part), visible=visible, text=has_text.lower() or self.text)

    @property
    def first(self) -> Locator:
        return replace(self, only_first=True)

    def all_of_it(self, visible: bool | None = None) -> list[Element]:
        seen = self.visible if visible is None else visible
        found = self.page.engine.run(_FIND, list(self.parts), seen, self.text) or []
        return list(found[:1] if self.only_first else found)

    def _one(self, visible: bool = True) -> Element:
        found = self.all_of_it(self.visible)
        if len(found) != 1 or not self.all_of_it(visible):
            raise Again(f"{len(found)} of {self.parts} {self.text!r} at {self.page.url}")
        return found[0]

    def _act(self, act: Callable[[Element], Any], visible: bool = True) -> Any:
        def once() -> Any:
            self.page.clear_the_way()
            return act(self._one(visible))

        return self.page.patient(once)

    def click(self) -> None:
        self._act(self.page.engine.click)

    def dblclick(self) -> None:
        self._act(self.page.engine.double_click)

    def fill(self, text: str) -> None:
        self._act(lambda element: self.page.engine.fill(element, text))

    def focus(self) -> None:
        self._act(lambda element: self.page.engine.run("arguments[0].focus()", element))

    def evaluate(self, function: str) -> Any:
        return self._act(
            lambda element: self.page.engine.run(f"return ({function})(arguments[0])", element), False
        )

    def evaluate_all(self, function: str) -> Any:
        return self.page.engine.run(f"return ({function})(arguments[0])", self.all_of_it())

    def input_value(self) -> str:
        return str(self.evaluate("(field) => field.value"))

    def inner_text(self) -> str:
        return str(self.evaluate("(element) => element.innerText"))

    def get_attribute(self, name: str) -> str | None:
        found = self.evaluate(f"(element) => element.getAttribute({name!r})")
        return None if found is None else str(found)

    def count(self) -> int:
        return len(self.all_of_it())

    def is_visible(self) -> bool:
        return bool(self.all_of_it(visible=True))

    def wait_for(self, state: str = "visible") -> None:
        """`state`: visible, hidden, attached."""

        def look() -> None:
            there = bool(self.all_of_it(visible=state != "attached"))
            if there == (state == "hidden"):
                raise Again(f"{self.parts} {self.text!r} not {state} at {self.page.url}")

        self.page.patient(look)
