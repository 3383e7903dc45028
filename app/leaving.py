"""Whether this UI is about to end: known to all processes that were forked from where this was made."""

from __future__ import annotations

import mmap


class Leaving:
    """False until `say` was called, in whichever process."""

    def __init__(self) -> None:
        self._said = mmap.mmap(-1, 1)  # shared with forks

    def __bool__(self) -> bool:
        return self._said[0] != 0

    def say(self) -> None:
        """Let all know."""
        self._said[0] = 1
