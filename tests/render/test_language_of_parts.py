"""A text in another language than its page says in which one it is (WCAG 3.1.2), and no other text does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString
from flask import Flask

from app import create_app
from app.config import Config
from app.i18n.parts import CLOSE, OPEN
from app.kratos.flow import parse_flow
from app.preview.exhibits import exhibits
from app.theme.render import render
from tests.support.recordings import flow_recordings, objects, recording
from tests.support.soup import page_from, soup

UNKNOWN = 900
"""What is added to the id of a message, in its group: no version of Kratos has it."""
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def unknown(body: Any) -> Any:
    """`body` as a Kratos of years to come says it: all of its words under new ids."""
    ids = re.compile(r'(?<="id": )([145]\d{6})\b')
    return json.loads(ids.sub(lambda found: str(int(found[0]) + UNKNOWN), json.dumps(body)))


def words(value: Any) -> Iterator[str]:
    """Kratos' own texts in JSON; not what is the value of something."""
    for each in objects(value):
        text, known = each.get("text"), each.get("context") or {}
        if isinstance(text, str) and str(each.get("id"))[:1] in "145" and text not in known.values():
            yield text


def spoken(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Each text of a page's body, with the language that it says it is in."""
    assert page.body
    for text in page.body.find_all(string=True):
        outer = text.find_parent(lang=True)
        silent = text.find_parent(["script", "option", "textarea"])
        if type(text) is NavigableString and text.strip() and outer and not silent:
            yield text.strip(), str(outer["lang"])


@pytest.mark.parametrize(("language", "first"), [("de", 0), ("ar", 6)])
def test_what_no_catalog_has_is_english(stock: Flask, language: str, first: int) -> None:
    """Over every twelfth recorded flow, each of whose messages is new to us."""
    said: set[str] = set()
    for each in flow_recordings()[first::12]:
        body = unknown(each.body)
        page = page_from(stock, parse_flow(each.flow_kind, body), query=f"lang={language}")
        assert OPEN not in page.html
        assert CLOSE not in page.html
        own = {text.strip() for text in words(body)}
        found = set(spoken(page.soup))
        pieces = [text for text, at in found if at == "en" and not any(text in whole for whole in own)]
        assert pieces == [], each.id
        wrong = {text for text, at in found if at == language} & {text for text in own if " " in text}
        assert wrong == set(), each.id
        said |= {text for text, at in found if at == "en"}
        if language == "ar":
            assert {tag.get("dir") for tag in page.soup.select("body [lang=en]")} <= {"ltr", None}
    assert len(said) > 40


@pytest.mark.parametrize("language", ["de", "ar"])
def test_what_all_catalogs_have_is_not(stock: Flask, language: str) -> None:
    """Over every twelfth exhibit; only what Kratos' errors say is English, as it is always."""
    with stock.test_request_context(f"/?lang={language}"):
        shown = exhibits()
        for name in list(shown)[::12]:
            page = soup(render(shown[name].template, shown[name].context()))
            assert page.select("main [lang=en]:not(.langs *, .details *)") == [], name


def login_with(app: Flask, message: dict[str, Any], language: str) -> BeautifulSoup:
    """The page of a sign-in with this message above its forms."""
    body = json.loads(json.dumps(recording("v1.3.1", "login.choose_method.all_methods").body))
    body["ui"]["messages"] = [{"type": "error", "context": {}, **message}]
    return page_from(app, parse_flow("login", body), query=f"lang={language}").soup


@pytest.mark.parametrize(
    ("message", "english"),
    [
        ({"id": 4009999, "text": "Something new is wrong."}, True),
        ({"id": 4000001, "text": "a reason that nobody knows"}, True),
        ({"id": 4000001, "text": "A valid session was detected and thus login is not possible."}, False),
        ({"id": 4000006, "text": "The provided credentials are invalid"}, False),
        ({"id": 7, "text": "Der Webhook spricht selbst."}, False),  # in whatever language
        ({"id": 4009999, "text": "geheim", "context": {"secret": "geheim"}}, False),  # no words
    ],
)
def test_which_messages_are_english(stock: Flask, message: dict[str, Any], english: bool) -> None:
    (box,) = login_with(stock, message, "de").select(f'[data-testid="ui/message/{message["id"]}"]')
    assert bool(box.select("[lang=en]")) is english
    assert not login_with(stock, message, "en").select("main [lang]")


def test_what_a_theme_shows_in_kratos_own_words_is_english(verbatim: Flask) -> None:
    page = login_with(verbatim, {"id": 4000006, "text": "The provided credentials are invalid"}, "de")
    assert page.select('[data-testid="ui/message/4000006"] [lang=en]')
    assert page.select("button [lang=en]")


@pytest.mark.parametrize("untrusted", [False, True])
def test_an_error_is_english_where_kratos_says_it(stock: Flask, untrusted: bool) -> None:
    """Anybody may have written what the address of an OAuth2 error says."""
    with stock.test_request_context("/?lang=ar"):
        contexts = [each.context() for name, each in exhibits().items() if name.startswith("pages/error.")]
        context = next(each for each in contexts if getattr(each, "untrusted", None) is untrusted)
        page = soup(render("pages/error.html", context))
    (said,) = page.select('[data-testid="ui/error/message"]')
    spans = said.select("[lang=en][dir=ltr]")
    assert [tag.get_text() for tag in spans] == ([] if untrusted else [said.get_text()])


def test_our_own_words_where_a_theme_has_but_some(tmp_path: Path) -> None:
    """A theme's Yiddish knows one heading and one message; the rest is ours, in English."""
    (tmp_path / "theme.toml").write_text('name = "Half"\napi = 1\n')
    folder = tmp_path / "translations/yi/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "ui.po").write_text(f'{HEAD}msgid "Sign in"\nmsgstr "אריינלאָגירן"\n', encoding="utf-8")
    app = create_app(
        Config(kratos_public_url="http://localhost:4433", cookie_secret="t" * 32, theme_dir=tmp_path)
    )
    page = login_with(app, {"id": 4000006, "text": "The provided credentials are invalid"}, "yi")
    assert page.select_one("html")["lang"] == "yi"  # type: ignore[index]
    assert not page.select_one("h1").select("[lang]")  # type: ignore[union-attr]
    assert page.select_one("title").get_text().startswith("Error")  # type: ignore[union-attr]
    left = {text for text, at in spoken(page) if re.search("[a-z]{3}", text) and at == "yi"}
    assert left == {"Half", "E-Mail"}  # the names of the product and, in whatever language, of a trait
