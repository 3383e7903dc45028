"""static/js/lists.js: rows that come, go and are numbered anew; none is sent blank."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.js.site import Site

SIGN_UP = "/registration.made.lists"
"""Where the spare row of an empty list is neither shown nor sent."""


def rows(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]:visible')


def values(page: Page, name: str) -> list[str]:
    found: list[str] = rows(page, name).evaluate_all("all => all.map(each => each.value)")
    return found


@pytest.fixture(autouse=True)
def _lists(page: Page, site: Site) -> None:
    page.goto("/settings.made.lists")


def test_the_spare_row_stays_only_where_it_is_the_first_to_fill_in(page: Page) -> None:
    assert values(page, "traits.tags") == ["red", "blue"]
    assert values(page, "traits.sizes") == [""]
    assert values(page, "traits.notes") == [""]


def test_no_row_stays_that_kratos_would_keep(page: Page) -> None:
    page.goto(SIGN_UP)
    assert values(page, "traits.tags") == ["red", "blue"]
    assert values(page, "traits.sizes") == values(page, "traits.notes") == []


def test_a_row_is_added(page: Page) -> None:
    page.get_by_role("button", name="Add another Tags").click()
    row = page.get_by_label("Tags 3", exact=True)
    expect(row).to_be_focused()
    expect(row).to_have_attribute("id", "f0-traits.tags-3")
    expect(row).not_to_have_attribute("required", "")
    expect(page.get_by_text("Row added.")).to_have_count(1)
    expect(page.get_by_role("button", name="Add another Tags")).to_be_hidden()  # three at most


def test_a_row_is_removed(page: Page) -> None:
    page.get_by_role("button", name="Remove Tags 1").click()
    row = page.get_by_label("Tags 1", exact=True)
    expect(row).to_have_value("blue")
    expect(row).to_be_focused()
    expect(row).to_have_attribute("required", "")
    expect(page.get_by_text("Row removed.")).to_have_count(1)
    expect(page.get_by_role("button", name="Remove Tags 1")).to_be_hidden()  # one must be there
    page.get_by_role("button", name="Remove Notes 1").click()
    expect(page.get_by_role("button", name="Add another Notes")).to_be_focused()


def test_what_happens_is_said_each_time(page: Page) -> None:
    page.evaluate(
        "window.changes = 0; void new MutationObserver(() => changes++)"
        ".observe(document.querySelector('body > [role=status]'), {childList: true})"
    )
    for _ in range(2):
        page.get_by_role("button", name="Add another Notes").click()
    assert page.evaluate("changes") == 2


def test_enter_in_a_row_sends(page: Page, site: Site) -> None:
    rows(page, "traits.notes").fill("a")
    rows(page, "traits.notes").press("Enter")
    page.wait_for_url("**/submit")
    assert site.forms[0]["traits.notes"] == ["a"]
    assert site.forms[0]["traits.tags"] == ["red", "blue"]


@pytest.mark.parametrize("how", ["button.click()", "button.form.requestSubmit()", "button.form.submit()"])
def test_no_blank_row_is_sent(page: Page, site: Site, how: str) -> None:
    page.get_by_role("button", name="Add another Notes").click()
    page.keyboard.type("b")
    page.get_by_role("button", name="Add another Notes").click()
    page.keyboard.type("  ")
    page.get_by_role("button", name="Add another Notes").click()
    page.keyboard.type("a")
    page.get_by_role("button", name="Add another Sizes").click()
    page.locator("button[value=profile]").evaluate(f"button => {how}")
    page.wait_for_url("**/submit")
    (form,) = site.forms
    assert form.get("traits.notes") == ["b", "a"]
    assert "traits.sizes" not in form
    assert form["traits.nick"] == [""]


def test_choices_are_rows_too(page: Page, site: Site) -> None:
    page.goto(SIGN_UP)
    page.get_by_label("E-Mail").fill("ada@example.com")
    page.get_by_label("Password", exact=True).fill("hunter22")
    for size in ("M", "S"):
        page.get_by_role("button", name="Add Sizes").click()
        rows(page, "traits.sizes").last.select_option(size)
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/submit")
    assert site.forms[0]["traits.sizes"] == ["M", "S"]
