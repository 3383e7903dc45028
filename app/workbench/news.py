"""Tells open pages of the workbench that something changed: server-sent events, of our own origin."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from threading import Condition

ALIVE = 15.0
"""Seconds after which a silent stream says so: a browser that has gone is noticed by it."""


class News:
    """A number that grows, and who waits for it."""

    def __init__(self) -> None:
        self._number = time.time_ns() // 1_000_000  # another one after a restart
        self._told = Condition()

    @property
    def number(self) -> int:
        """Return the number of the last change: a page that knows another one is stale."""
        return self._number

    def tell(self) -> None:
        """Say that something changed."""
        with self._told:
            self._number += 1
            self._told.notify_all()

    def stream(self, seen: int, problems: object) -> Iterator[str]:
        """Yield an event for each change since `seen`; `problems()` is what is wrong then."""
        while True:
            with self._told:
                changed = self._told.wait_for(lambda: self._number != seen, ALIVE)  # noqa: B023
                seen = self._number
            told = json.dumps(problems() if callable(problems) else [])
            yield f"id: {seen}\nevent: changed\ndata: {told}\n\n" if changed else ": alive\n\n"
