"""Pages made at the same time: few, in turn, and each gives its place back; what one of them takes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from gettext import NullTranslations
from threading import Barrier, Lock
from types import SimpleNamespace

import pytest
from flask import Flask

from app.i18n.domains import locale
from app.kratos.flow import Flow, parse_flow
from app.limits import PAGES_AT_ONCE
from app.preview.exhibits import flow_page_context
from app.theme.render import render
from tests.support.recordings import recording

THREADS = 8


def flow_of(name: str) -> Flow:
    found = recording("v1.3.1", name)
    return parse_flow(found.flow_kind, found.body)


class Pages:
    """A stand-in for the template environment, which counts."""

    def __init__(self, fail: bool) -> None:
        self.now = self.most = self.made = 0
        self._fail = fail
        self._lock = Lock()
        self._together = Barrier(PAGES_AT_ONCE)

    def get_template(self, name: str) -> Pages:
        return self

    def render(self, values: object) -> str:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self._together.wait(5)  # all places are taken here, which gives an overfull one the time to show
        with self._lock:
            self.now -= 1
            self.made += 1
        if self._fail:
            raise ValueError
        return ""


class Counting(NullTranslations):
    """A catalog that notes what is looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []

    def gettext(self, message: str) -> str:
        self.taken.append(message)
        return message

    ugettext = gettext


@pytest.mark.parametrize("fail", [False, True])
def test_few_pages_are_made_at_once(monkeypatch: pytest.MonkeyPatch, fail: bool) -> None:
    pages = Pages(fail)
    monkeypatch.setattr("app.theme.render.current_app", SimpleNamespace(jinja_env=pages))
    monkeypatch.setattr("app.theme.render.fields", lambda context: ())
    start = Barrier(THREADS)

    def one(_: int) -> str:
        start.wait(5)
        return render("pages/login.html", object())  # type: ignore[arg-type]

    with ThreadPoolExecutor(THREADS) as pool:
        jobs = [pool.submit(one, number) for number in range(THREADS)]
    assert [type(job.exception()) for job in jobs] == [ValueError if fail else type(None)] * THREADS
    assert (pages.most, pages.made) == (PAGES_AT_ONCE, THREADS)


def test_a_page_asks_for_its_language_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("app.i18n.domains.get_locale", lambda: asked.append(1))
    with app.test_request_context("/login"):
        context = flow_page_context(flow_of("login.choose_method.all_methods"))
        asked.clear()
        render("pages/login.html", context)
        assert len(asked) == 3  # for itself, and for each of the two catalogs
        locale()
        assert len(asked) == 4  # the next page may be in another


def test_a_page_takes_no_more_texts_than_it_shows(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of words are looked up once for each page, not once for each node or chapter."""
    catalog = Counting()
    monkeypatch.setattr("app.i18n.domains.Catalogs.get_translations", lambda self: catalog)
    for name, most in (("login.choose_method.all_methods", 60), ("settings.show_form.all_methods", 110)):
        with app.test_request_context("/"):
            flow = flow_of(name)
            context = flow_page_context(flow)
            catalog.taken.clear()
            render(f"pages/{flow.kind}.html", context)
        assert len(catalog.taken) <= most, (name, len(catalog.taken))
