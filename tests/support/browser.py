"""Chromium for tests. A page that breaks the policy, throws, or asks any host but localhost fails its test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)

from app.workbench.shots import program

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
]
# Runs before the page's own scripts and outside of its policy; the console is the way back to us.
REPORT_VIOLATIONS = """
addEventListener('securitypolicyviolation', (event) => {
  console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`)
})
"""
NEVER_PAST = 15_000
"""Milliseconds after which waiting for an element or a page fails."""

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver: there can be only one in a process."""
    expect.set_options(timeout=NEVER_PAST)  # its own 5 s can be too short on a busy machine
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, started once."""
    started = playwright.chromium.launch(executable_path=headless(), args=ARGUMENTS)
    yield started
    started.close()


def headless() -> str:
    """The same Chromium without windows, where it is installed: the same pages at half the CPU; else Chromium."""
    return program() or chromium()


def chromium() -> str:
    """The program. Debian's; Playwright's own is never downloaded."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.fail(
            "Chromium is not installed: `apt-get install chromium`; `pytest -m 'not browser'` leaves it out."
        )
    return program


@pytest.fixture
def faults() -> list[str]:
    """What the pages of this test did wrong so far; a test that expects something removes it."""
    return []


@pytest.fixture
def new_page(browser: Browser, faults: list[str]) -> Iterator[NewPage]:
    """`new_page(**options of new_context)`: a page of a fresh browser profile, closed after the test."""
    yield from pages_of(browser, faults)


def pages_of(browser: Browser, faults: list[str]) -> Iterator[NewPage]:
    """The same for any Chromium."""
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-US", **options})
        contexts.append(context)
        context.set_default_timeout(NEVER_PAST)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", lambda request: faults.extend(_outside(request)))
        context.on("console", lambda message: faults.extend(_complaint(message)))
        context.on("weberror", lambda error: faults.append(f"uncaught: {error.error}"))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@contextmanager
def refusing_cookies(playwright: Playwright, folder: Path) -> Iterator[BrowserContext]:
    """Chromium with a profile, in `folder`, in which the visitor has blocked all cookies, as in its own settings."""
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (folder / "Default").mkdir()
    (folder / "Default" / "Preferences").write_text(json.dumps(settings))
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path=chromium(), args=ARGUMENTS
    )
    context.set_default_timeout(NEVER_PAST)
    yield context
    context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page."""
    return new_page()


def _outside(request: Request) -> list[str]:
    parts = urlsplit(request.url)
    host = parts.hostname or ""
    local = parts.scheme in ("data", "blob", "about") or host in ("localhost", "127.0.0.1")
    local = local or host.endswith(".localhost")
    return [] if local else [f"request to {request.url}"]


def _complaint(message: ConsoleMessage) -> list[str]:
    # a page that answers 4xx makes Chromium log it as an error too; that is no fault of the page
    about_status = message.text.startswith("Failed to load resource: the server responded")
    return [f"console: {message.text}"] if message.type == "error" and not about_status else []
