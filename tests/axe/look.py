"""axe-core in Chromium, on one page after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from tests.axe.pages import Cell, gallery, groups
from tests.support.accessible import violations
from tests.support.browser import ARGUMENTS, headless
from tests.support.ports import free_port
from tests.support.servers import serving

VIEWS = tuple((scheme, width) for scheme in ("light", "dark") for width in (360, 1280))
ALL_OPEN = "document.querySelectorAll('details').forEach(each => each.open = true)"


@dataclass(frozen=True, slots=True)
class Complaint:
    """What axe says of one element. `view`: colour scheme and width."""

    name: str
    view: tuple[str, int]
    text: str


@contextmanager
def looking(browser: Browser, app: Flask, language: str) -> Iterator[Looker]:
    """Yield somebody who sees the pages of `app` in `language`."""
    port = free_port()
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    with serving(app, port):
        yield Looker(context.new_page(), f"http://localhost:{port}/preview/", language)
    context.close()


@dataclass(frozen=True, slots=True)
class Looker:
    """Opens pages and asks axe."""

    page: Page
    address: str
    language: str

    def complaints(self, name: str, views: Iterable[tuple[str, int]] = VIEWS) -> Iterator[Complaint]:
        """Yield what is wrong with the exhibit `name`, with all that can be opened open."""
        self.page.goto(f"{self.address}{name}?lang={self.language}")
        self.page.evaluate(ALL_OPEN)
        for scheme, width in views:
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.set_viewport_size({"width": width, "height": 800})
            for text in violations(self.page):
                yield Complaint(name, (scheme, width), text)


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one cell: page-runs that there are, those that axe made, and its complaints."""

    cell: Cell
    runs: int
    made: int
    complaints: tuple[Complaint, ...]


def look(cell: Cell) -> Seen:
    """Look at all pages of `cell`, once at those that are the same."""
    app = gallery(cell.theme)
    same = groups(app, cell.language)
    complaints: list[Complaint] = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=headless(), args=ARGUMENTS)
        with looking(browser, app, cell.language) as looker:
            for names in same:
                complaints += looker.complaints(names[0])
        browser.close()
    return Seen(cell, sum(map(len, same)) * len(VIEWS), len(same) * len(VIEWS), tuple(complaints))
