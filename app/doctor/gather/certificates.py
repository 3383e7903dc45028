"""Reads a server's TLS certificate."""

from __future__ import annotations

import socket
import ssl
import time

from .. import hosts
from ..seen import Tls

SECONDS = 3.0


def look(origin: str, bundle: str | None) -> Tls:
    """Connect to an https origin as a browser does."""
    parts = hosts.split(origin)
    host, port = parts.hostname or "", parts.port or 443
    context = ssl.create_default_context()
    if bundle:
        context.load_verify_locations(bundle)
    try:
        with (
            socket.create_connection((host, port), SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            ends = str((secured.getpeercert() or {}).get("notAfter", ""))
    except ssl.SSLCertVerificationError as error:
        return Tls(problem=error.verify_message)
    except (OSError, ValueError) as error:
        return Tls(problem=type(error).__name__)
    return Tls(days=(ssl.cert_time_to_seconds(ends) - time.time()) / 86400)
