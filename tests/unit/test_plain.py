"""A browser without scripts in Python: it sees, types and refuses what Chromium would."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.support.expected import expect
from tests.support.plain import PlainPage, Profile

HTML = """
<title>Sign in</title><body><main>
<h1>Sign in</h1><p hidden>Secret</p><p data-testid="said" id="why">Two  <b>words</b></p>
<form><label for="a">Email</label><input id="a" name="a" required aria-describedby="why">
<input type="hidden" name="b" value="1">
<input type="radio" name="c" value="x" checked><input type="radio" name="c" value="y">
<select name="d"><option value="1">One</option><option value="2">Two</option></select>
<input type="checkbox" name="e" id="e"><label for="e">Stay</label>
<button name="m" value="go">Go on</button></form></main></body>
"""


@pytest.fixture
def page() -> PlainPage:
    page = Profile("http://localhost:1").new_page()
    page.visitor.soup = BeautifulSoup(HTML, "html.parser")
    page.visitor.response.url = "http://localhost:1/login"
    return page


def test_what_is_hidden_is_not_seen(page: PlainPage) -> None:
    expect(page.locator("p[hidden]")).to_be_hidden()
    expect(page.locator("input[name=b]")).to_be_hidden()
    expect(page.locator("p:visible")).to_have_count(1)
    with pytest.raises(AssertionError):
        expect(page.locator("p[hidden]")).to_be_visible()
    with pytest.raises(AssertionError, match="can't be seen"):
        page.locator("input[name=b]").fill("2")


def test_words_are_found(page: PlainPage) -> None:
    expect(page).to_have_title("Sign in")
    expect(page.get_by_test_id("said")).to_have_text("Two words")
    expect(page.locator("main")).not_to_contain_text("Three")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.get_by_text("words", exact=True)).to_have_count(1)
    expect(page.get_by_label("Email")).to_have_accessible_description("Two words")
    for wrong in (
        lambda: expect(page.locator("h1")).to_have_text("Sign"),
        lambda: page.locator("p").text_content(),
    ):
        with pytest.raises(AssertionError):
            wrong()


def test_fields_hold_what_was_typed(page: PlainPage) -> None:
    page.get_by_label("Email").fill("a@b.co")
    page.locator("input[value=y]").check()
    page.locator("select").select_option("2")
    page.get_by_text("Stay").click()
    expect(page.get_by_label("Email")).to_have_value("a@b.co")
    expect(page.locator("input[name=c]:checked")).to_have_attribute("value", "y")
    expect(page.locator("select")).to_have_value("2")
    expect(page.get_by_label("Stay")).to_be_checked()


def test_a_form_that_lacks_something_is_held_back(page: PlainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    monkeypatch.setattr(page.visitor.browser, "get", lambda *_, params, **__: sent.append(params))
    monkeypatch.setattr(page.visitor, "_arrive", lambda _response: page.visitor)
    page.get_by_role("button", name="Go on").click()
    assert sent == []
    page.get_by_label("Email").fill("a@b.co")
    page.get_by_label("Email").press("Enter")
    assert sent == [[("a", "a@b.co"), ("b", "1"), ("c", "x"), ("d", "1"), ("m", "go")]]
