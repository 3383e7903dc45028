"""Pictures of pages, by Chromium; Playwright, which speaks to it, comes with the extra `preview`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EXTRA = "kratos-selfservice-ui-flask[preview]"
_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


class NoPictures(Exception):
    """What is missing for them, and how to get it."""


@dataclass(frozen=True, slots=True)
class View:
    """How pages are looked at."""

    width: int = 1280
    height: int = 900
    query: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    whole: bool = True  # down to the end of the page


VIEWS: Mapping[str, View] = {
    "desktop": View(),
    "phone": View(width=390, height=844),
    "dark": View(options={"color_scheme": "dark"}),
    "rtl": View(query="&_dir=rtl"),
    "forced-colors": View(options={"forced_colors": "active"}),
}
SHEET = View(width=960, height=720, options={"device_scale_factor": 0.5}, whole=False)
"""For a contact sheet."""


def program() -> str | None:
    """Return the system's Chromium, the one without windows first; None: Playwright's, if it has been downloaded."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start it.

    Raises:
        NoPictures: it is not there.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise NoPictures(f"Playwright is not installed: pip install '{EXTRA}'") from None
    with sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=program(), args=arguments())
        except Error as error:
            how = "Chromium can't be started: install it, or run `playwright install chromium`"
            raise NoPictures(f"{how} ({str(error).splitlines()[0]})") from None
        yield browser
        browser.close()


def arguments() -> list[str]:
    """Return what it is started with, so that a page has the same picture each time."""
    steady = [
        "--disable-gpu", "--hide-scrollbars", "--force-color-profile=srgb", "--disable-lcd-text",
        "--disable-partial-raster",  # a part that is drawn again, for a focus that comes late, has other edges
    ]  # fmt: skip
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*steady, *(["--no-sandbox"] if root else [])]  # as root it starts in no other way


def forced(url: str, width: str, scheme: str) -> bytes:
    """Return a picture of a page in forced colours, which only a browser's own tools can switch on.

    Raises:
        NoPictures: Chromium is not there.
    """
    options = {**VIEWS["forced-colors"].options, "color_scheme": scheme}
    with tempfile.TemporaryDirectory(prefix="kratos-ui-") as place, chromium() as browser:
        file = Path(place) / "page.png"
        take(browser, replace(VIEWS[width], options=options), [(url, file)])
        return file.read_bytes()


def take(browser: Browser, view: View, wanted: Iterable[tuple[str, Path]]) -> None:
    """Write a picture of each address into its file.

    Without the pages' scripts: what these show follows from the clock.
    """
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height}, locale="en-US", reduced_motion="reduce",
        java_script_enabled=False, **view.options,
    )  # fmt: skip
    page = context.new_page()
    for url, file in wanted:
        file.parent.mkdir(parents=True, exist_ok=True)
        page.goto(f"{url}{view.query}")
        page.screenshot(path=file, full_page=view.whole, animations="disabled")
    context.close()
