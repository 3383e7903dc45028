"""Playwright's words for a `forms.Visitor`, so that one test runs in Chromium and, without scripts, in Python.

Without scripts a page is HTML alone: links, forms, and what `hidden` hides. That needs no Chromium, and takes a quarter
of the time. What a screen, the policy, or a history tells is not known here: `@pytest.mark.in_chromium`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from urllib.parse import urljoin

import requests
from bs4 import BeautifulSoup, Tag

from tests.support.forms import Visitor
from tests.support.real_kratos import http

ROLES = {
    "link": "a[href]",
    "button": "button, [role=button], input[type=submit]",
    "checkbox": "input[type=checkbox]",
    "heading": "h1, h2, h3, h4",
    "status": "[role=status], output",
}
FIELDS = "input:not([type=hidden]), select, textarea"
Words = str | re.Pattern[str]


def can_be_seen(tag: Tag) -> bool:
    """Whether it can be seen, on a screen wide enough for all. What is folded counts: people open it."""
    if tag.name in ("script", "template", "head") or (tag.name == "input" and tag.get("type") == "hidden"):
        return False
    return not any(
        each.has_attr("hidden") or each.name in ("template", "head") for each in [tag, *tag.parents]
    )


def text_of(tag: Tag, between: str = "") -> str:
    return re.sub(r"\s+", " ", tag.get_text(between)).strip()


def pointed_at(tag: Tag, attribute: str) -> str:
    """The text of the elements whose ids stand in this attribute."""
    page = list(tag.parents)[-1]
    found = (page.find(id=each) for each in str(tag.get(attribute, "")).split())
    return " ".join(text_of(each, " ") for each in found if isinstance(each, Tag))


def name_of(tag: Tag) -> str:
    """What assistive technology calls it, roughly: https://www.w3.org/TR/accname-1.2/."""
    if found := pointed_at(tag, "aria-labelledby") or str(tag.get("aria-label", "")):
        return found
    if tag.name not in ("input", "select", "textarea"):
        return text_of(tag, " ")
    page = list(tag.parents)[-1]
    labels = page.select(f'label[for="{tag["id"]}"]') if tag.get("id") else []
    return " ".join(text_of(each, " ") for each in labels or tag.find_parents("label"))


def says(text: str, words: Words, exact: bool = False) -> bool:
    if isinstance(words, re.Pattern):
        return bool(words.search(text))
    return text == words if exact else words.casefold() in text.casefold()


class Found:
    """What a selector finds whenever it is asked, as a `Locator`."""

    def __init__(self, page: PlainPage, find: Callable[[], Iterable[Tag]], what: str) -> None:
        self.page, self._find, self.what = page, find, what

    def tags(self) -> list[Tag]:
        return list({id(tag): tag for tag in self._find()}.values())

    def one(self) -> Tag:
        """The only one; more or none fail, as in Playwright."""
        found = self.tags()
        assert len(found) == 1, f"{len(found)} times {self.what} at {self.page.visitor.summary()}"
        return found[0]

    def wait_for(self, **_more: object) -> None:
        """Nothing is on its way: it is there, or it never will be."""
        self.one()

    def _inner(self, find: Callable[[Tag], Iterable[Tag]], what: str) -> Found:
        return Found(
            self.page, lambda: (tag for root in self.tags() for tag in find(root)), f"{self.what} {what}"
        )

    def locator(self, selector: str, has: Found | None = None, has_text: Words = "") -> Found:
        plain, seen = selector.replace(":visible", ""), ":visible" in selector

        def find(root: Tag) -> Iterable[Tag]:
            inside = None if has is None else [id(p) for tag in has.tags() for p in tag.parents]
            for tag in root.select(plain):
                fits = (inside is None or id(tag) in inside) and says(text_of(tag), has_text)
                if fits and (not seen or can_be_seen(tag)):
                    yield tag

        return self._inner(find, selector)

    def get_by_test_id(self, name: str) -> Found:
        return self.locator(f'[data-testid="{name}"]')

    def get_by_role(self, role: str, name: Words = "", level: int = 0) -> Found:
        def find(root: Tag) -> Iterable[Tag]:
            for tag in root.select(ROLES[role]):
                if can_be_seen(tag) and says(name_of(tag), name) and (not level or tag.name == f"h{level}"):
                    yield tag

        return self._inner(find, f"{role} {name}")

    def get_by_label(self, name: Words, exact: bool = False) -> Found:
        return self._inner(
            lambda root: (tag for tag in root.select(FIELDS) if says(name_of(tag), name, exact)),
            f"label {name}",
        )

    def get_by_text(self, words: Words, exact: bool = False) -> Found:
        """The innermost elements with these words."""

        def find(root: Tag) -> Iterable[Tag]:
            found = [tag for tag in root.select("body *") if says(text_of(tag), words, exact)]
            outer = {id(parent) for tag in found for parent in tag.parents}
            return (tag for tag in found if id(tag) not in outer)

        return self._inner(find, f"text {words}")

    def filter(self, *, visible: bool) -> Found:
        return Found(
            self.page, lambda: (tag for tag in self.tags() if can_be_seen(tag) is visible), self.what
        )

    def nth(self, number: int) -> Found:
        def find() -> list[Tag]:
            found = self.tags()
            return found[number : number + 1 or None]

        return Found(self.page, find, f"{self.what} [{number}]")

    @property
    def first(self) -> Found:
        return self.nth(0)

    @property
    def last(self) -> Found:
        return self.nth(-1)

    def all(self) -> list[Found]:
        return [self.nth(number) for number in range(self.count())]

    def count(self) -> int:
        return len(self.tags())

    def is_visible(self) -> bool:
        return any(can_be_seen(tag) for tag in self.tags())

    def text_content(self) -> str:
        return self.one().get_text()

    def inner_text(self) -> str:
        """What can be read, about: scripts and styles hold no text here."""
        return text_of(self.one(), " ")

    def all_text_contents(self) -> list[str]:
        return [tag.get_text() for tag in self.tags()]

    def get_attribute(self, name: str) -> str | None:
        value = self.one().get(name)
        return " ".join(value) if isinstance(value, list) else value

    def input_value(self) -> str:
        tag = self.one()
        if tag.name == "select":
            chosen = tag.select_one("option[selected]") or tag.select_one("option")
            return str(chosen.get("value", chosen.get_text())) if chosen else ""
        return tag.get_text() if tag.name == "textarea" else str(tag.get("value", ""))

    def fill(self, text: str) -> None:
        tag = self._usable()
        if tag.name == "textarea":
            tag.string = text
        else:
            tag["value"] = text

    def select_option(self, value: str) -> None:
        for option in self._usable().select("option"):
            _switch(option, "selected", option.get("value", option.get_text()) == value)

    def check(self) -> None:
        self.set_checked(True)

    def uncheck(self) -> None:
        self.set_checked(False)

    def set_checked(self, checked: bool) -> None:
        tag = self._usable()
        if tag.get("type") == "radio":
            form = tag.find_parent("form")
            for other in form.select(f'input[type=radio][name="{tag["name"]}"]') if form else ():
                _switch(other, "checked", False)
        _switch(tag, "checked", checked)

    def click(self) -> None:
        tag = self._usable()
        within = [tag, *tag.find_parents(("a", "button", "label"))]
        self.page.pressed(
            next((each for each in within if each.name in ("a", "button", "label", "input")), tag)
        )

    def press(self, key: str) -> None:
        """Enter in a field presses the form's first button."""
        assert key == "Enter"
        form = self._usable().find_parent("form")
        assert form, f"{self.what} is in no form"
        self.page.pressed(form.select("button:not([type]), button[type=submit], input[type=submit]")[0])

    def _usable(self) -> Tag:
        tag = self.one()
        assert can_be_seen(tag), f"{self.what} can't be seen"
        assert not tag.has_attr("disabled"), f"{self.what} is disabled"
        return tag


def _switch(tag: Tag, attribute: str, on: bool) -> None:
    if on:
        tag[attribute] = ""
    else:
        del tag[attribute]


class Profile:
    """A browser's profile, as a `BrowserContext`: what its tabs share."""

    def __init__(self, ui_url: str) -> None:
        self.ui_url, self.http = ui_url, http()
        self.request = SimpleNamespace(get=self._status)

    def new_page(self) -> PlainPage:
        return PlainPage(self)

    def clear_cookies(self, name: str) -> None:
        for cookie in [each for each in self.http.cookies if each.name == name]:
            self.http.cookies.clear(cookie.domain, cookie.path, cookie.name)

    def _status(self, url: str) -> SimpleNamespace:
        return SimpleNamespace(status=self.http.get(url, timeout=15).status_code)


class PlainPage(Found):
    """A tab, as a `Page`."""

    def __init__(self, context: Profile) -> None:
        self.context = context
        self.visitor = Visitor(context.ui_url, browser=context.http)
        self.visitor.soup, self.visitor.response = BeautifulSoup("", "html.parser"), requests.Response()
        self._history: list[str] = []
        super().__init__(self, lambda: [self.visitor.soup], "page")

    @property
    def url(self) -> str:
        return self.visitor.url

    def title(self) -> str:
        return text_of(self.visitor.one("title"))

    def goto(self, address: str) -> None:
        self.visitor.open(urljoin(self.context.ui_url, address))
        self._history.append(self.url)

    def reload(self) -> None:
        self.visitor.open(self.url)

    def pressed(self, tag: Tag) -> None:
        """What follows when this link, button, label or box is pressed."""
        if tag.name == "a":
            self.visitor.follow(tag)
        elif tag.name == "button" or tag.get("type") == "submit":
            try:
                self.visitor.press(tag, {})
            except AssertionError as held_back:
                if "is required" not in str(held_back):
                    raise
                return  # the browser says so, and stays
        elif tag.name == "label":
            field = self.visitor.soup.find(id=str(tag["for"]))
            assert isinstance(field, Tag)
            self.pressed(field)
        elif tag.get("type") in ("checkbox", "radio"):
            Found(self, lambda: [tag], str(tag)).set_checked(
                tag["type"] == "radio" or not tag.has_attr("checked")
            )
        self._history.append(self.url)

    def wait_for_url(self, wanted: re.Pattern[str], **_more: object) -> None:
        """Nothing is on its way: it is there, or it never will be."""
        assert wanted.search(self.url), f"{self.url}, not {wanted.pattern}"

    def wait_for_load_state(self) -> None:
        """Nothing is loading when a call is back."""

    def add_locator_handler(self, *_rest: object, **_more: object) -> None:
        """Nothing is folded here."""
