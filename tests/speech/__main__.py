"""`python -m tests.speech [EXHIBIT]…`: what Orca says as each page comes up, and at each Tab.

Needs Debian's orca, speech-dispatcher, at-spi2-core, xvfb and dbus: nothing is heard, the words come from Orca's log.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.axe.pages import gallery
from tests.support.browser import ARGUMENTS, chromium
from tests.support.ports import free_port
from tests.support.servers import serving

PAGES = (
    "v1.3.1/login.choose_method.missing_fields", "v1.3.1/login.choose_method.wrong_password",
    "v1.3.1/login.sent_email.wrong_code",
)  # fmt: skip
TOOLS = ("orca", "speech-dispatcher", "Xvfb", "dbus-run-session", "gdbus")
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
QUIET = 6
"""Seconds without a word after which it has said all."""
SPEECHD = 'AddModule "dummy" "sd_dummy" ""\nDefaultModule dummy\n'


def main(arguments: Sequence[str] | None = None) -> None:
    """Start a session of its own for it, then say on in there."""
    parser = argparse.ArgumentParser(prog="python -m tests.speech", description=__doc__)
    parser.add_argument("pages", nargs="*", default=PAGES, metavar="EXHIBIT")
    parser.add_argument("--language", default="en")
    parser.add_argument("--tabs", type=int, default=3, help="how often Tab is pressed on each")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
        sys.exit(
            f"apt-get install orca speech-dispatcher at-spi2-core xvfb dbus: {', '.join(missing)} missing"
        )
    if not given.inside:
        again = [sys.executable, "-m", "tests.speech", "--inside", *(arguments or sys.argv[1:])]
        sys.exit(subprocess.run(["dbus-run-session", "--", *again], check=False).returncode)
    with tempfile.TemporaryDirectory() as home, listening(Path(home)) as log:
        _visit(log, given.pages, given.language, given.tabs)


@contextmanager
def listening(home: Path) -> Iterator[Path]:
    """Run a screen without a screen, and Orca on it; yield the file that it writes what it says to."""
    (home / "run").mkdir(mode=0o700)
    (home / ".config/speech-dispatcher").mkdir(parents=True)
    (home / ".config/speech-dispatcher/speechd.conf").write_text(SPEECHD)
    os.environ |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(home / "run"), "GSETTINGS_BACKEND": "memory"}
    log = home / "orca.log"
    with ExitStack() as running:
        os.environ["DISPLAY"] = f":{running.enter_context(_screen())}"
        running.enter_context(_started(LAUNCHER, "--launch-immediately"))
        time.sleep(2)
        for switch in ("IsEnabled", "ScreenReaderEnabled"):
            bus = ("--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus")
            method = ("--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", switch, "<true>")
            subprocess.run(["gdbus", "call", *bus, *method], check=True, stdout=subprocess.DEVNULL)
        running.enter_context(_started("orca", "--replace", f"--debug-file={log}"))
        _said(log, 0)
        yield log


@contextmanager
def _screen() -> Iterator[str]:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as process:
        yield os.read(reading, 8).decode().strip()
        process.terminate()


@contextmanager
def _started(*command: str) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        yield
        process.terminate()


def _visit(log: Path, pages: Sequence[str], language: str, tabs: int) -> None:
    port = free_port()
    with serving(gallery(""), port), sync_playwright() as driver:
        arguments = [*ARGUMENTS, "--force-renderer-accessibility=complete"]
        browser = driver.chromium.launch(
            executable_path=chromium(), headless=False, args=arguments, env=dict(os.environ)
        )
        page = browser.new_page()
        for name in pages:
            heard = log.stat().st_size
            page.goto(f"http://localhost:{port}/preview/{name}?lang={language}")
            print(f"\n# {name}", *_said(log, heard), sep="\n", flush=True)
            for _ in range(tabs):
                heard = log.stat().st_size
                page.keyboard.press("Tab")
                print("Tab:", *_said(log, heard), sep="\n  ", flush=True)
        browser.close()


def _said(log: Path, start: int) -> list[str]:
    """Wait until it is quiet, and return what was said since the log had `start` bytes."""
    size, since = -1, time.monotonic()
    while time.monotonic() - since < QUIET:
        if log.is_file() and log.stat().st_size != size:
            size, since = log.stat().st_size, time.monotonic()
        time.sleep(0.2)
    text = log.read_bytes()[start:].decode(errors="replace")
    return re.findall(r"SPEECH OUTPUT: '(.*?)'(?:\{.*)?$", text, re.MULTILINE)


if __name__ == "__main__":
    main()
