"""What a person does on our pages, in any browser: fields by Kratos' names, buttons by name and value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.support.plain import Found
from tests.support.real_kratos import RealKratos

PASSWORD = "correct horse 42 battery"
NEW_PASSWORD = "another staple 17 lamp"
FOLDED = "details.fold:not([open]) > summary"


def unfold(page: Page) -> None:
    """Opens the folded sections of settings."""
    page.locator(FOLDED).evaluate_all("found => found.forEach(each => each.parentElement.open = true)")


def without_checks(form: Locator | Found) -> None:
    """Makes the browser send this form whatever is typed, as one does that checks nothing."""
    if isinstance(form, Found):
        form.one()["novalidate"] = ""
    else:
        form.evaluate("form => form.noValidate = true")


@dataclass(frozen=True)
class Person:
    """Somebody with a browser, who opens what is folded. `scripts`: whether it runs any."""

    page: Page
    real: RealKratos
    scripts: bool = True

    def __post_init__(self) -> None:
        """Playwright runs this handler before it does anything on a page."""
        self.page.add_locator_handler(
            self.page.locator(FOLDED).first, lambda: unfold(self.page), no_wait_after=True
        )

    def open(self, path: str) -> None:
        """Types an address of the UI."""
        self.page.goto(f"{self.real.ui_url}{path}")

    def back(self) -> None:
        """Presses Back. Chromium has no history for as long as it takes one page's process for another's."""
        self.page.wait_for_load_state()
        self.page.go_back()

    def field(self, name: str) -> Locator:
        """The visible field that Kratos calls `name`; using it fails if there is not exactly one."""
        return self.page.locator(f'input[name="{name}"]:visible')

    def button(self, name: str, value: str) -> Locator:
        """The button with this name and value; using it fails if there is not exactly one."""
        return self.page.locator(f'button[name="{name}"][value="{value}"]:visible')

    def message(self, message_id: int) -> Locator:
        """The element that holds the message with this id."""
        return self.page.get_by_test_id(f"ui/message/{message_id}")

    def is_at(self, path: str) -> None:
        """Waits until the page shown is the one at `path`."""
        wanted = re.compile(rf"^{re.escape(self.real.ui_url + path)}([?#].*)?$")
        self.page.wait_for_url(wanted, wait_until="commit")

    def type_code(self, code: str, name: str = "code", method: str = "code") -> None:
        """Types a code and sends it."""
        self.field(name).fill(code)
        self.button("method", method).click()

    def enter_code(self, address: str, subject: str = "") -> None:
        """Types the code of the next mail to `address`."""
        self.type_code(self.real.mailbox.wait_for(address, subject).code)

    def sign_up(self, address: str, method: str = "password") -> None:
        """From `/registration` through both steps; by code as far as the code's page."""
        self.open("/registration")
        self.field("traits.email").fill(address)
        self.button("method", "profile").click()
        if method == "password":
            self.field("password").fill(PASSWORD)
        self.button("method", method).click()

    def sign_in(self, address: str, password: str = PASSWORD) -> None:
        """From `/login` with a password to the page after it."""
        self.open("/login")
        self.field("identifier").fill(address)
        self.field("password").fill(password)
        self.button("method", "password").click()

    def sign_out(self) -> None:
        """From the home page to the sign-in page."""
        self.open("/welcome")
        self.page.locator('[data-testid="logout"] a').click()
        self.is_at("/login")

    def is_signed_in(self, address: str) -> None:
        """The home page knows this person."""
        self.open("/welcome")
        self.page.locator('body[data-state="signed_in"]').wait_for()
        self.page.locator("main", has_text=address).wait_for()
