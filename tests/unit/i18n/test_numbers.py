"""Numbers as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from app.i18n.numbers import number, shown


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (5.0, "5"), ("5.000000", "5"), (0.5, "0.5"), (-3, "-3"), (1900, "1900"), (9999, "9999"), (12000, "12,000"),
        (1e6, "1,000,000"), (0.01, "0.01"), (2**53 + 1, "9,007,199,254,740,993"), (True, "True"), ("x", "x"),
        (float("nan"), "nan"), (1e300, "1e+300"), (None, "None"),
    ],
)  # fmt: skip
def test_numbers(app: Flask, value: Any, words: str) -> None:
    with app.test_request_context("/"):
        assert shown(value) == words


def test_what_is_no_number() -> None:
    values: tuple[Any, ...] = (True, None, "", "x", [], {}, 10**5000, float("inf"), "1e999999999")
    for value in values:
        assert number(value) is None


def test_in_another_language(app: Flask) -> None:
    with app.test_request_context("/"), force_locale("de"):
        assert shown(12345.5) == "12.345,5"
