"""A page that is started again shortly before its flow ends keeps what was typed and chosen."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app import create_app
from app.config import Config
from tests.browser.test_layout import gallery  # noqa: F401  # a fixture
from tests.support.ports import free_port
from tests.support.recordings import Recording
from tests.support.replayed_kratos import ReplayedKratos
from tests.support.servers import serving
from tests.support.trials import trial

Shown = Callable[..., Page]


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, preview_enabled=True)


@pytest.fixture
def shown(new_page: Callable[..., Page]) -> Iterator[Shown]:
    """`shown(flow, **config)`: somebody before the page of this sign-up, at the time that it was made."""
    with ExitStack() as running:

        def show(flow: dict[str, Any], **settings: Any) -> Page:
            port, ui_port = free_port(), free_port()
            url, ui_url = f"http://localhost:{port}", f"http://localhost:{ui_port}"
            answer = Recording(Path(), "", "registration.choose_method.trial", 200, flow, {})
            running.enter_context(serving(ReplayedKratos(url, ui_url, [answer]), port))
            app = create_app(Config(kratos_public_url=url, cookie_secret="t" * 32, **settings))
            running.enter_context(serving(app, ui_port))
            page = new_page()
            page.clock.install(time=datetime.datetime.fromisoformat(flow["issued_at"]))
            page.goto(f"{ui_url}/registration")
            return page

        yield show


def renew(page: Page) -> None:
    """Until the flow is nearly over."""
    with page.expect_navigation():
        page.clock.fast_forward(50_000)
    expect(page.locator("body > [role=status]", has_text="started it again")).to_have_count(1)


def node(name: str, **attributes: object) -> dict[str, Any]:
    given = {"name": name, "type": "text", "disabled": False, "node_type": "input", **attributes}
    label = {"id": 1070002, "text": name, "type": "info", "context": {"title": name}}
    meta = {"label": label}
    return {"type": "input", "group": "default", "attributes": given, "messages": [], "meta": meta}


def values(page: Page, name: str) -> list[str]:
    found: list[str] = page.locator(f'[name="{name}"]:visible').evaluate_all(
        "all => all.map(each => /radio/.test(each.type) && !each.checked ? null : each.value)"
    )
    return found


def test_a_choice_is_kept(shown: Shown) -> None:
    page = shown(trial("renewal-loses-a-choice.flow"))
    page.locator('[name="traits.nick"]').fill("mara")
    page.get_by_label("pro").check()
    renew(page)
    assert values(page, "traits.nick") == ["mara"]
    assert page.get_by_label("pro").is_checked()


def test_no_word_in_a_name_loses_what_was_typed(shown: Shown) -> None:
    flow = trial("renewal-loses-a-choice.flow")
    names = (
        "postal_code",
        "country_code",
        "secret_santa",
        "token_name",
        "password_hint",
        "code",
        "totp_code",
    )
    flow["ui"]["nodes"] += [node(f"traits.{name}") for name in names]
    page = shown(flow)
    for name in names:
        page.locator(f'[name="traits.{name}"]').fill(f"my {name}")
    renew(page)
    assert [values(page, f"traits.{name}") for name in names] == [[f"my {name}"] for name in names]


def test_two_fields_of_one_name_keep_each_its_own_value(shown: Shown) -> None:
    flow = trial("renewal-loses-a-choice.flow")
    flow["ui"]["nodes"] += [node("traits.phone", value="1"), node("traits.phone", value="2")]
    page = shown(flow)
    assert values(page, "traits.phone") == ["1", "2"]
    page.locator('[name="traits.phone"]').nth(1).fill("3")
    renew(page)
    assert values(page, "traits.phone") == ["1", "3"]


@pytest.mark.parametrize("locales", [("en", "de"), ()], ids=["a menu", "a page of all languages"])
def test_a_change_of_language_takes_what_was_typed_along(shown: Shown, locales: tuple[str, ...]) -> None:
    """Secrets excepted; and another flow gets none of it."""
    flow = trial("renewal-loses-a-choice.flow")
    flow["ui"]["nodes"].append(node("password", type="password", group="password"))
    page = shown(flow, locales=locales)
    page.locator('[name="traits.nick"]').fill("mara")
    page.locator('[name="password"]').fill("secret")
    page.get_by_label("pro").check()
    if locales:
        page.locator(".lang summary").click()
        page.locator(".lang a[hreflang=de]").click()
    else:
        page.locator("a.lang").click()
        page.locator(".langs a[hreflang=de]").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert values(page, "traits.nick") == ["mara"]
    assert page.locator('[name="password"]').input_value() == ""
    assert page.get_by_label("pro").is_checked()
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    assert values(page, "traits.nick") == [""]


def test_another_flow_gets_nothing_of_a_change_of_language(shown: Shown) -> None:
    page = shown(trial("renewal-loses-a-choice.flow"))
    page.locator('[name="traits.nick"]').fill("mara")
    page.locator("a.lang").click()
    page.wait_for_url("**/languages?**")
    page.evaluate("""() => { const kept = JSON.parse(sessionStorage.getItem("kratos-ui-typed"))
      sessionStorage.setItem("kratos-ui-typed", JSON.stringify({...kept, of: "flow=another"})) }""")
    page.locator(".langs a[hreflang=de]").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert values(page, "traits.nick") == [""]


def test_a_change_of_language_gives_no_access_that_was_refused(
    new_page: Callable[..., Page],
    gallery: str,  # noqa: F811
) -> None:
    page = new_page()
    page.goto(f"{gallery}pages/consent?consent_challenge=a&lang=en")
    boxes = page.locator("main [type=checkbox]")
    boxes.first.uncheck()
    boxes.last.check()
    chosen = [box.is_checked() for box in boxes.all()]
    page.locator("a.lang").click()
    page.locator(".langs a[hreflang=ar]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    assert [box.is_checked() for box in boxes.all()] == chosen
    assert chosen[0] is False
    assert chosen[-1] is True
