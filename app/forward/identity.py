"""Session → values of headers that tell an application who is signed in.

A value is printable ASCII: all else in it, `%` and `,` too, is percent-encoded UTF-8, and so are blanks at its ends,
which HTTP would take off. The values of a list stand between commas. Nothing that a user types can so become another
header, another value of a list, or somebody else's name.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from urllib.parse import quote

from ..kratos.session import Session
from ..limits import IDENTITY_CHARACTERS
from ..upstream import values
from ..upstream.values import JSON

_AS_IT_IS = " " + "".join(set(string.punctuation) - set("%,"))


def headers(session: Session, wanted: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return each of the `wanted` (name, source), "" where the identity has nothing: no visitor's own must stay."""
    return {name: printed(_value(session, source)) for name, source in wanted}


def _value(session: Session, source: str) -> JSON:
    identity = session.identity
    known: dict[str, JSON] = {
        "id": identity.id,
        "email": identity.email,
        "verified": identity.verified,
        "aal": session.aal,
        "schema_id": identity.schema_id,
    }
    if source in known:
        return known[source]
    first, *names = source.split(".")
    found: JSON = identity.traits if first == "traits" else identity.metadata_public
    for name in names:
        found = values.mapping(found).get(name)
    return found


def printed(value: JSON) -> str:
    """Return a scalar, or a list of them, as a header holds it; "" for anything else, and for what is too long."""
    words = values.items(value) or [value]
    text = ",".join(
        filter(None, (_word(values.printed(each)) for each in words if not isinstance(each, Mapping)))
    )
    return text if len(text) <= IDENTITY_CHARACTERS else ""


def _word(text: str) -> str:
    quoted = quote(text, safe=_AS_IT_IS, errors="replace")
    inner = quoted.strip(" ")
    start = len(quoted) - len(quoted.lstrip(" "))
    return "%20" * start + inner + "%20" * (len(quoted) - len(inner) - start)
