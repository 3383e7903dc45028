"""Workers and their limits: how many serve, with how many threads, and what they take of a client."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels

from app import create_app
from app.config import Config
from app.server.bridge import Bridge

THREADS = 128
"""Threads of each worker: 64 pages that wait for Kratos leave room for the others, even if one worker has them all."""

HEAD = 64 * 1024
"""Largest head of a request, in bytes: all that a page does with a header takes time with its length."""

STOP = 10
"""Seconds that a worker gets to finish its pages, which take 7.5 at most; then it is ended."""


def serve(config: Config) -> None:
    """Serve until a signal comes; workers read the settings of the environment, which `config` was made of."""
    Granian(
        "app.server.serve:application", interface=Interfaces.ASGINL, address=config.host, port=config.port,
        workers=workers(), websockets=False, backlog=1024,
        http1_settings=HTTP1Settings(max_buffer_size=HEAD), http2_settings=HTTP2Settings(max_headers_size=HEAD),
        log_level=LogLevels.error,
        ssl_cert=config.tls_cert_path, ssl_key=config.tls_key_path,
        ssl_protocol_min=SSLProtocols.tls12,
        respawn_failed_workers=True, workers_kill_timeout=STOP,
    ).serve(  # with a loader of our own: granian's puts the current folder, and an `app` in it, first
        target_loader=application, wrap_loader=False,
    )  # fmt: skip


def application() -> Bridge:
    """Return what a worker serves."""
    return Bridge(create_app(), THREADS)


def workers() -> int:
    """Return how many processes serve: as many as there are processors, but four at most."""
    return min(os.cpu_count() or 1, 4)
