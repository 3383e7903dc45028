"""static/js/enhance.js: what a renewal keeps is decided by what a field is, not by a word in its name."""

from __future__ import annotations

import datetime

import pytest
from playwright.sync_api import Page

FORM = """() => {
  const held = (field) =>
    field.multiple ? [...field.selectedOptions].map((each) => each.value)
    : /radio|checkbox/.test(field.type) ? field.checked : field.value;
  const found = {};
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    (found[field.name] ||= []).push(held(field));
  }
  return found;
}"""
SECRETS = {"lookup_secret", "totp_code", "code", "password", "traits.pin"}


@pytest.fixture
def clock(page: Page) -> Page:
    """A page whose time stands still unless the test moves it."""
    now = datetime.datetime.now()
    page.clock.install(time=now)
    page.clock.pause_at(now + datetime.timedelta(seconds=1))
    return page


def held(page: Page) -> dict[str, list[object]]:
    """What stands in the visible fields, by name."""
    found: dict[str, list[object]] = page.evaluate(FORM)
    return found


def renew(page: Page) -> None:
    page.clock.fast_forward(3700_000)
    page.wait_for_url("**/kept.html?expires=10800")


def test_every_kind_of_field_is_kept(clock: Page) -> None:
    page = clock
    page.goto("/kept.html?expires=3600")
    for name in ("postal_code", "secret_santa", "password_hint", "about"):
        page.locator(f'[name="traits.{name}"]').fill(f"my {name}")
    page.get_by_label("Country code").fill("")
    page.get_by_label("Name of the token").fill("phone")
    page.get_by_label("Plan").select_option("pro")
    page.get_by_label("Size").select_option("M")
    page.get_by_label("Region").select_option("")
    page.get_by_label("Colours").select_option(["green", "blue"])
    page.get_by_label("Later").check()
    page.get_by_label("Terms").check()
    page.get_by_label("News").uncheck()
    page.get_by_label("Second twin").fill("three")
    page.get_by_label("Second box").check()
    page.get_by_label("Left").select_option("b")
    for name in SECRETS:
        page.locator(f'[name="{name}"]').fill("k7vu2mqd")
    page.get_by_role("button", name="Remove Tags 1").click()
    for tag in ("green", "blue"):
        page.get_by_role("button", name="Add another").click()
        page.keyboard.type(tag)
    before = held(page)
    renew(page)
    after = held(page)
    assert after == {**before, **{name: [""] for name in SECRETS}}
    assert after["traits.country_code"] == [""]
    assert after["traits.twin"] == ["one", "three"]
    assert after["traits.both"] == [False, True]
    assert after["traits.side"] == ["b", "a"]
    assert after["traits.tags"] == ["blue", "green", "blue"]
    hidden = page.locator("[type=hidden]").evaluate_all("all => all.map(each => each.value)")
    assert hidden == ["token", "false", "false"]


def test_no_secret_is_stored(clock: Page) -> None:
    page = clock
    page.route("**/kept.html?expires=10800", lambda route: route.fulfill(status=204))
    page.goto("/kept.html?expires=3600")
    page.get_by_label("Postal code").fill("1010")
    for name in SECRETS:
        page.locator(f'[name="{name}"]').fill("k7vu2mqd")
    page.clock.fast_forward(3700_000)
    stored = page.evaluate("sessionStorage.getItem('kratos-ui-typed')")
    assert "1010" in stored
    assert "k7vu2mqd" not in stored
    assert "token" not in stored
    assert "of the server" not in stored  # nobody touched it


@pytest.mark.parametrize("emptied", [True, False])
def test_a_list_is_kept_that_was_emptied_and_one_that_nobody_touched(clock: Page, emptied: bool) -> None:
    page = clock
    page.goto("/kept.html?expires=3600")
    for _ in range(2 if emptied else 0):
        page.get_by_role("button", name="Remove Tags 1").click()
    renew(page)
    assert held(page).get("traits.tags", []) == ([] if emptied else ["red", "blue"])
    page.get_by_role("button", name="Add another").click()
    assert len(held(page)["traits.tags"]) == (1 if emptied else 3)


def test_the_step_before_is_kept(clock: Page) -> None:
    page = clock
    page.goto("/later-step.html?expires=3600")
    page.get_by_label("Password").fill("pw")
    renew(page)
    after = held(page)
    assert after["traits.postal_code"] == ["1010"]
    assert after["traits.when"] == [False, True, False]
    assert after["traits.plan"] == ["pro"]
    assert after["traits.terms"] == [True]
    assert after["traits.news"] == [False]
    assert after["traits.tags"] == ["b", "a", "b"]
    assert after["password"] == [""]


def test_choices_of_one_name_in_two_forms(clock: Page) -> None:
    page = clock
    page.goto("/kept.html?expires=3600")
    page.get_by_label("Small", exact=True).check()
    page.get_by_label("Large again").check()
    renew(page)
    assert held(page)["traits.fit"] == [True, False, False, True]
