"""A browser for the workbench, without a network."""

from __future__ import annotations

from typing import Any

from werkzeug.test import Client as WerkzeugClient
from werkzeug.test import TestResponse


class Client(WerkzeugClient):
    """Reads each answer to its end, so that no file stays open."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Return the answer."""
        return super().open(*args, **{"buffered": True, **kwargs})
