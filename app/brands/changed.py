"""Whether files have changed: by name, size and time, as nobody reads them for that."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

WRITING = 1.0
"""Seconds in which somebody may still be writing."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What files look like from outside."""

    files: frozenset[tuple[str, int, int, int]]  # path, inode, size, time in nanoseconds

    @property
    def settled(self) -> bool:
        """Whether the last change is over; times of the future count as over."""
        newest = max((each[3] for each in self.files), default=0) / 1e9
        return not 0 <= time.time() - newest < WRITING


def stamp_of(places: Iterable[Path]) -> Stamp:
    """Return what the files at and below `places` look like; what is not there is left out."""
    return Stamp(frozenset(each for place in set(places) for each in _below(place)))


def _below(place: Path) -> Iterator[tuple[str, int, int, int]]:
    paths = [str(place)] if not place.is_dir() else []
    for folder, _, names in os.walk(place):
        paths += [os.path.join(folder, name) for name in names]
    for path in paths:
        try:
            found = os.stat(path)
        except OSError:
            continue
        yield path, found.st_ino, found.st_size, found.st_mtime_ns
