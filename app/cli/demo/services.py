"""Programs that the demo starts and ends; the tests use them too."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path


class ServiceFailed(Exception):
    """A program ended or never answered; the text names it and has its last lines."""


class Service:
    """A program in a process group of its own, so that `stop` also ends what it has started."""

    def __init__(
        self, name: str, command: Sequence[str], cwd: Path, environ: Mapping[str, str], log: Path
    ) -> None:
        """Start it; what it prints goes to the file `log`."""
        self.name = name
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: S603
                command, cwd=cwd, env=dict(environ), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def check(self) -> None:
        """Check that it runs. Raises: ServiceFailed: it has ended."""
        if (status := self.process.poll()) is not None:
            raise ServiceFailed(self._with_last_lines(f"{self.name} ended with status {status}"))

    def wait_for(self, url: str, seconds: float = 30) -> None:
        """Wait until `url` answers 200. Raises: ServiceFailed."""
        deadline = time.monotonic() + seconds
        while not answers(url):
            self.check()
            if time.monotonic() > deadline:
                raise ServiceFailed(
                    self._with_last_lines(f"{self.name} did not answer at {url} in {seconds:g} s")
                )
            time.sleep(0.05)

    def stop(self, seconds: float = 3) -> None:
        """End the group: politely, then surely. May be called again."""
        self._signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self._signal(signal.SIGKILL)
        self.process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def _with_last_lines(self, what: str, lines: int = 15) -> str:
        tail = self.log.read_text("utf-8", errors="replace").splitlines()[-lines:]
        return "\n".join([f"{what}. The end of {self.log}:", *(f"    {line[:400]}" for line in tail)])


def answers(url: str) -> bool:
    """Whether `url` answers 200 within a second; no proxy is asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=1) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def in_use(port: int) -> bool:
    """Whether something listens on `port` where browsers look for `localhost`, IPv6 included."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with suppress(OSError), socket.socket(family) as probe:
            probe.settimeout(0.5)
            if probe.connect_ex((address, port)) == 0:
                return True
    return False
