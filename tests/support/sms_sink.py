"""An SMS service for tests: keeps what Kratos' courier sends to its HTTP channel."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class SmsSink:
    """A WSGI application that gets `{"to", "text"}` (`kratos-config/schemas/sms.jsonnet`); gives each text once."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, str]] = []
        self._arrived = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        body = Request(environ).get_json()
        with self._arrived:
            self._texts.append((body["to"], body["text"]))
            self._arrived.notify_all()
        return Response("{}", mimetype="application/json")(environ, start_response)

    def text_for(self, number: str, seconds: float = 10) -> str:
        """The next text to `number`. Raises: AssertionError: none came."""
        deadline = time.monotonic() + seconds
        with self._arrived:
            while (found := next((text for text in self._texts if text[0] == number), None)) is None:
                left = deadline - time.monotonic()
                if left <= 0 or not self._arrived.wait(left):
                    raise AssertionError(f"no text to {number} in {seconds} s; there are {self._texts[-5:]}")
            self._texts.remove(found)
        return found[1]

    def code_for(self, number: str, seconds: float = 10) -> str:
        """The six digits of the next text to `number`. Raises: AssertionError: none came."""
        text = self.text_for(number, seconds)
        code = re.search(r"\b\d{6}\b", text)
        assert code, f"no code in {text!r}"
        return code[0]
