"""Times: in the visitor's zone and language with scripts, in UTC without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from app.config import Config
from tests.browser.test_layout import gallery  # noqa: F401  # a fixture

NewPage = Callable[..., Page]
PLACES = ("pages/sessions", "pages/session_end.one", "pages/welcome.aal2")


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, preview_enabled=True)


@pytest.mark.parametrize("place", PLACES)
def test_times_stand_in_the_visitors_zone(new_page: NewPage, gallery: str, place: str) -> None:  # noqa: F811
    page = new_page(timezone_id="Asia/Kathmandu")
    page.clock.set_fixed_time("2026-11-21T12:00:00Z")
    page.goto(f"{gallery}{place}?lang=de")
    told = page.evaluate("""() => [...document.querySelectorAll("time")].map(each => [each.dateTime, each.textContent,
      each.title, new Date(each.dateTime).toLocaleString("de", {dateStyle: "long", timeStyle: "short"})])""")
    assert told
    for _, text, title, local in told:
        assert text.startswith(local)
        assert re.search(r"\((vor|in) \d+ \w+\)$", text)
        assert "UTC" not in text
        assert "GMT+5:45" in title


@pytest.mark.parametrize("language", ["hy", "is", "ka"])
def test_a_language_that_the_browser_does_not_know_is_not_mixed_with_another(
    new_page: NewPage,
    gallery: str,  # noqa: F811
    language: str,
) -> None:
    page = new_page(timezone_id="Asia/Kathmandu")
    page.goto(f"{gallery}pages/sessions?lang={language}")
    known = page.evaluate("lang => Intl.DateTimeFormat.supportedLocalesOf(lang).length > 0", language)
    texts = page.locator("time").all_inner_texts()
    assert texts
    assert [text.endswith("UTC") for text in texts] == [not known] * len(texts)


@pytest.mark.parametrize(("scripts", "day"), [(True, "20. November 2026"), (False, "21. November 2026")])
def test_the_day_of_a_key_and_of_printed_codes(
    new_page: NewPage,
    gallery: str,  # noqa: F811
    scripts: bool,
    day: str,
) -> None:
    """It is still yesterday where the visitor is."""
    page = new_page(java_script_enabled=scripts, timezone_id="Pacific/Honolulu")
    page.goto(f"{gallery}v1.3.1/settings.show_form.lookup_revealed_one_used?lang=de")
    for place in ("#passkey time", "#webauthn time", ".print-only time"):
        assert page.locator(place).first.text_content() == day


@pytest.mark.parametrize("place", PLACES)
def test_without_scripts_they_are_in_utc(new_page: NewPage, gallery: str, place: str) -> None:  # noqa: F811
    page = new_page(java_script_enabled=False, timezone_id="Asia/Kathmandu")
    page.goto(f"{gallery}{place}?lang=de")
    assert all(text.endswith("UTC") for text in page.locator("time").all_inner_texts())
    assert page.locator("time").count()


@pytest.mark.parametrize("language", ["fa", "th"])
def test_one_calendar_with_scripts_and_without(new_page: NewPage, gallery: str, language: str) -> None:  # noqa: F811
    """Babel knows the Gregorian one alone; two on one page would puzzle."""
    years = []
    for scripts in (True, False):
        page = new_page(java_script_enabled=scripts, timezone_id="UTC")
        page.goto(f"{gallery}pages/welcome.aal2?lang={language}")
        text = "".join(str(unicodedata.digit(each, each)) for each in page.locator("time").first.inner_text())
        years.append(re.findall(r"\d{4}", text)[0])
    assert years[0] == years[1] == "2026"
