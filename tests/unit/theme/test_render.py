"""Pages made at the same time: few, in turn, and each gives its place back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock
from types import SimpleNamespace

import pytest

from app.limits import PAGES_AT_ONCE
from app.theme.render import render

THREADS = 8


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
