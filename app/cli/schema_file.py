"""Identity schemas on the command line: a file, or an address, such as Kratos' own `/schemas`."""

from __future__ import annotations

from pathlib import Path

import requests

from ..kratos.schema import Schema, parse_schemas
from ..upstream import values
from .place import Refused

SECONDS = 10


def schemas_at(place: str) -> tuple[Schema, ...]:
    """Return the identity schemas at `place`, FILE or URL: one, or the list that Kratos answers with.

    Raises:
        Refused: there is none.
    """
    try:
        told = values.load(_bytes(place))
    except requests.RequestException as error:
        raise Refused(f"{place} gives no schema: {_why(error)}") from None
    except OSError as error:
        raise Refused(
            f"{place} can't be read ({error.strerror}): name a file, or an http:// address"
        ) from None
    except ValueError as error:
        raise Refused(f"{place} is no JSON: {error}") from None
    several = [each for each in map(values.mapping, values.items(told)) if "schema" in each]
    found = parse_schemas(several or [{"id": "schema", "schema": told}])
    if not any(each.traits for each in found):
        raise Refused(
            f"{place} has no traits: name an identity schema, or /schemas of Kratos’ public address"
        )
    return found


def _bytes(place: str) -> bytes:
    if not place.startswith(("http://", "https://")):
        return Path(place.removeprefix("file://")).read_bytes()
    answer = requests.get(place, timeout=SECONDS)
    answer.raise_for_status()
    return answer.content


def _why(error: requests.RequestException) -> str:
    if error.response is not None:
        return f"the answer is {error.response.status_code}"
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        return "nobody answers there"
    return str(error)
