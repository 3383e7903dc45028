"""Sessions that Kratos has confirmed a moment ago, for `FORWARD_AUTH_CACHE` seconds."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from threading import Lock

from ..kratos.session import Session
from ..limits import SESSIONS_KEPT


class Sessions:
    """Each under the digest of all of Kratos' cookies that it came with; the oldest goes first."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._lock = Lock()
        self._found: OrderedDict[bytes, tuple[float, Session]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._found)

    def get(self, cookies: str, ask: Callable[[], Session]) -> Session:
        """Return the session that these `cookies` prove. A refusal is not kept: whoever signs in gets in.

        Raises: what `ask` raises.
        """
        if not self.seconds:
            return ask()
        key = sha256(cookies.encode("latin-1", "replace")).digest()
        now = time.monotonic()  # before Kratos looks: an answer is as old as its question
        with self._lock:
            until, session = self._found.get(key, (0.0, None))
        if session and now < until and not _is_over(session):
            return session
        session = ask()
        with self._lock:
            self._found[key] = now + self.seconds, session
            self._found.move_to_end(key)
            while len(self._found) > SESSIONS_KEPT:
                self._found.popitem(last=False)
        return session


def _is_over(session: Session) -> bool:
    return session.expires_at is not None and session.expires_at <= datetime.now(UTC)
