"""A person with Firefox or WebKit. `ENGINES=chromium,firefox,webkit` runs the same journeys in Chromium, too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import refusing_cookies
from tests.support.engines.firefox import Firefox, firefox
from tests.support.engines.page import Page
from tests.support.engines.webkit import screen, webkit
from tests.support.neighbours import elsewhere, oidc_provider  # noqa: F401 - fixtures
from tests.support.pages import Person
from tests.support.real_kratos import RealKratos

ENGINES = os.environ.get("ENGINES", "firefox,webkit").split(",")
NewPerson = Callable[..., Person]


@pytest.fixture(params=ENGINES, scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that a test runs in."""
    return str(request.param)


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Runs a test with scripts and without."""
    return bool(request.param)


@pytest.fixture(scope="session")
def the_firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Firefox, started once."""
    with firefox(tmp_path_factory.mktemp("firefox")) as running:
        yield running


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """Where WebKit draws."""
    with screen() as name:
        yield name


@pytest.fixture
def new_tab(engine: str, faults: list[str], request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """`new_tab(scripts=False, cookies=False)`: a page of a browser that knows nothing; one in each test."""
    with ExitStack() as running:

        def of_firefox(scripts: bool, cookies: bool) -> Page:
            browser: Firefox = request.getfixturevalue("the_firefox")
            browser.fresh(scripts, cookies)
            running.callback(lambda: faults.extend(browser.faults()))
            return Page(browser)

        def of_webkit(scripts: bool, cookies: bool) -> Page:
            display, log = request.getfixturevalue("display"), tmp_path / "webkit.log"
            options = [] if scripts else ["--enable-javascript=false"]
            options += [] if cookies else ["--cookies-policy=never"]
            browser = running.enter_context(webkit(display, log, *options))
            return Page(browser)

        def of_chromium(scripts: bool, cookies: bool) -> Any:
            if not cookies:
                driver = request.getfixturevalue("playwright")
                return running.enter_context(refusing_cookies(driver, tmp_path)).new_page()
            new_page = request.getfixturevalue("new_page")
            return new_page(
                java_script_enabled=scripts, permissions=["clipboard-write"], ignore_https_errors=True
            )

        makers = {"firefox": of_firefox, "webkit": of_webkit, "chromium": of_chromium}
        yield lambda scripts=True, cookies=True: makers[engine](scripts, cookies)
    assert faults == []


@pytest.fixture
def new_person(new_tab: Callable[..., Any], ui_server: Callable[..., RealKratos]) -> NewPerson:
    """`new_person("code-mfa", scripts=False)`: somebody with a fresh browser before that Kratos."""

    def make(
        *overlays: str,
        scripts: bool = True,
        cookies: bool = True,
        extra: Mapping[str, object] | None = None,
        **ui: object,
    ) -> Person:
        real = ui_server(*overlays, extra=extra, **ui)
        return Person(new_tab(scripts, cookies), real, scripts)

    return make
