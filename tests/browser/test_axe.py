"""A part of `make axe`: each page-run is made by a twenty-fourth of the pages, with the themes in turn."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.axe.look import VIEWS, looking
from tests.axe.pages import LANGUAGES, gallery, names, themes
from tests.support.accessible import complaints, violations

pytestmark = pytest.mark.long

PART = 24


@pytest.mark.wcag(
    "1.1.1", "1.3.1", "1.3.5", "1.4.1", "1.4.3", "1.4.4", "2.4.1", "2.4.2", "2.4.4", "2.5.8", "3.1.1", "3.1.2", "3.3.2",
    "4.1.2",
)  # fmt: skip  # those that axe-core has a rule for, and our pages what it is about
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_of_all_pages_has_nothing_to_complain_about(browser: Browser, language: str) -> None:
    """Every 24th page in each colour scheme and width; other pages in each language, another theme for each."""
    shift = LANGUAGES.index(language) * PART // len(LANGUAGES)
    found = []
    for turn, theme in enumerate(themes()):
        app = gallery(theme)
        with looking(browser, app, language) as looker:
            for name in names(app)[shift::PART][turn :: len(themes())]:
                found += [(theme, each) for each in looker.complaints(name, VIEWS)]
    assert found == []


def test_what_is_wrong_is_told(page: Page) -> None:
    page.set_content(
        "<html lang=en><title>A</title><main><h1>A</h1><img src=data:,><p style='color: #bbb'>pale</main>"
    )
    assert {each.partition(":")[0] for each in violations(page)} == {"image-alt", "color-contrast"}
    assert complaints(page, ["image-alt"]) == ['image-alt: <img src="data:,">']
