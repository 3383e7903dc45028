"""What an authenticator app shows."""

from __future__ import annotations

import base64
import hmac
import time


def now(secret: str) -> str:
    """The six digits of this half minute. Source: RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(time.time() // 30).to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"
