"""An application behind nginx and Caddy, in Chromium: whose policy and cookies decide what forms lead to."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.support.behind import Scenes
from tests.support.pages import PASSWORD, Person
from tests.support.proxies import NAMES
from tests.support.second_factors import protected


@pytest.mark.parametrize("name", NAMES)
def test_sign_in_step_up_and_sign_out(scenes: Scenes, page: Page, name: str) -> None:
    scene = scenes(name, "aal1")
    owner = protected(scene.real)
    person = Person(page, scene.real)

    def sign_in() -> None:
        person.field("identifier").fill(owner.address)
        person.field("password").fill(PASSWORD)
        person.button("method", "password").click()

    def is_in(path: str) -> None:
        page.wait_for_url(f"{scene.url}{path}")
        page.locator("pre", has_text=owner.address).wait_for()

    page.goto(f"{scene.url}/orders?id=7")
    sign_in()
    is_in("/orders?id=7")
    page.goto(f"{scene.url}/admin/x")
    person.type_code(owner.totp, "totp_code", "totp")
    is_in("/admin/x")
    person.sign_out()
    at_login = re.compile(rf"^{re.escape(scene.real.ui_url)}/login\?")
    page.goto(f"{scene.url}/admin/x")
    page.wait_for_url(at_login)
    sign_in()
    person.type_code(owner.totp, "totp_code", "totp")
    is_in("/admin/x")
    [account] = [e for e in scene.real.admin("GET", f"/identities?credentials_identifier={owner.address}")]
    scene.real.admin("DELETE", f"/identities/{account['id']}/sessions")
    page.goto(f"{scene.url}/orders")
    page.wait_for_url(at_login)
    sign_in()
    is_in("/orders")
