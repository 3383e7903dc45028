"""WebDriver, as far as `page.Page` needs it: its commands over HTTP for WebKit, over a socket for Firefox.

Selenium reaches Firefox by geckodriver alone, which Debian does not have, and `marionette-driver` imports `telnetlib`,
which Python 3.13 does not have.
"""

from __future__ import annotations

import json
import socket
import time
from typing import Any, Protocol

from tests.support.real_kratos import http

PATIENCE = 60
"""Seconds for any answer; a page has less."""
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key that WebDriver puts an element's id under."""
_KEYS = {"Control": "\ue009", "Escape": "\ue00c", "Enter": "\ue007", "Tab": "\ue004"}
_PATHS = {
    "Navigate": "url",
    "Back": "back",
    "Refresh": "refresh",
    "ExecuteScript": "execute/sync",
    "PerformActions": "actions",
    "SetTimeouts": "timeouts",
    "ElementClick": "element/{id}/click",
    "ElementClear": "element/{id}/clear",
    "ElementSendKeys": "element/{id}/value",
    "TakeScreenshot": "screenshot",
    "GetCurrentURL": "url",
    "DeleteSession": "",
}
_METHODS = {"GetCurrentURL": "GET", "TakeScreenshot": "GET", "DeleteSession": "DELETE"}


class Refused(Exception):
    """The browser's own error. `kind`: WebDriver's word for it, such as "stale element reference"."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Wire(Protocol):
    """How commands travel."""

    def send(self, command: str, **parameters: Any) -> Any:
        """The value of the answer.

        Raises:
            Refused: the command failed.
        """


class Http:
    """A session of a driver that listens at `url`."""

    def __init__(self, url: str, capabilities: dict[str, Any]) -> None:
        self._client = http()
        self._session = f"{url}/session"
        made = self._ask("POST", "", {"capabilities": {"alwaysMatch": capabilities}})
        self._session += f"/{made['sessionId']}"

    def send(self, command: str, **parameters: Any) -> Any:
        path = _PATHS[command].format(**parameters)
        return self._ask(_METHODS.get(command, "POST"), path and f"/{path}", parameters)

    def close(self) -> None:
        self.send("DeleteSession")
        self._client.close()

    def _ask(self, method: str, path: str, body: dict[str, Any]) -> Any:
        answer = self._client.request(
            method, self._session + path, json=body if method == "POST" else None, timeout=PATIENCE
        )
        value = answer.json()["value"]
        if not answer.ok:
            raise Refused(value["error"], value["message"])
        return value


class Marionette:
    """A session of the Firefox that listens on `port` of this machine, or soon will."""

    def __init__(self, port: int) -> None:
        self._socket = _connect(port)
        self._stream = self._socket.makefile("rb")
        self._number = 0
        self._read()  # who is there
        self.command("WebDriver:NewSession", acceptInsecureCerts=True)

    def send(self, command: str, **parameters: Any) -> Any:
        return self.command(f"WebDriver:{command}", **parameters)

    def command(self, name: str, **parameters: Any) -> Any:
        """One of Firefox's own, too."""
        self._number += 1
        packet = json.dumps([0, self._number, name, parameters])
        self._socket.sendall(f"{len(packet)}:{packet}".encode())
        _, _, error, result = self._read()
        if error:
            raise Refused(error["error"], error["message"])
        return result.get("value", result) if isinstance(result, dict) else result

    def close(self) -> None:
        self._stream.close()
        self._socket.close()

    def _read(self) -> Any:
        length = b""
        while (byte := self._stream.read(1)) not in (b":", b""):
            length += byte
        return json.loads(self._stream.read(int(length)))


def _connect(port: int) -> socket.socket:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
        time.sleep(0.05)


class Driver:
    """A browser's one tab. An element is what WebDriver calls one."""

    def __init__(self, wire: Wire, page_load: int) -> None:
        self.send = wire.send
        self.send("SetTimeouts", pageLoad=page_load, script=page_load)

    def goto(self, url: str) -> None:
        self.send("Navigate", url=url)

    def url(self) -> str:
        return str(self.send("GetCurrentURL"))

    def back(self) -> None:
        self.send("Back")

    def reload(self) -> None:
        self.send("Refresh")

    def run(self, script: str, *arguments: Any) -> Any:
        return self.send("ExecuteScript", script=script, args=arguments)

    def click(self, element: Any) -> None:
        self.send("ElementClick", id=element[_ELEMENT])

    def double_click(self, element: Any) -> None:
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        move = {"type": "pointerMove", "x": 0, "y": 0, "duration": 0, "origin": element}
        self._perform("pointer", [move, *press, *press])

    def fill(self, element: Any, text: str) -> None:
        self.send("ElementClear", id=element[_ELEMENT])
        self.send("ElementSendKeys", id=element[_ELEMENT], text=text)

    def press(self, *keys: str) -> None:
        codes = [_KEYS.get(key, key) for key in keys]
        down = [{"type": "keyDown", "value": code} for code in codes]
        up = [{"type": "keyUp", "value": code} for code in reversed(codes)]
        self._perform("key", [*down, *up])

    def screenshot(self) -> str:
        """A PNG in base64."""
        return str(self.send("TakeScreenshot"))

    def _perform(self, kind: str, actions: list[dict[str, Any]]) -> None:
        self.send("PerformActions", actions=[{"type": kind, "id": kind, "actions": actions}])
