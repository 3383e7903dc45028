"""A person before a real Kratos and our UI."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial

import pytest
from playwright.sync_api import Page

from tests.support.hooks import THEME
from tests.support.neighbours import elsewhere, oidc_provider, sms_sink  # noqa: F401 - fixtures
from tests.support.pages import Person
from tests.support.real_kratos import RealKratos

NewPerson = Callable[..., Person]


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Runs a test twice: with scripts and without."""
    return bool(request.param)


@pytest.fixture
def new_person(new_page: Callable[..., Page], ui_server: Callable[..., RealKratos]) -> NewPerson:
    """`new_person("code-mfa", scripts=False)`: somebody with a fresh browser before that Kratos.

    `extra`: settings of Kratos on top of the overlays; `ui`: of our UI, fields of `Config`.
    """
    running: dict[str, RealKratos] = {}

    def make(
        *overlays: str,
        scripts: bool = True,
        extra: Mapping[str, object] | None = None,
        ui: Mapping[str, object] | None = None,
        **context: object,
    ) -> Person:
        key = json.dumps([overlays, extra, ui], default=str)
        if key not in running:
            running[key] = ui_server(*overlays, extra=extra, **(ui or {}))
        return Person(new_page(java_script_enabled=scripts, **context), running[key], scripts)

    return make


@pytest.fixture
def suite(new_person: NewPerson) -> NewPerson:
    """`suite("code-mfa")`: somebody before our UI in the theme that Kratos' end-to-end suite is run with."""
    return partial(new_person, ui={"theme_dir": THEME})
