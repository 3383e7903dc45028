"""A hook for new identities that remembers what it got, and fails when told to."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.kratos.session import Identity

got: list[Identity] = []
calls: list[str] = []
"""The ids it was called with, failures included."""

failing = threading.Event()
before: list[Callable[[], None]] = []
"""What to do first, such as to wait."""


def reset() -> None:
    failing.clear()
    for each in (got, calls, before):
        each.clear()


def user_created(identity: Identity) -> None:
    calls.append(identity.id)
    for each in before:
        each()
    if failing.is_set():
        raise RuntimeError("the accounts service is down")
    got.append(identity)
