"""Pages on the wire: packed with gzip where a browser takes it, and where it gives nothing away.

How long a packed page is depends on what it repeats. Who could put text of their own beside a secret, again and again,
would read the secret from the length (BREACH). So a page stays as it is if it holds our own form token, which is the
same in each answer (Kratos masks its own anew), if its address says anything but the id of the flow that it shows, or
if its flow leads on to an address and the browser has a session: these come from whoever made the link, and stand on
the page again, beside the link to sign out, or an address of who is signed in.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

from flask import Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from ..current import state
from ..kratos.flow import Flow
from .kratos import has_session_cookie

LEAST = 1000
"""Bytes of a page that is worth it."""
LEVEL = 4
"""Of zlib's nine, measured on pages of 9 and 25 KB: 36 and 92 µs for 36 and 28 % of the size. Level 6 takes 41 and 136
for a hundredth less, level 1 28 and 57 for a twentieth more."""
_GZIP = 16 + zlib.MAX_WBITS


def packed(response: Response) -> Response:
    """`after_request`: `response`, packed if it may be."""
    if (
        response.mimetype != "text/html"
        or response.is_streamed
        or response.content_length is None
        or "Content-Encoding" in response.headers
        or state().own_token
        or _told(state().flow)
    ):
        return response
    smaller = packed_html(response.get_data(), request.environ.get("HTTP_ACCEPT_ENCODING", ""))
    if smaller is not None:
        response.set_data(smaller)
        response.headers.add("Content-Encoding", "gzip")
    return response


def _told(flow: Flow | None) -> bool:
    """Whether whoever made the link to this page can have put text of their own on it, beside somebody's secret."""
    if request.query_string != (f"flow={flow.id}".encode(errors="replace") if flow else b""):
        return bool(request.query_string)
    return flow is not None and bool(flow.return_to) and has_session_cookie()


def packed_html(html: bytes, accepted: str) -> bytes | None:
    """`html` with gzip, if that is worth it and the browser takes it. `accepted`: its `Accept-Encoding`."""
    if len(html) < LEAST or not _takes_gzip(accepted[:100]):
        return None
    return zlib.compress(html, LEVEL, _GZIP)


@lru_cache(maxsize=256)
def _takes_gzip(header: str) -> bool:
    return parse_accept_header(header, Accept).quality("gzip") > 0
