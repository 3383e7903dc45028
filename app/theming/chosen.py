"""What a browser is asked before it looks: which pages show all that there is to see, and which properties it knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .markup import Markup

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ASK = (Path(__file__).parent / "chosen.js").read_text("utf-8")
_AT_ONCE = 40
"""Pages that the browser is given at once."""


def of_styles(pages: Mapping[str, Markup]) -> list[str]:
    """Return as few pages as show every style there is: what a look at all of them would see again is left out."""
    seen: set[tuple[str, str, str]] = set()
    chosen = []
    for name, each in sorted(pages.items(), key=lambda item: -len(item[1].styles)):
        if not each.styles <= seen:
            seen |= each.styles
            chosen.append(name)
    return chosen


def of_rules(
    eye: Page, css: str, chosen: Sequence[str], others: Iterable[str], html: Callable[[str], str]
) -> list[str]:
    """Return those of `others` that have what a rule of `css` is for and none of `chosen` has; `html` makes a page."""
    left = set(_asked(eye, "selectors", css))
    for _, found in _matched(eye, left, chosen, html):
        left -= found
    more = []
    for name, found in _matched(eye, left, others, html):
        if left & found:
            left -= found
            more.append(name)
    return more


def _matched(
    eye: Page, selectors: set[str], names: Iterable[str], html: Callable[[str], str]
) -> Iterator[tuple[str, set[str]]]:
    """Yield of each page the selectors that find something there, until all have."""
    waiting = iter(names)
    while selectors and (some := list(islice(waiting, _AT_ONCE))):
        for name, found in zip(
            some, _asked(eye, "found", [sorted(selectors), [html(each) for each in some]]), strict=True
        ):
            yield name, set(found)


def properties(eye: Page, names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return those of `names` that are no properties of CSS, and all that are."""
    unknown, known = _asked(eye, "properties", list(names))
    return unknown, known


def _asked(eye: Page, what: str, about: Any) -> Any:
    return eye.evaluate(f"about => (\n{_ASK}).{what}(about)", about)
