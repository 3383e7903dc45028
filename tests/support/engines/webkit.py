"""WebKit as Debian has it: MiniBrowser, driven by WebKitWebDriver, on a screen that nobody sees."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from requests import ConnectionError as NotYet

from tests.support.browser import NEVER_PAST
from tests.support.engines.page import patient
from tests.support.engines.webdriver import Driver, Http
from tests.support.ports import free_port
from tests.support.real_kratos import http

SCREEN = "1280x1000x24"


class WebKit(Driver):
    """A browser for one test: it starts in less than a second."""

    def __init__(self, wire: Http) -> None:
        super().__init__(wire, NEVER_PAST)

    def click(self, element: Any) -> None:
        """As everywhere; its driver does not scroll inside of `overflow: clip`."""
        self.run("arguments[0].scrollIntoView({block: 'center'})", element)
        super().click(element)


def _tool(name: str, package: str) -> str:
    program = shutil.which(name)
    if program is None:
        pytest.fail(f"{name} is not installed: `apt-get install {package}`", pytrace=False)
    return program


def minibrowser() -> str:
    """The browser; it comes with the library that the driver depends on."""
    found = sorted(str(program) for program in Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    if not found:
        pytest.fail("MiniBrowser is not installed: `apt-get install webkit2gtk-driver`", pytrace=False)
    return found[-1]


@contextmanager
def screen() -> Iterator[str]:
    """A screen in memory; its name for `DISPLAY`."""
    read, write = os.pipe()
    command = [_tool("Xvfb", "xvfb"), "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    running = subprocess.Popen(
        command, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    try:
        yield f":{number}"
    finally:
        running.terminate()
        running.wait()


@contextmanager
def webkit(display: str, log: Path, *arguments: str) -> Iterator[WebKit]:
    """A browser. `arguments`: MiniBrowser's own, such as `--cookies-policy=never`."""
    port = free_port()
    options = {
        "binary": minibrowser(),
        "args": ["--automation", *arguments],
    }
    environ = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"}
    command = [_tool("WebKitWebDriver", "webkit2gtk-driver"), f"--port={port}"]
    with log.open("w") as output:
        running = subprocess.Popen(command, env=environ, stdout=output, stderr=output)
    try:
        with http() as client:
            patient(lambda: client.get(f"http://127.0.0.1:{port}/status"), NotYet)
        capabilities = {"webkitgtk:browserOptions": options, "acceptInsecureCerts": True}
        wire = Http(f"http://127.0.0.1:{port}", capabilities)
        try:
            yield WebKit(wire)
        finally:
            wire.close()
    finally:
        running.terminate()
        running.wait()
