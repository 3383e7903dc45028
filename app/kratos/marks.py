"""Marks in the place of a flow's own values, each with the class of what stands there. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..limits import KEPT_VALUE_CHARACTERS
from ..upstream import values
from ..upstream.values import JSON

OPEN, CLOSE = "\ue000", "\ue001"
"""What a value's place stands between: `OPEN` class, number, `CLOSE`."""

SHORT = 28
"""Characters of an address that stands on one line of a phone; a longer one may break."""
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,9}")
_TYPED = {
    "words": re.compile(r"[^\W\d_]{1,20}([ '-][^\W\d_]{1,20}){0,3}"),
    "phone": re.compile(r"\+[1-9]\d{6,14}"),
}
"""What people type. A value stands for all others of its class, so a class has nothing that a page would ask of it."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]+")


class NoShape(Exception):
    """The flow holds something that no kept page may hold."""


@dataclass(slots=True)
class Taken:
    """The values that were taken out so far, each once: equal ones have the same place, on the page as well."""

    places: dict[str, str] = field(default_factory=dict)  # value → its mark
    count: int = 0
    asks_schema: bool = False

    def out(self, kind: str, value: str) -> str:
        """Return the mark for `value`."""
        if len(value) > KEPT_VALUE_CHARACTERS:
            raise NoShape
        self.count += 1
        mark = self.places.get(value)
        if mark is None:
            mark = self.places[value] = f"{OPEN}{kind}-{len(self.places)}{CLOSE}"
        return mark

    def typed(self, value: str) -> str:
        """Return the mark for what somebody typed."""
        if _ADDRESS.fullmatch(value):
            return self.out("email" if len(value) <= SHORT else "address", value)
        for kind, pattern in _TYPED.items():
            if pattern.fullmatch(value):
                return self.out(kind, value)
        raise NoShape

    def uuid(self, value: JSON) -> str:
        """Return the mark for an id."""
        text = values.text(value)
        if not _UUID.fullmatch(text):
            raise NoShape
        return self.out("uuid", text)

    def time(self, value: JSON) -> str:
        """Return the mark for a time as pages print it, to the second."""
        moment = values.time(value)
        if moment is None:
            raise NoShape
        return self.out("time", moment.isoformat(timespec="seconds").replace("+00:00", "Z"))

    def challenge(self, value: JSON) -> str:
        """Return the mark for a challenge of Hydra."""
        text = values.text(value)
        if not _CHALLENGE.fullmatch(text):
            raise NoShape
        return self.out("token", text)
