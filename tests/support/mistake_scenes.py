"""What has to happen before doctor comes, where settings alone don't make a mistake."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Response

from tests.support.real_kratos import http, new_address
from tests.support.servers import Elsewhere, serving

NO_UI = ("no_ui", "another_application")
WITHOUT = {
    "without_dev": ("--dev",),
    "tls": ("--dev",),
    "mails_wait": ("--watch-courier",),
}
"""Arguments that Kratos is not started with, by scene or good setup."""


def another_application(stage: Any) -> None:
    """Somebody else's pages on the UI's port."""
    port = int(stage.real.ui_url.rpartition(":")[2])
    stage.real.ui_socket.listen(16)
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", port, Elsewhere(port), threaded=True, fd=stage.real.ui_socket.fileno())
    import threading

    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    stage.running.callback(server.shutdown)


def something_ready(stage: Any) -> None:
    """What says that it is ready, as Hydra does."""
    app = Response('{"status": "ok"}', content_type="application/json")
    stage.running.enter_context(serving(app, stage.spare[4464]))


def _ask_for_a_mail(stage: Any) -> None:
    address = new_address()
    stage.real.create_identity(address)
    with http() as session:
        flow = session.get(
            f"{stage.real.public_url}/self-service/recovery/api",
            headers={"Accept": "application/json"},
            timeout=10,
        ).json()
        session.post(flow["ui"]["action"], json={"method": "code", "email": address}, timeout=10)


def _wait(done: Callable[[], Any]) -> None:
    deadline = time.monotonic() + 20
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def mails_wait(stage: Any) -> None:
    """A mail that was asked for ten minutes ago."""
    _ask_for_a_mail(stage)
    with sqlite3.connect(stage.real.folder / "kratos.sqlite", timeout=10) as database:
        database.execute("update courier_messages set created_at = datetime('now', '-10 minutes')")


def mails_given_up(stage: Any) -> None:
    """A mail that no server took."""
    _ask_for_a_mail(stage)
    _wait(lambda: stage.real.admin("GET", "/courier/messages?status=abandoned"))


SCENES: dict[str, Callable[[Any], None]] = {
    "another_application": another_application,
    "something_ready": something_ready,
    "mails_wait": mails_wait,
    "mails_given_up": mails_given_up,
}
