"""Answers of Kratos that are the same for everybody, which a process keeps for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ..upstream.errors import UpstreamError

T = TypeVar("T")


@dataclass(slots=True)
class Remembered(Generic[T]):
    """One such answer; `nothing` where Kratos gives none, as pages can do without."""

    nothing: T
    seconds: float  # how long an answer is kept
    seconds_without: float  # how long the lack of one
    version: int = 0  # one more whenever it is another one
    _value: T = field(init=False)
    until: float = 0  # `time.monotonic()`

    def __post_init__(self) -> None:
        self._value = self.nothing

    @property
    def fresh(self) -> bool:
        """Whether `get` would ask nobody."""
        return time.monotonic() < self.until

    def get(self, ask: Callable[[], T]) -> T:
        """Return the answer; `ask` gets another one when its time is over."""
        if not self.fresh:
            try:
                found, seconds = ask(), self.seconds
            except UpstreamError:
                found, seconds = self.nothing, self.seconds_without
            if found != self._value:
                self._value, self.version = found, self.version + 1
            self.until = time.monotonic() + seconds
        return self._value
