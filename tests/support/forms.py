"""A browser without scripts, over plain HTTP: one cookie jar, redirects, and forms as HTML says.

```python
visitor = Visitor(real.ui_url)
visitor.open("/registration")
visitor.submit("method=profile", {"traits.email": address})
assert visitor.path == "/registration"
assert visitor.messages == {1040009}
```
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag

from tests.support.real_kratos import http

Typed = Mapping[str, str | bool]
NO_DATA = ("submit", "button", "image", "reset", "file")


def form_data(form: Tag, pressed: Tag | None, typed: Typed, check: bool = True) -> list[tuple[str, str]]:
    """What a browser sends when `pressed` is, or when a script submits `form` (None).

    Args:
        typed: by the field's name; True or False for a checkbox. All must be there to fill in.
        check: False lets a required field stay empty.

    Source: https://html.spec.whatwg.org/#constructing-form-data-set.
    """
    left = dict(typed)
    data = []
    for tag in _controls(form):
        name, kind = str(tag.get("name", "")), _kind(tag)
        if tag is pressed and name:
            data.append((name, str(tag.get("value", ""))))
        if kind in NO_DATA or not name or tag.has_attr("disabled"):
            continue
        if kind == "radio" and name in typed:
            left.pop(name, None)
            value = str(tag["value"]) if tag["value"] == typed[name] else None
        else:
            value = _value(tag, kind, left.pop(name, None) if kind != "hidden" else None)
        assert value or not (check and _missing(tag, kind, form)), f"{name} is required"
        if value is not None:
            data.append((name, value))
    assert not left, f"no field named {', '.join(left)} in the form of {pressed}"
    return data


def _missing(tag: Tag, kind: str, form: Tag) -> bool:
    """Whether a browser would hold the form back for this field, which has no value."""
    chosen = kind == "radio" and form.select_one(f'input[type=radio][name="{tag["name"]}"][checked]')
    return tag.has_attr("required") and not chosen


def _controls(form: Tag) -> list[Tag]:
    """In the order of the document, fields elsewhere that name this form included."""
    if not form.get("id"):
        return form.select("input, button, select, textarea")
    page = list(form.parents)[-1]
    return page.select(f"form#{form['id']} :is(input,button,select,textarea), [form='{form['id']}']")


def _kind(tag: Tag) -> str:
    if tag.name == "select":
        return "select"
    return str(tag.get("type", "submit" if tag.name == "button" else "text"))


def _value(tag: Tag, kind: str, given: str | bool | None) -> str | None:
    """What the field sends; None for nothing at all."""
    if kind in ("checkbox", "radio"):
        checked = tag.has_attr("checked") if given is None else given
        return str(tag.get("value", "on")) if checked else None
    if given is not None:
        return str(given)
    if kind == "select":
        option = tag.select_one("option[selected]") or tag.select_one("option")
        return str(option.get("value", option.get_text())) if option else None
    return tag.get_text().removeprefix("\n") if tag.name == "textarea" else str(tag.get("value", ""))


class Visitor:
    """Somebody with a browser of their own. Asking for what is not on the page is an AssertionError."""

    def __init__(self, ui_url: str, language: str = "en", browser: requests.Session | None = None) -> None:
        self.ui_url = ui_url
        self.browser = browser or http()
        self.browser.headers.update(
            {"Accept": "text/html,application/xhtml+xml", "Accept-Language": language}
        )
        self.response: requests.Response
        self.soup: BeautifulSoup

    def open(self, address: str) -> Visitor:
        """Types an address, or a path of the UI."""
        return self._arrive(self.browser.get(urljoin(self.ui_url, address), timeout=15))

    def click(self, selector: str) -> Visitor:
        """Follows the one link that `selector` finds."""
        return self.follow(self.one(selector))

    def follow(self, link: Tag) -> Visitor:
        """Follows this link."""
        target = self._absolute(link["href"])
        return self._arrive(self.browser.get(target, headers=self._referer(target), timeout=15))

    def submit(self, button: str, typed: Typed | None = None, *, check: bool = True) -> Visitor:
        """Fills in a form and presses one of its buttons.

        Args:
            button: "name=value", or the name alone where one button has it.
            typed: by the field's name; True or False for a checkbox.
            check: False sends what a browser would hold back: an empty required field.
        """
        return self.press(self.button(button), typed or {}, check=check)

    def press(self, button: Tag, typed: Typed, *, check: bool = True) -> Visitor:
        """Presses this submit button; the rest as for `submit`."""
        form = self._form_of(button)
        check = check and not (button.has_attr("formnovalidate") or form.has_attr("novalidate"))
        try:
            data = form_data(form, button, typed, check)
        except AssertionError as error:
            raise AssertionError(f"{error}:\n{self.summary()}") from None
        target = self._absolute(button.get("formaction") or form.get("action") or self.url)
        headers = self._referer(target)
        if str(form.get("method", "get")).lower() == "get":
            return self._arrive(self.browser.get(target, params=data, headers=headers, timeout=15))
        headers["Origin"] = "{0.scheme}://{0.netloc}".format(urlsplit(self.url))
        return self._arrive(self.browser.post(target, data=data, headers=headers, timeout=15))

    @property
    def url(self) -> str:
        """Where the redirects have ended."""
        return self.response.url

    @property
    def path(self) -> str:
        """The path of the page, on whatever host."""
        return urlsplit(self.url).path

    @property
    def title(self) -> str:
        """The page's first heading."""
        return self.one("h1").get_text(" ", strip=True)

    @property
    def text(self) -> str:
        """All that can be read."""
        return self.soup.get_text(" ", strip=True)

    @property
    def messages(self) -> set[int]:
        """The ids of all messages on the page."""
        found = (str(tag["data-testid"]) for tag in self.soup.select('[data-testid^="ui/message/"]'))
        return {int(testid.rpartition("/")[2]) for testid in found}

    @property
    def buttons(self) -> set[str]:
        """Every submit button, as `submit` takes them."""
        return {
            f"{tag['name']}={tag['value']}" for tag in self.soup.select("button[type=submit][name][value]")
        }

    def value(self, name: str) -> str:
        """What stands in the one visible field with this name."""
        return str(self.one(f'input[name="{name}"]:not([type=hidden])').get("value", ""))

    def one(self, selector: str) -> Tag:
        """The one element that `selector` finds."""
        found = self.soup.select(selector)
        assert len(found) == 1, f"{len(found)} times {selector} at {self.url}:\n{self.summary()}"
        return found[0]

    def button(self, button: str) -> Tag:
        """The one submit button "name=value"."""
        name, _, value = button.partition("=")
        return self.one(f'button[type=submit][name="{name}"]' + (f'[value="{value}"]' if value else ""))

    def _form_of(self, control: Tag) -> Tag:
        if control.has_attr("form"):
            return self.one(f"form#{control['form']}")
        form = control.find_parent("form")
        assert form is not None, f"{control} is in no form"
        return form

    def _arrive(self, response: requests.Response) -> Visitor:
        self.response = response
        self.soup = BeautifulSoup(response.text, "html.parser")
        return self

    def _absolute(self, address: object) -> str:
        return urljoin(self.url, str(address))

    def _referer(self, target: str) -> dict[str, str]:
        """As `strict-origin-when-cross-origin` says, which our pages ask for."""
        here = urlsplit(self.url)
        same = here[:2] == urlsplit(target)[:2]
        return {"Referer": self.url.partition("#")[0] if same else f"{here.scheme}://{here.netloc}/"}

    def summary(self) -> str:
        """What the page says, short enough for a failure."""
        fields = [f"{tag.get('type')} {tag.get('name')}" for tag in self.soup.select("form input")]
        said = re.sub(r"\s+", " ", self.text)[:600]
        return f"{self.response.status_code} {said}\nfields: {fields}\nbuttons: {sorted(self.buttons)}"
