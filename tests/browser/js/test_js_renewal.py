"""static/js/enhance.js: what a renewal keeps is decided by what a field is, not by a word in its name."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.js.site import Site

KEPT = "registration.made.kept"
RENEWED = re.compile(r"/(registration|settings)(\?|$)")
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


def field(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]:visible')


def hidden(page: Page) -> list[list[str]]:
    """Names and values of what nobody sees."""
    found: list[list[str]] = page.locator("[type=hidden]").evaluate_all(
        "all => all.map(each => [each.name, each.value])"
    )
    return found


def open_page(page: Page, site: Site, name: str = KEPT, anew: str = KEPT) -> None:
    """The page, in the place of which a renewal gives `anew`."""
    site.anew = anew
    page.goto(f"/{name}?expires=3600")


def renew(page: Page) -> None:
    page.clock.fast_forward(3700_000)
    page.wait_for_url(RENEWED)


def come_back(page: Page) -> dict[str, object] | None:
    """What the page hands over as the browser takes it from its memory."""
    with page.expect_event("load"):  # it is asked for anew
        stored: dict[str, object] | None = page.evaluate(
            "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),"
            " JSON.parse(sessionStorage.getItem('kratos-ui-typed'))"
        )
    return stored


def test_every_kind_of_field_is_kept(clock: Page, site: Site) -> None:
    page = clock
    site.alter('name="traits.colours"', 'name="traits.colours" multiple')  # a theme's
    open_page(page, site)
    for name in ("postal_code", "secret_santa", "password_hint", "about"):
        field(page, f"traits.{name}").fill(f"my {name}")
    field(page, "traits.country_code").fill("")
    field(page, "token_name").fill("phone")
    field(page, "traits.plan").select_option("pro")
    field(page, "traits.size").select_option("team")
    field(page, "traits.region").select_option("")
    field(page, "traits.colours").select_option(["pro", "team"])
    page.get_by_label("later").check()
    field(page, "traits.terms").check()
    field(page, "traits.news").uncheck()
    page.get_by_label("Second twin").fill("three")
    page.get_by_label("Second box").check()
    page.get_by_label("Left").select_option("pro")
    for name in SECRETS:
        field(page, name).fill("k7vu2mqd")
    page.get_by_role("button", name="Remove Tags 1").click()
    for tag in ("green", "blue"):
        page.get_by_role("button", name="Add another").click()
        page.keyboard.type(tag)
    before, unseen = held(page), hidden(page)
    renew(page)
    after = held(page)
    assert after == {**before, **{name: [""] for name in SECRETS}}
    assert after["traits.country_code"] == [""]
    assert after["traits.colours"] == [["pro", "team"]]
    assert after["traits.twin"] == ["one", "three"]
    assert after["traits.both"] == [False, True]
    assert after["traits.side"] == ["pro", "free"]
    assert after["traits.tags"] == ["blue", "green", "blue"]
    assert hidden(page) == unseen
    assert [each for each in unseen if each[0].startswith("traits")] == [
        ["traits.terms", "false"],
        ["traits.news", "false"],
    ]


def test_what_was_typed_meanwhile_is_not_written_over(clock: Page, site: Site) -> None:
    """On a slow line somebody types before the scripts are there."""
    page = clock
    open_page(page, site)
    for name in ("postal_code", "about"):
        field(page, f"traits.{name}").fill("of before")
    page.add_init_script(
        "document.onreadystatechange = () => document.readyState === 'interactive'"
        " && (document.getElementsByName('traits.about')[0].value = 'meanwhile')"
    )
    renew(page)
    after = held(page)
    assert (after["traits.postal_code"], after["traits.about"]) == (["of before"], ["meanwhile"])


def test_no_secret_is_stored(clock: Page, site: Site) -> None:
    page = clock
    page.route(RENEWED, lambda route: route.fulfill(status=204))
    open_page(page, site)
    field(page, "traits.postal_code").fill("1010")
    for name in SECRETS:
        field(page, name).fill("k7vu2mqd")
    page.clock.fast_forward(3700_000)
    stored = page.evaluate("sessionStorage.getItem('kratos-ui-typed')")
    assert "1010" in stored
    assert "k7vu2mqd" not in stored
    assert "csrf_token" not in stored
    assert dict(hidden(page))["csrf_token"] not in stored
    assert "of the server" not in stored  # nobody touched it


@pytest.mark.parametrize("emptied", [True, False])
def test_a_list_is_kept_that_was_emptied_and_one_that_nobody_touched(
    clock: Page, site: Site, emptied: bool
) -> None:
    page = clock
    open_page(page, site)
    for _ in range(2 if emptied else 0):
        page.get_by_role("button", name="Remove Tags 1").click()
    renew(page)
    assert held(page).get("traits.tags", []) == ([] if emptied else ["red", "blue"])
    page.get_by_role("button", name="Add another").click()
    assert len(held(page)["traits.tags"]) == (1 if emptied else 3)


def test_the_step_before_is_kept(clock: Page, site: Site) -> None:
    page = clock
    open_page(page, site, "registration.made.later")
    field(page, "password").fill("pw")
    renew(page)
    after = held(page)
    assert after["traits.postal_code"] == ["1010"]
    assert after["traits.when"] == [False, True, False]
    assert after["traits.plan"] == ["pro"]
    assert after["traits.terms"] == [True]
    assert after["traits.news"] == [False]
    assert after["traits.tags"] == ["b", "a", "b"]
    assert after["password"] == [""]


def test_choices_of_one_name_in_two_forms(clock: Page, site: Site) -> None:
    page = clock
    open_page(page, site, "settings.made.two_forms", "settings.made.two_forms")
    page.locator("[data-group=profile] [value=small]").check()
    page.locator("[data-group=password] [value=large]").check()
    renew(page)
    assert held(page)["traits.fit"] == [True, False, False, True]


@pytest.mark.parametrize(
    ("name", "before", "kept"),
    [
        (KEPT, "0", True),
        (KEPT, "new FormData(document.forms[0])", False),  # sent, by whichever script
        ("settings.made.two_forms", "0", False),  # of somebody signed in
    ],
)
def test_a_page_that_comes_back_whole_hands_over_what_was_typed(
    page: Page, site: Site, name: str, before: str, kept: bool
) -> None:
    open_page(page, site, name)
    page.locator("[value=large], [name='traits.about']").last.evaluate("field => (field.value = 'typed')")
    page.evaluate(f"void {before}")
    stored = come_back(page)
    assert bool(stored) is kept
    assert "told" not in (stored or {})  # it is no renewal


def test_other_pages_hand_over_nothing(page: Page, site: Site) -> None:
    """Such as that of an application's permissions, which has no flow."""
    site.alter(' data-renew="[^"]*"', "")
    open_page(page, site)
    field(page, "traits.about").fill("typed")
    assert come_back(page) is None
