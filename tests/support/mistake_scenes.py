"""What has to happen before doctor comes, where settings alone don't make a mistake."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from app.cli.demo.server import Quiet
from tests.support.real_kratos import http, new_address
from tests.support.servers import Elsewhere, serving

if TYPE_CHECKING:
    from tests.support.mistakes import Stage

NO_UI = ("no_ui", "another_application")
"""Scenes in which the UI does not run."""
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
GERMAN = f'{HEAD}\nmsgid "Email"\nmsgstr "E-Mail"\n'


def without(scene: str, good: str) -> tuple[str, ...]:
    """The arguments that Kratos is not started with."""
    if scene == "mails_wait":
        return ("--watch-courier",)
    return ("--dev",) if scene == "without_dev" or (good == "tls" and scene != "with_dev") else ()


def another_application(stage: Stage) -> None:
    """Somebody else's pages on the UI's port."""
    held = stage.real.ui_socket
    held.listen(16)
    port = held.getsockname()[1]
    server = make_server("127.0.0.1", port, Elsewhere(port), request_handler=Quiet, fd=held.fileno())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    stage.running.callback(server.shutdown)


def something_ready(stage: Stage) -> None:
    """What says that it is ready, as Hydra does."""
    app = Response('{"status": "ok"}', content_type="application/json")
    stage.running.enter_context(serving(app, stage.spare[4464]))


def theme_in_german(stage: Stage) -> None:
    """A theme with a word for some of the traits."""
    _theme(stage, "de", GERMAN)


def theme_with_a_slip(stage: Stage) -> None:
    """A theme that says something of ours in English its own way."""
    _theme(stage, "en", f'{HEAD}\nmsgid "%(device)s is signed out."\nmsgstr "%(devcie)s is off."\n')


def _theme(stage: Stage, language: str, text: str) -> None:
    folder = stage.folder / "theme"
    catalog = folder / "translations" / language / "LC_MESSAGES" / "ui.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(text)
    (folder / "theme.toml").write_text('name = "Test"\napi = 1\n')
    stage.variables["THEME_DIR"] = str(folder)


def _ask_for_a_mail(stage: Stage) -> None:
    address = new_address()
    stage.real.create_identity(address)
    with http() as session:
        url = f"{stage.real.public_url}/self-service/recovery/api"
        flow = session.get(url, headers={"Accept": "application/json"}, timeout=10).json()
        session.post(flow["ui"]["action"], json={"method": "code", "email": address}, timeout=10)


def mails_wait(stage: Stage) -> None:
    """A mail that was asked for ten minutes ago."""
    _ask_for_a_mail(stage)
    with sqlite3.connect(stage.real.folder / "kratos.sqlite", timeout=10) as database:
        database.execute("update courier_messages set created_at = datetime('now', '-10 minutes')")


def mails_given_up(stage: Stage) -> None:
    """A mail that no server took."""
    _ask_for_a_mail(stage)
    deadline = time.monotonic() + 30
    while not stage.real.admin("GET", "/courier/messages?status=abandoned"):
        assert time.monotonic() < deadline
        time.sleep(0.1)


SCENES: dict[str, Callable[[Any], None]] = {
    each.__name__: each
    for each in (
        another_application,
        something_ready,
        theme_in_german,
        theme_with_a_slip,
        mails_wait,
        mails_given_up,
    )
}
