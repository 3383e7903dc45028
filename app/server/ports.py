"""Whether somebody may listen on a port."""

from __future__ import annotations

import errno
import socket

from ..config import ConfigError


def check_free(host: str, port: int, setting: str) -> None:
    """Nothing if `host` and `port`, which `setting` says, are there to listen on.

    The server itself would not notice: its workers share the port, also with those of another server.

    Raises:
        ConfigError: with what to do.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # the last server's connections may linger
            probe.bind((host, port))
            probe.listen()
    except OSError as error:
        raise ConfigError((_told(error, host, port, setting),)) from None


def _told(error: OSError, host: str, port: int, setting: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"{setting} {port} is in use: stop the program that has it, or set {setting} to another"
    if error.errno == errno.EACCES:
        return f"{setting} {port} is for root alone: set {setting} to 1024 or more, and put a proxy before it"
    return f"HOST {host} can't be listened on ({error.strerror}): use an address of this machine, or 0.0.0.0"
