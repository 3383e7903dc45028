from __future__ import annotations

import time
from functools import partial

import pytest

from app.upstream.errors import Unavailable
from app.web.remembered import Remembered


class Clock:
    now = 1000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", lambda: clock.now)
    return clock


def refuse() -> str:
    raise Unavailable


def test_an_answer_is_good_for_a_while(clock: Clock) -> None:
    known = Remembered("", 60, 15)
    assert (known.get(lambda: "a"), known.get(lambda: "b")) == ("a", "a")
    clock.now += 60
    assert known.get(lambda: "b") == "b"


def test_the_lack_of_one_for_a_shorter_while(clock: Clock) -> None:
    known = Remembered("", 60, 15)
    assert (known.get(refuse), known.get(lambda: "a")) == ("", "")
    clock.now += 15
    assert known.get(lambda: "a") == "a"
    clock.now += 60
    assert known.get(refuse) == ""


def test_its_version_changes_with_it_alone(clock: Clock) -> None:
    known = Remembered("", 60, 15)
    found = []
    for answer in ("a", "a", "b", "b"):
        known.get(partial(str, answer))
        found.append(known.version)
        clock.now += 60
    assert found == [1, 1, 2, 2]
