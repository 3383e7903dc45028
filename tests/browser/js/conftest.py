"""The small site, and a Chromium that knows an unsafe host and keeps left pages in memory (Playwright says no)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Playwright

from tests.browser.js.site import Site
from tests.support.authenticator import Authenticator
from tests.support.browser import ARGUMENTS, NEVER_PAST, headless
from tests.support.browser import chromium as with_windows

RULES = "--host-resolver-rules=MAP insecure.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost"


def _launched(playwright: Playwright, program: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=program,
        args=[*(each for each in ARGUMENTS if "host-resolver" not in each), RULES],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    yield from _launched(playwright, headless())


@pytest.fixture(scope="session")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """The only one that keeps left pages in memory."""
    yield from _launched(playwright, with_windows())


@pytest.fixture(scope="session")
def _site() -> Iterator[Site]:
    site = Site()
    yield site
    site.stop()


@pytest.fixture
def site(_site: Site) -> Site:
    _site.forget()
    return _site


@pytest.fixture
def context(request: pytest.FixtureRequest, site: Site) -> Iterator[BrowserContext]:
    whole = request.node.get_closest_marker("keeps_pages")
    browser = request.getfixturevalue("whole_chromium" if whole else "chromium")
    context = browser.new_context(base_url=site.origin)
    context.set_default_timeout(NEVER_PAST)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, faults: list[str]) -> Iterator[Page]:
    """A page; a breach of the policy, an error in a script or a dialog fails the test."""
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))

    def no_dialog(dialog: Dialog) -> None:
        faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", no_dialog)
    yield page
    assert faults == []


@pytest.fixture
def authenticator(page: Page) -> Authenticator:
    return Authenticator(page)
