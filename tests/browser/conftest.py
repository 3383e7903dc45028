"""A person before a real Kratos and our UI."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.pages import Person
from tests.support.real_kratos import RealKratos

NewPerson = Callable[..., Person]


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Runs a test twice: with scripts and without."""
    return bool(request.param)


@pytest.fixture
def new_person(new_page: Callable[..., Page], ui_server: Callable[..., RealKratos]) -> NewPerson:
    """`new_person("code-mfa", scripts=False)`: somebody with a fresh browser before that Kratos."""
    running: dict[tuple[str, ...], RealKratos] = {}

    def make(*overlays: str, scripts: bool = True, **context: object) -> Person:
        if overlays not in running:
            running[overlays] = ui_server(*overlays)
        return Person(new_page(java_script_enabled=scripts, **context), running[overlays], scripts)

    return make
