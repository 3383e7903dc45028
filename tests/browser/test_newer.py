"""Whole ways through Kratos v26.2.0, which can't be run here: its recorded pages, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from bs4 import Tag
from playwright.sync_api import Page, expect

from app import create_app
from app.config import Config
from tests.support.forms import form_data
from tests.support.ports import free_port
from tests.support.recordings import recording
from tests.support.replayed_kratos import ReplayedKratos
from tests.support.servers import serving
from tests.support.soup import soup

Way = Callable[..., "Walk"]


@dataclass(frozen=True)
class Walk:
    """Somebody on the way through recorded pages."""

    page: Page
    kratos: ReplayedKratos
    ui_url: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.ui_url}{path}")

    def press(self, name: str, value: str = "", **typed: str) -> dict[str, str]:
        """Fills in what is visible and presses a button: what Kratos got, which is what our test of forms expects."""
        wanted = f'button[name="{name}"]' + (f'[value="{value}"]' if value else "")
        form = self.page.locator(f"form:has({wanted})")
        for field, text in typed.items():
            form.locator(f'input[name="{field}"]:visible').fill(text)
        expected = sent_by(self.page.content(), wanted, typed)
        with self.page.expect_navigation():
            form.locator(wanted).click()
        assert self.kratos.posted[-1] == expected
        return dict(reversed(expected))


def sent_by(html: str, button: str, typed: dict[str, str]) -> list[tuple[str, str]]:
    (pressed,) = soup(html).select(button)
    form = pressed.find_parent("form")
    assert isinstance(form, Tag)
    return form_data(form, pressed, typed)


@pytest.fixture
def way(new_page: Callable[..., Page], scripts: bool) -> Iterator[Way]:
    """`way("login.aal2.code_via_email", …)`: somebody whom Kratos shows these pages."""
    with ExitStack() as running:

        def make(*names: str) -> Walk:
            port, ui_port = free_port(), free_port()
            url, ui_url = f"http://localhost:{port}", f"http://localhost:{ui_port}"
            kratos = ReplayedKratos(url, ui_url, [recording("v26.2.0", name) for name in names])
            app = create_app(Config(kratos_public_url=url, cookie_secret="t" * 32))
            running.enter_context(serving(kratos, port))
            running.enter_context(serving(app, ui_port))
            return Walk(new_page(java_script_enabled=scripts), kratos, ui_url)

        yield make


def test_a_code_that_was_sent_at_once(way: Way) -> None:
    walk = way("login.aal2.code_via_email", "login.aal2.code_wrong")
    walk.open("/login?aal=aal2&via=email")
    expect(walk.page.get_by_test_id("ui/message/1010014")).to_be_visible()
    assert walk.page.locator("main[data-renew]").count() == 0
    walk.page.reload()
    sent = walk.press("method", "code", code="000000")
    assert (sent["identifier"], sent["code"]) == ("mfa@example.com", "000000")
    expect(walk.page.get_by_test_id("ui/message/4010008")).to_be_visible()
    walk.press("method", "code", code="123456")
    expect(walk.page).to_have_url(f"{walk.ui_url}/welcome")
    assert walk.kratos.started == [{"aal": "aal2", "via": "email"}]


def test_a_second_step_with_two_addresses(way: Way) -> None:
    walk = way("login.aal2.code_choose_address", "login.aal2.code_sent", "login.aal2.code_resent")
    walk.open("/login?aal=aal2")
    sent = walk.press("address", "mf2-backup@example.com")
    assert sent.keys() == {"csrf_token", "address", "transient_payload"}
    sent = walk.press("resend", "code")
    assert (sent["identifier"], sent["method"]) == ("mf2-backup@example.com", "code")
    assert "code" not in sent
    walk.press("method", "code", code="123456")
    assert len(walk.kratos.started) == 1


def test_identifier_first_straight_to_the_code(way: Way) -> None:
    walk = way(
        "login.identifier_first.step1",
        "login.identifier_first.code_sent",
        "login.identifier_first.wrong_code",
    )
    walk.open("/login")
    sent = walk.press("method", "identifier_first", identifier="ida@example.com")
    assert (sent["identifier"], sent["method"]) == ("ida@example.com", "identifier_first")
    for code in ("000000", "123456"):
        sent = walk.press("method", "code", code=code)
        assert (sent["identifier"], sent["method"], sent["code"]) == ("ida@example.com", "code", code)
    expect(walk.page).to_have_url(f"{walk.ui_url}/welcome")


def test_recovery_with_a_choice_of_addresses(way: Way) -> None:
    steps = ("start", "pick", "confirm_full", "sent_email", "sent_email", "back")
    walk = way(*(f"recovery.choose_address.{step}" for step in steps))
    walk.open("/recovery")
    walk.press("method", "code", recovery_address="ch@example.com")
    chosen = walk.page.locator('button[name="recovery_select_address"]').nth(1).get_attribute("value")
    sent = walk.press("recovery_select_address", str(chosen))
    assert (sent["recovery_address"], sent["method"]) == ("ch@example.com", "code")
    sent = walk.press("method", "code", recovery_confirm_address="ch-backup@example.com")
    assert sent["recovery_address"] == "ch@example.com"
    sent = walk.press("recovery_confirm_address", "ch-backup@example.com")
    assert "code" not in sent
    sent = walk.press("screen", "previous")
    assert "code" not in sent
    expect(walk.page.locator('input[name="recovery_address"]')).to_be_visible()


def test_sign_up_by_code_and_back(way: Way) -> None:
    names = ("profile.all_methods", "choose_credentials.back_from_code", "sent_email.code")
    walk = way(*(f"registration.{name}" for name in names), "registration.choose_credentials.back_from_code")
    walk.open("/registration")
    walk.press("method", "profile", **{"traits.email": "cat@example.com"})
    assert walk.press("method", "code")["traits.email"] == "cat@example.com"
    sent = walk.press("screen", "credential-selection")
    assert sent["traits.email"] == "cat@example.com"
    assert "method" not in sent
    sent = walk.press("method", "password", password="correct horse 42")
    assert sent["traits.email"] == "cat@example.com"
