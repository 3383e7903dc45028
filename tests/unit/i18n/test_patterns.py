"""Regular expressions in words: few, and never wrong ones."""

from __future__ import annotations

import random
import time

import pytest

from app.i18n.patterns import LONGEST, in_words


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"^[A-Z]{2}\d{9}$", "Enter 2 capital letters, then 9 digits."),
        (r"^\d+$", "Use only digits."),
        (r"^[0-9]*$", "Use only digits."),
        (r"^[0-9]{5}$", "Enter 5 digits."),
        (r"^[0-9]$", "Enter 1 digit."),
        (r"^\d{2,4}$", "Enter 2 to 4 digits."),
        (r"^\d{0,4}$", "Enter at most 4 digits."),
        (r"^[A-Za-z]{2,}$", "Enter at least 2 letters."),
        (r"^[a-zA-Z0-9]{8}$", "Enter 8 letters or digits."),
        (r"^[A-Za-z ]+$", "Use only letters and spaces."),
        (r"^[a-z0-9_]+$", "Use only small letters, digits and “_”."),
        (r"^[a-z0-9_-]{3,20}$", "Use 3 to 20 characters: small letters, digits, “_” and “-”."),
        (r"^\w+$", "Use only letters, digits and “_”."),
        (r"^[\w.\-]+$", "Use only letters, digits, “_”, “.” and “-”."),
        (r"^\+[1-9]\d{1,14}$", "Enter “+”, then 1 digit from 1 to 9, then 1 to 14 digits."),
        (r"^\+?[0-9]{6,15}$", "Enter “+” (optional), then 6 to 15 digits."),
        (r"^DE\d{9}$", "Enter “DE”, then 9 digits."),
        (r"^\d{3}-\d{4}$", "Enter 3 digits, then “-”, then 4 digits."),
        (r"^\d{5}(-\d{4})?$", "Enter 5 digits, then “-” and 4 digits (optional)."),
        (r"^\d{5}(?:-\d{4})?$", "Enter 5 digits, then “-” and 4 digits (optional)."),
        (r"^\d{4} ?[A-Z]{2}$", "Enter 4 digits, then a space (optional), then 2 capital letters."),
        (r"^[a-z][a-z0-9]*$", "Enter 1 small letter, then any number of small letters or digits."),
        (r"^(red|green|blue)$", "Enter “red”, “green” or “blue”."),
        (r"^.{8,}$", "Enter at least 8 characters."),
        (r"^https://", "Start with “https://”."),
        (r"@example\.com$", "End with “@example.com”."),
        (r"^[A-Z]{2}\$$", "Enter 2 capital letters, then “$”."),
    ],
)
def test_plain_patterns(pattern: str, words: str) -> None:
    assert in_words(pattern) == words


@pytest.mark.parametrize(
    "pattern",
    [
        "", "^$", "^", "$", "x", r"\d", r"\d{4}", "a|b", "^a|b$", "^.*$", "^.+$", "^(a+)+$", "^((a)b)$",
        "^(a|b)+$",
        "^(ab){2}$", "^[^0-9]+$", r"^\S+$", r"^\p{L}+$", "(?i)^abc$", "^(?i)abc$", "^(?=a)b$", "^(?P<n>a)$",
        r"^(a)\1$",
        "^a+?$", "^a++$", "^a{2}{3}$", "^a{0}$", "^a{5,2}$", "^a{1001}$", "^[A-f]$", "^[9-1]$", "^[a-]x$|",
        "^[0-9a-f]+$",
        "^[", "^[]$", "^(", "^)$", "^\\", "^a\\", "^(a|", "^()$", "^(|a)$", "^*$", "^{2}$", "^[[:alpha:]]+$",
        r"^\x41$",
        r"^\bword\b$", "^[abc]+$", r"^\d\d$\d", "^[A-Z]?$", "^[A-Z][a-z][0-9][A-Z][a-z][0-9]$",
        f"^{'a' * LONGEST}$", f"^{'(' * 60}$",
    ],
)  # fmt: skip
def test_others_have_no_words(pattern: str) -> None:
    assert in_words(pattern) == ""


def test_hostile_patterns_cost_nothing() -> None:
    started = time.monotonic()
    for pattern in (
        "(a*)*" * 20_000,
        "[" * 10**6,
        "^" + "(?:" * 39 + "$",
        "^" + "\\" * 118 + "$",
        "^[" + "a-z" * 38 + "]",
    ):
        in_words(pattern)
    chance = random.Random(7)
    for _ in range(20_000):
        pattern = "".join(
            chance.choice(r"^$\dws[]()|?*+{},:-._ a0Z9") for _ in range(chance.randrange(1, 40))
        )
        in_words(pattern)
    assert time.monotonic() - started < 3
