"""The UI as a server for tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from app import create_app
from app.cli.demo.server import Quiet, closing
from app.config import Config
from tests.support.real_kratos import RealKratos


@contextmanager
def serve_ui(real: RealKratos, **settings: object) -> Iterator[str]:
    """Serves the UI at `real.ui_url` for as long as the block runs.

    Args:
        real: the Kratos that it asks.
        settings: fields of `Config`, such as `default_locale="de"`.
    """
    defaults = {
        "kratos_public_url": real.public_url,
        "kratos_admin_url": real.admin_url,
        "cookie_secret": "t" * 32,
    }
    config = Config(**{**defaults, **settings})  # type: ignore[arg-type]
    real.ui_socket.listen(128)
    port = real.ui_socket.getsockname()[1]
    server = make_server(
        "127.0.0.1",
        port,
        closing(create_app(config)),
        threaded=True,
        request_handler=Quiet,
        fd=real.ui_socket.fileno(),
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield real.ui_url
    finally:
        server.shutdown()
        thread.join(5)
