"""Files that change: looked at ten times a second, which takes a millisecond and works on every file system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Thread

from ..brands.changed import Stamp, stamp_of

EVERY = 0.1
"""Seconds between two looks."""


class Watch(Thread):
    """Calls `changed` with the names of those whose files are others than before."""

    def __init__(
        self, places: Mapping[str, tuple[Path, ...]], changed: Callable[[frozenset[str]], None]
    ) -> None:
        super().__init__(daemon=True, name="watch")
        self._places, self._changed, self._over = places, changed, Event()
        self._seen = self._look()

    def run(self) -> None:
        """Look, until `stop`."""
        while not self._over.wait(EVERY):
            now = self._look()
            if others := frozenset(name for name in now if now[name] != self._seen[name]):
                self._seen = now
                self._changed(others)

    def stop(self) -> None:
        """End it."""
        self._over.set()
        self.join(2)

    def _look(self) -> dict[str, Stamp]:
        return {name: stamp_of(places) for name, places in self._places.items()}
