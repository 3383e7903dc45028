"""Files that change: looked at ten times a second, which takes a millisecond and works on every file system."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Event, Thread

EVERY = 0.1
"""Seconds between two looks."""

State = Mapping[str, tuple[int, int]]


def state_of(places: Iterable[Path]) -> State:
    """Return time and size of each file at or below `places`."""
    found = {}
    for path in (each for place in places for each in _files(place)):
        try:
            told = os.stat(path)
        except OSError:
            continue  # an editor's temporary file, gone again
        found[path] = (told.st_mtime_ns, told.st_size)
    return found


def _files(place: Path) -> Iterable[str]:
    if not place.is_dir():
        return (str(place),)
    return (os.path.join(folder, name) for folder, _, names in os.walk(place) for name in names)


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

    def _look(self) -> dict[str, State]:
        return {name: state_of(places) for name, places in self._places.items()}
