"""JSON of unknown quality: what is read, and what is refused before anything is made of it."""

from __future__ import annotations

import json
import time

import pytest

from app.limits import JSON_DEPTH
from app.upstream import values
from tests.support.recordings import recordings


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'{"a": 1, "a": 2}', {"a": 2}), (b"\xef\xbb\xbf[1]", [1]), ('"é\U0001f600"'.encode(), "é\U0001f600"),
        (rb'"\ud83d\ude00"', "\U0001f600"), (rb'"\\ud800"', "\\ud800"), (b"1e308", 1e308),
    ],
)  # fmt: skip
def test_json(data: bytes, found: object) -> None:
    assert values.load(data) == found


@pytest.mark.parametrize("data", [rb'{"a\ud800": ["b\udfff"]}', rb'{"a\uD800": ["b\uDFFF"]}'])
def test_half_a_surrogate_pair_can_be_sent_on(data: bytes) -> None:
    assert values.load(data) == {"a?": ["b?"]}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"<html>", b"NaN", b"[Infinity]", b'{"a": -Infinity}', b"1e999", b"-1e999", b"\xff\xfe[\x001\x00]",
        b'"\xed\xa0\x80"', b'"\xc3"', b"[" * 65 + b"]" * 65, b'{"a":' * 65 + b"1" + b"}" * 65, b"[" * 100_000,
        b"[" * 900 + b"]" * 900, b"[" + b"0," * 60_000 + b"0]", b"7" * 5000, b"[1] 2",
    ],
    ids=lambda data: str(data[:20]),
)  # fmt: skip
def test_what_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whichever text
        values.load(data)


def test_the_limits_are_far_above_what_kratos_says() -> None:
    assert values.load(b"[" * JSON_DEPTH + b"]" * JSON_DEPTH)
    most = max((recording.body for recording in recordings()), key=lambda body: len(json.dumps(body)))
    assert values.load(json.dumps([most] * 50).encode()) == [most] * 50


def test_two_megabytes_are_judged_quickly() -> None:
    started = time.monotonic()
    with pytest.raises(ValueError, match="too many"):
        values.load(b"[" + b"{}," * 690_000 + b"0]")
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Atlas Notes", "Atlas Notes"), ("\u202eelgooG\u202c", "elgooG"), ("a\u2066b\u2069\u200f", "ab"),
        (" a\r\n\tb\x00\x1b[31m\u2028c ", "a b[31m c"), ("\u200b\ufeff\u2060", ""), (7, ""), (None, ""),
        ("نرم\u200cافزار", "نرم\u200cافزار"), ("👩\u200d🚀", "👩\u200d🚀"), ("x" * 2_000_000, "x" * 100),
    ],
)  # fmt: skip
def test_a_strangers_words_stand_within_ours(given: object, shown: str) -> None:
    assert values.one_line(given) == shown  # type: ignore[arg-type]
