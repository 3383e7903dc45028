"""What Prometheus reads: metrics that all workers write to one folder, and a server for them on a port of its own.

Imported only where `METRICS_PORT` is set, and before anything imports `prometheus_client`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from typing import Any

from . import release
from .config import ConfigError
from .meter import Meter

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where the library finds the folder; an operator may name one for ours to be made in."""
STATES = frozenset(
    ("choose_method", "sent_email", "passed_challenge", "show_form", "success", "sent_sms", "update", "")
)
"""Of flows. Kratos may bring others along: "other"."""
MESSAGES = 400
"""Different messages that are counted apart; Kratos 1.3 has some 150."""
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Prometheus(Meter):
    """A meter whose figures are those of all processes together."""

    on = True

    def __init__(self) -> None:
        _make_folder()
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

        own = CollectorRegistry()  # to collect is the server's, out of the folder
        self._requests = Counter(
            "kratos_ui_requests", "Answers, by page, status, and whether a flow's page was kept or made anew.",
            ("page", "status", "made"), registry=own,
        )  # fmt: skip
        self._seconds = Histogram(
            "kratos_ui_request_seconds",
            "Time from a request to its answer.",
            ("page",),
            buckets=SECONDS,
            registry=own,
        )
        self._upstream = Histogram(
            "kratos_ui_upstream_seconds", "Time of calls to Kratos and Hydra, by their status or what came in between.",
            ("endpoint", "outcome"), buckets=SECONDS, registry=own,
        )  # fmt: skip
        self._flows = Counter("kratos_ui_flows_shown", "Pages of flows.", ("kind", "state"), registry=own)
        self._messages = Counter(
            "kratos_ui_messages_shown", "Messages of Kratos shown, by id.", ("id",), registry=own
        )
        self._restarts = Counter(
            "kratos_ui_restarts", "Flows started again, by reason.", ("reason",), registry=own
        )
        self._circles = Counter(
            "kratos_ui_circles_ended",
            "People who were going round in circles, by reason.",
            ("reason",),
            registry=own,
        )
        self._renewed = Counter(
            "kratos_ui_brands_renewed", "Brands whose files changed, in each worker: taken, or refused.",
            ("outcome",), registry=own,
        )  # fmt: skip
        info = Gauge(
            "kratos_ui_info", "1, with the version.", ("version",), multiprocess_mode="max", registry=own
        )
        info.labels(release.version()).set(1)
        self._children: dict[tuple[Any, ...], Any] = {}
        self._ids: set[int] = set()

    def request(self, page: str, status: str, made: str, seconds: float) -> None:
        """Count an answer."""
        self._of(self._requests, page, status, made).inc()
        self._of(self._seconds, page).observe(seconds)

    def upstream(self, endpoint: str, outcome: str, seconds: float) -> None:
        """Count a call."""
        self._of(self._upstream, endpoint, outcome).observe(seconds)

    def flow(self, kind: str, state: str) -> None:
        """Count the page of a flow."""
        self._of(self._flows, kind, state if state in STATES else "other").inc()

    def message(self, number: int) -> None:
        """Count a message."""
        if number not in self._ids and len(self._ids) < MESSAGES:
            self._ids.add(number)
        self._of(self._messages, str(number) if number in self._ids else "other").inc()

    def restart(self, reason: str) -> None:
        """Count a flow that is started again."""
        self._of(self._restarts, reason).inc()

    def circle(self, reason: str) -> None:
        """Count somebody who went round in circles."""
        self._of(self._circles, reason).inc()

    def renewed(self, outcome: str) -> None:
        """Count a brand that changed."""
        self._of(self._renewed, outcome).inc()

    def _of(self, metric: Any, *labels: str) -> Any:
        """Return what counts for `labels`: the library's own look-up takes longer than to count."""
        key = (metric, *labels)
        found = self._children.get(key)
        if found is None:
            found = self._children[key] = metric.labels(*labels)
        return found


def _make_folder() -> None:
    """Name an empty folder to the library, which reads this when it is imported."""
    try:
        folder = tempfile.mkdtemp(prefix="kratos-ui-metrics-", dir=os.environ.get(FOLDER) or None)
    except OSError as error:
        raise ConfigError((
            f"METRICS_PORT needs a folder that can be written to ({error.strerror}): set {FOLDER} to one",
        )) from None  # fmt: skip
    atexit.register(_remove, folder, os.getpid())
    os.environ[FOLDER] = folder


def _remove(folder: str, maker: int) -> None:
    """At the end of a process that `maker` may have forked."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


def serve(host: str, port: int) -> None:
    """Serve the figures of all processes at `/metrics`, in a thread of this one."""
    from prometheus_client import CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    server, _ = start_http_server(port, host, registry)
    os.register_at_fork(after_in_child=server.socket.close)  # else a worker that lives on would hold the port
