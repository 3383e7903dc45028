"""What can go wrong on the way to a server behind this UI, whichever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(eq=False, repr=False)  # as an exception: hashable, and printed without what its fields hold
class UpstreamError(Exception):
    """An answer that is not the one asked for, or none. `reason` is prose for users."""

    status: int = 0  # HTTP status of the answer, 0 without an answer
    id: str = ""  # error.id, "" where there is none
    reason: str = ""
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # Retry-After and rate-limit headers
    cause: str = ""  # why there is no answer: refused dns tls timeout lost protocol admin

    def __str__(self) -> str:
        # For logs: a server's reason may quote what a user typed, ours (no answer, status 0) does not.
        told = self.id if self.id.isprintable() else ascii(self.id)
        return f"{type(self).__name__} {self.status} {told or ('' if self.status else self.reason)}".rstrip()


class Unavailable(UpstreamError):
    """No connection, a time-out, or a 5xx."""


class ProtocolError(UpstreamError):
    """Not HTTP, not JSON, too large, or not what this endpoint answers with."""


class NotAnId(UpstreamError):
    """An id that can't be one: it would make another address of a path."""
