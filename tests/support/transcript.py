"""The `console` blocks of a page of documentation, typed line by line into one shell."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

SECONDS = 120
_END = "=== end of this line ==="
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_FILE = re.compile(r"`([\w./-]+)`:\s*\n\s*$")


def transcript(text: str) -> list[tuple[str, str]]:
    """Each command of the `console` blocks of a page, and what it prints."""
    found: list[tuple[str, str]] = []
    for block in _BLOCK.finditer(text):
        if block[1] != "console":
            continue
        for line in block[2].splitlines():
            if line.startswith("$ "):
                found.append((line[2:], ""))
            else:
                found[-1] = (found[-1][0], f"{found[-1][1]}{line}\n")
    return found


def files(text: str) -> dict[str, str]:
    """The blocks that a sentence puts into a file, by its name: it ends with the name in backquotes, and a colon."""
    found = {}
    for block in _BLOCK.finditer(text):
        if block[1] != "console" and (name := _FILE.search(text[: block.start()])):
            found[name[1]] = block[2]
    return found


def pattern(expected: str) -> str:
    """`…` stands for anything within the line; alone in a line, for any lines."""
    lines = [
        r"(?:[^\n]*\n)+" if line == "…" else re.escape(line).replace("…", "[^\n]+") + "\n"
        for line in expected.splitlines()
    ]
    return "".join(lines)


def typing() -> dict[str, str]:
    """The variables of somebody who has installed the UI."""
    return {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": os.environ["HOME"]}


class Shell:
    """A bash in `folder` with these variables alone; what it has started ends with it."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self._bash = subprocess.Popen(
            ["bash"], cwd=folder, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env=dict(variables), start_new_session=True,
        )  # fmt: skip
        self._alarm = threading.Timer(SECONDS, self._kill)  # a command that waits for ever
        self._alarm.start()

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        self._alarm.cancel()
        self._kill()
        self._bash.communicate()

    def type(self, command: str) -> str:
        """What the command prints."""
        assert self._bash.stdin
        assert self._bash.stdout
        self._bash.stdin.write(f"{command}\necho '{_END}'\n")
        self._bash.stdin.flush()
        printed = ""
        while (line := self._bash.stdout.readline()) and not line.endswith(f"{_END}\n"):
            printed += line
        last = line.removesuffix(f"{_END}\n")
        return printed + (f"{last}\n" if last else "")

    def play(self, text: str) -> None:
        """Each command of a page prints what stands below it."""
        for command, expected in transcript(text):
            printed = self.type(command)
            assert re.fullmatch(pattern(expected), printed), f"$ {command}\n{printed}"

    def _kill(self) -> None:
        """End bash and all that it has started: its background jobs have its session's group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._bash.pid, signal.SIGKILL)
