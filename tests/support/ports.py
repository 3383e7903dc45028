"""Ports for the servers under test."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Mapping

# Below the range that the system takes for outgoing connections, which could have a port before its server does.
_ALL = range(20_000, 30_000)


def own_ports(environ: Mapping[str, str]) -> range:
    """The ports of this process: each worker of pytest-xdist has some that no other one names."""
    worker = int(environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    workers = int(environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return _ALL[worker::workers]


_RANGE = own_ports(os.environ)
_taken: set[int] = set()


def free_port() -> int:
    """A port on which nobody listens, and that this function has not named before."""
    while True:
        port = random.choice(_RANGE)
        if port not in _taken and _is_free(port):
            _taken.add(port)
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
