"""The JSON object that a client posts."""

from __future__ import annotations

from flask import request

from ..upstream import values
from ..upstream.values import JSON
from .envelope import Refused


def json_object() -> dict[str, JSON]:
    """Return the body of this request. Raises: Refused: no JSON object."""
    try:
        body = values.load(request.get_data(cache=False))
    except ValueError:
        raise Refused(400, "The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Refused(400, "The body must be a JSON object.")
    return body
