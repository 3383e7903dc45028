"""Whether the mail server that kratos.yml names can be reached from here."""

from __future__ import annotations

import socket

from .. import hosts
from ..browser import in_words
from ..settings import Settings

SECONDS = 3.0


def look(settings: Settings) -> str | None:
    """Return why it can't be, "" if it can, None if none is named."""
    try:
        parts = hosts.split(settings.text("courier.smtp.connection_uri"))
        host, port = parts.hostname, parts.port or {"smtps": 465}.get(parts.scheme, 25)
    except ValueError:
        return "it is no address"
    if not host:
        return None
    try:
        with socket.create_connection((host, port), SECONDS):
            return ""
    except OSError as error:
        return in_words(error)
