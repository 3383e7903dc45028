"""Pages that are made once for all flows of a shape: where a process keeps them, and for how long.

What may be kept, and what a page follows from, `app.web.kept` decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache

from ..limits import SHAPES_SEEN
from .pieces import Pieces

ENTRY = 500
"""Bytes that an entry takes beside its page, about."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is kept of a page: its HTML and its Content-Security-Policy, without anybody's values."""

    html: Pieces
    policy: Pieces


@dataclass(slots=True)
class Counts:
    """What became of the pages that were asked for."""

    hits: int = 0
    misses: int = 0  # not there yet, or not any more
    unkept: int = 0  # of a shape that can't be kept


class Pages:
    """The kept pages of this process, by the digest of everything that they follow from; the least used go first."""

    def __init__(self, limit: int) -> None:
        """`limit`: bytes; 0 keeps none."""
        self.counts = Counts()
        self._kept: LRUCache[bytes, Page | None] = LRUCache(limit, _size)  # None: can't be kept
        self._seen: LRUCache[bytes, bool] = LRUCache(SHAPES_SEEN)
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes that the kept pages take, about."""
        return int(self._kept.currsize)

    @property
    def limit(self) -> int:
        """Bytes that they may take."""
        return int(self._kept.maxsize)

    def get(self, key: bytes) -> Page | None:
        """Return the page, if it is kept."""
        with self._lock:
            page = self._kept.get(key)
            if page:
                self.counts.hits += 1
            elif key in self._kept:
                self.counts.unkept += 1
            else:
                self.counts.misses += 1
            return page

    def wants(self, key: bytes) -> bool:
        """Whether a page is worth to be made for keeping: the second time that it is asked for, and to one thread."""
        with self._lock:
            if key in self._kept or self._kept.maxsize < ENTRY:
                return False
            if not self._seen.pop(key, False):
                self._seen[key] = True
                return False
            self._kept[key] = None  # until it is made, and for good if it can't be kept
            return True

    def keep(self, key: bytes, page: Page) -> None:
        """Keep `page`, in the place of others if there is no room."""
        if _size(page) <= self._kept.maxsize:
            with self._lock:
                self._kept[key] = page


def _size(page: Page | None) -> int:
    return ENTRY + (page.html.size + page.policy.size if page else 0)
