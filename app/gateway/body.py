"""The JSON object that a client posts."""

from __future__ import annotations

import json
from typing import NoReturn

from flask import request

from app.gateway.envelope import Refused
from app.kratos.types import JSON


def json_object() -> dict[str, JSON]:
    """The body of this request. Raises: Refused: no JSON object."""
    try:
        body = json.loads(request.get_data(cache=False), parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError):
        raise Refused(400, "The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object.")
    return body


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)  # NaN and Infinity are Python's, not JSON's


def _finite(text: str) -> float:
    number = float(text)
    return number if abs(number) != float("inf") else _no_number(text)
