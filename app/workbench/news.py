"""Tells open pages of the workbench that something changed: server-sent events, of our own origin."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Condition

ALIVE = 15.0
"""Seconds after which a silent stream says so: a browser that has gone is noticed by it."""


class News:
    """A number that grows, and who waits for it."""

    def __init__(self) -> None:
        self._number = self._first = time.time_ns() // 1_000_000  # another one after a restart
        self._changed: dict[int, tuple[str, ...]] = {}
        self._told = Condition()

    @property
    def number(self) -> int:
        """Return the number of the last change: a page that knows another one is stale."""
        return self._number

    def tell(self, names: Iterable[str]) -> None:
        """Say that these changed."""
        with self._told:
            self._number += 1
            self._changed[self._number] = tuple(names)
            self._told.notify_all()

    def stream(self, seen: int, told: Callable[[], Mapping[str, tuple[str, ...]]]) -> Iterator[str]:
        """Yield an event for each change since `seen`: what changed, and what is wrong now.

        Who has seen what nobody told, before a restart, learns that everything changed.
        """
        while True:
            with self._told:
                news = self._told.wait_for(lambda: self._number != seen, ALIVE)  # noqa: B023
                known = seen == self._first or seen in self._changed
                since = [names for number, names in self._changed.items() if number > seen]
                seen = self._number
            looks = sorted({name for names in since for name in names}) if known else None
            data = json.dumps({"looks": looks, "told": told()})
            yield f"id: {seen}\nevent: changed\ndata: {data}\n\n" if news else ": alive\n\n"
