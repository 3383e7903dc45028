"""The browser without scripts sends what a browser would, and refuses what a browser could not do."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
import requests
from requests.adapters import BaseAdapter

from tests.support.forms import Visitor

PAGE = """
<form action="/send?flow=1" method="post" id="f">
  <input type="hidden" name="csrf_token" value="t">
  <input name="email" type="email" value="old@example.org" required>
  <input name="gone" value="x" disabled>
  <input type="checkbox" name="terms" value="true"> <input type="checkbox" name="news" value="true" checked>
  <select name="color"><option value="r">red</option><option value="g" selected>green</option></select>
  <textarea name="note">hello</textarea>
  <button type="submit" name="method" value="profile">Save</button>
  <button type="submit" name="method" value="code" formnovalidate>Code</button>
</form>
<form action="https://kratos.test/search"><input name="q"><button type="submit" name="go" value="1">Go</button></form>
<input name="late" value="l" form="f"><button type="submit" name="screen" value="previous" form="f">Back</button>
<p data-testid="ui/message/4000006">No.</p><h1>Login</h1>
"""
START = [("csrf_token", "t"), ("email", "old@example.org")]
END = [("news", "true"), ("color", "g"), ("note", "hello")]


class Site(BaseAdapter):
    """Answers `PAGE` to everything and keeps what it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *_: object, **__: object) -> requests.Response:
        self.sent.append(request)
        response = requests.Response()
        response.status_code, response.url, response._content = 200, str(request.url), PAGE.encode()
        response.request = request
        return response

    def close(self) -> None:
        pass


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def visitor(site: Site) -> Visitor:
    visitor = Visitor("https://ui.test")
    visitor.browser.mount("https://", site)
    return visitor.open("/login")


def data(site: Site) -> list[tuple[str, str]]:
    return parse_qsl(str(site.sent[-1].body or ""))


def test_a_form_sends_its_fields_in_order_and_the_pressed_button(visitor: Visitor, site: Site) -> None:
    visitor.submit("method=profile")
    assert site.sent[-1].method == "POST"
    assert site.sent[-1].url == "https://ui.test/send?flow=1"
    assert data(site) == [*START, *END, ("method", "profile"), ("late", "l")]
    assert site.sent[-1].headers["Origin"] == "https://ui.test"


def test_typing_and_ticking(visitor: Visitor, site: Site) -> None:
    visitor.submit("method=profile", {"email": "new@example.org", "terms": True, "news": False})
    assert dict(data(site))["email"] == "new@example.org"
    assert dict(data(site))["terms"] == "true"
    assert "news" not in dict(data(site))


def test_an_empty_required_field_is_held_back(visitor: Visitor, site: Site) -> None:
    with pytest.raises(AssertionError, match="email is required"):
        visitor.submit("method=profile", {"email": ""})
    visitor.submit("method=code", {"email": ""})
    visitor.submit("method=profile", {"email": ""}, check=False)
    assert len(site.sent) == 3


def test_a_field_that_nobody_could_fill_in(visitor: Visitor) -> None:
    for name in ("csrf_token", "gone", "password", "q"):
        with pytest.raises(AssertionError, match=f"no field named {name}"):
            visitor.submit("method=profile", {name: "x"})


def test_a_button_that_is_not_there_or_there_twice(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="0 times"):
        visitor.submit("method=totp")
    with pytest.raises(AssertionError, match="2 times"):
        visitor.submit("method")


def test_a_button_outside_of_its_form(visitor: Visitor, site: Site) -> None:
    visitor.submit("screen=previous")
    assert data(site)[-1] == ("screen", "previous")


def test_a_form_that_gets(visitor: Visitor, site: Site) -> None:
    visitor.submit("go=1", {"q": "a b"})
    assert (site.sent[-1].method, site.sent[-1].url) == ("GET", "https://kratos.test/search?q=a+b&go=1")


def test_what_a_page_says(visitor: Visitor) -> None:
    assert (visitor.path, visitor.title, visitor.messages) == ("/login", "Login", {4000006})
    assert visitor.value("email") == "old@example.org"
    assert visitor.buttons == {"method=profile", "method=code", "screen=previous", "go=1"}
