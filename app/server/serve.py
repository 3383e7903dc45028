"""The workers: how many serve, and what they share."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import threading
from functools import partial

from flask import Flask
from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.http import HTTP1Settings, HTTP2Settings
from granian.log import LogLevels

from .. import logs, release
from ..brands import shelf_of
from ..config import Config, ConfigError
from ..current import ui
from ..leaving import Leaving
from ..limits import HEAD_BYTES, STOP_SECONDS
from ..web.observed import refused
from ..web.rehearsal import unusable
from .bridge import Bridge
from .ports import check_free

log = logging.getLogger("kratos_ui.server")


def serve(app: Flask) -> None:
    """Serve `app` until a signal comes.

    Workers are forks of this process: `app` is made once, and they share its memory.

    Raises:
        ConfigError: pages can't be made, or nobody can listen where the settings say.
    """
    config = ui(app).config
    if problem := unusable(app):
        raise ConfigError((problem,))
    check_free(config.host, config.port, "PORT")
    if config.metrics_port:
        check_free(config.host, config.metrics_port, "METRICS_PORT")
    server = _Server(
        "kratos-ui", interface=Interfaces.ASGINL, address=config.host, port=config.port,
        workers=workers(config), websockets=False, backlog=1024,
        http1_settings=HTTP1Settings(max_buffer_size=HEAD_BYTES),
        http2_settings=HTTP2Settings(max_headers_size=HEAD_BYTES),
        log_level=LogLevels.error, log_dictconfig=logs.SERVER,
        ssl_cert=config.tls_cert_path, ssl_key=config.tls_key_path,
        ssl_protocol_min=SSLProtocols.tls12,
        respawn_failed_workers=True, workers_kill_timeout=STOP_SECONDS,
    )  # fmt: skip
    server.leaving, server.delay = ui(app).leaving, config.shutdown_delay
    if shelf := shelf_of(app):
        server.on_reload(
            partial(shelf.look, at_once=True)
        )  # SIGHUP: the workers that follow share what has changed
    log.info("%s", _listening(config))
    if config.metrics_port:
        from .. import prometheus

        prometheus.serve(config.host, config.metrics_port)
    multiprocessing.set_start_method("fork", force=True)  # the default of Linux up to Python 3.13
    gc.collect()
    gc.freeze()  # a collection writes to each object that it looks at, and a page written to is shared no more
    server.serve(
        target_loader=partial(Bridge, app, config.threads, partial(refused, ui(app).meter)), wrap_loader=False
    )


class _Server(Granian):  # type: ignore[misc, valid-type]  # one of two classes, by Python's build
    """Granian that, told to end, first lets everybody know, and ends after a delay."""

    leaving: Leaving
    delay = 0

    def signal_handler_interrupt(self, number: int = 0, frame: object = None) -> None:
        """End: after the delay for the first SIGTERM, at once for the second and for Ctrl-C."""
        end = super().signal_handler_interrupt
        if number != signal.SIGTERM or self.leaving or not self.delay:
            end()
            return
        self.leaving.say()
        log.info("told to end: not ready from now on, pages are served for %d s more", self.delay)
        timer = threading.Timer(self.delay, end)
        timer.daemon = True
        timer.start()


def _listening(config: Config) -> str:
    host = f"[{config.host}]" if ":" in config.host else config.host
    address = f"http{'s' if config.tls_cert_path else ''}://{host}:{config.port}{config.base_path}"
    serving = f"{workers(config)} workers, {config.threads} threads each"
    return f"kratos-ui {release.version()} listens at {address}: {serving}"


def workers(config: Config) -> int:
    """Return how many processes serve: as many as there are processors, but four at most, unless WORKERS says so."""
    return config.workers or min(os.cpu_count() or 1, 4)
