"""What a screen reader tells of the pages, kept as text below tests/browser/heard: a change of it shows in review.

`make heard` writes the files anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from app.config import Config
from tests.browser.test_layout import gallery  # noqa: F401  # a fixture
from tests.support.heard import heard

pytestmark = pytest.mark.long

NewPage = Callable[..., Page]
HEARD = Path(__file__).parent / "heard"
NOW = "2026-11-21T12:00:00Z"
STATES = (
    "v1.3.1/login.choose_method.all_methods", "v1.3.1/login.choose_method.wrong_password",
    "v1.3.1/login.choose_method.missing_fields", "v1.3.1/login.sent_email.code", "v1.3.1/login.sent_email.wrong_code",
    "v1.3.1/login.aal2.all_methods", "v1.3.1/login.aal2.code_choose_address", "v1.3.1/login.identifier_first.step1",
    "v1.3.1/login.identifier_first.step2", "v1.3.1/login.account_link.choose_method",
    "v1.3.1/registration.profile.all_methods", "v1.3.1/registration.profile.error_traits",
    "v1.3.1/registration.choose_credentials.all_methods", "v1.3.1/recovery.choose_method.code",
    "v1.3.1/recovery.sent_email.code", "v1.3.1/verification.choose_method.code", "v1.3.1/verification.sent_email.code",
    "v1.3.1/verification.passed_challenge.code", "v1.3.1/settings.show_form.all_methods",
    "v1.3.1/settings.show_form.everything_enabled", "v1.3.1/settings.show_form.lookup_revealed_one_used",
    "v26.2.0/recovery.choose_address.pick", "pages/welcome.signed_out", "pages/welcome.aal2", "pages/sessions",
    "pages/session_end.one", "pages/consent", "pages/logout", "pages/languages", "pages/error.bad_return_to",
    "pages/status.not_found", "pages/status.unavailable", "pages/signed_in",
)  # fmt: skip
ELSEWHERE = {
    "ar": ("v1.3.1/login.choose_method.all_methods", "v1.3.1/login.sent_email.code", "pages/sessions"),
    "ja": ("v1.3.1/registration.profile.error_traits",),
}
PAGES = [("en", name) for name in STATES] + [
    (language, name) for language in ELSEWHERE for name in ELSEWHERE[language]
]


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, preview_enabled=True)


@pytest.fixture
def reader(new_page: NewPage, gallery: str) -> Callable[[str, str], str]:  # noqa: F811
    """`reader(language, name)`: what is heard of that exhibit, with all that can be opened open."""
    page = new_page(timezone_id="UTC", viewport={"width": 1280, "height": 800})
    page.clock.set_fixed_time(NOW)

    def read(language: str, name: str) -> str:
        page.goto(f"{gallery}{name}?lang={language}")
        folded = "details.fold, details.more"
        page.locator(folded).evaluate_all("found => found.forEach(each => each.open = true)")
        return heard(page)

    return read


@pytest.mark.wcag("1.3.2", "4.1.2")
def test_the_pages_sound_as_they_did(reader: Callable[[str, str], str]) -> None:
    changed = []
    for language, name in PAGES:
        kept = HEARD / language / f"{name.replace('/', '.')}.txt"
        now = reader(language, name)
        if "REWRITE" in os.environ:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(now, encoding="utf-8")
        elif not kept.is_file() or kept.read_text(encoding="utf-8") != now:
            changed.append(f"{kept.name}\n{now}")
    assert not changed, "`make heard` writes these anew:\n" + "\n".join(changed)


def test_nothing_is_kept_that_nobody_reads() -> None:
    kept = {path.relative_to(HEARD).as_posix() for path in HEARD.rglob("*.txt")}
    assert kept == {f"{language}/{name.replace('/', '.')}.txt" for language, name in PAGES}
