"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation, localcontext

from babel.numbers import format_decimal

from ..upstream.values import JSON
from .domains import locale

GROUPED = 10_000
"""From here on thousands are set apart: below are years, which nobody writes as 1,900."""
_DIGITS = 20


def number(value: JSON) -> Decimal | None:
    """`value`, of JSON or in digits, as a finite number of a size that people read; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(value if isinstance(value, str) else repr(value))
    except (InvalidOperation, ValueError):  # ValueError: a whole number of thousands of digits
        return None
    return found if found.is_finite() and abs(found.adjusted()) < _DIGITS else None


def shown(value: JSON) -> str:
    """`5.000000` → `5`, `0.5` → `0,5` in German; what is no number as it came."""
    found = number(value)
    if found is None:
        return str(value)
    pattern = "0" if abs(found) < GROUPED else "#,##0"
    with localcontext(prec=3 * _DIGITS):
        return str(format_decimal(found, f"{pattern}.{'#' * _DIGITS}", locale=locale()))
