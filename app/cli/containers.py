"""Ory's images, for who has Docker or Podman instead of a compiler."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .binaries import MissingTool, Say, Tool

HERE = "/demo"
"""Where the folder lies in a container."""


@dataclass(frozen=True, slots=True)
class Box:
    """What a container gets of this machine."""

    name: str
    folder: Path  # it may write there, and is started there
    fixed: tuple[str, ...]  # what it may only read of that
    ports: tuple[int, ...]  # where it listens
    away: Mapping[str, str]  # its settings where it has not this machine's network, `{host}` for this machine


@dataclass(frozen=True, slots=True)
class Engine:
    """Docker or Podman."""

    program: str
    user: str  # who is this user in a container: "1000:1000"
    networks: bool = sys.platform == "linux"  # elsewhere containers live in a virtual machine

    @property
    def title(self) -> str:
        """For people."""
        return Path(self.program).name.capitalize()

    def run(self, image: str, words: Sequence[str], box: Box) -> list[str]:
        """Return the command that runs `words` in a new container, and removes it as it ends."""
        return [
            self.program, "run", "--rm", f"--name={box.name}", f"--user={self.user}",
            "--security-opt=label=disable",  # SELinux would keep the folder from it
            f"--volume={box.folder}:{HERE}", f"--workdir={HERE}",
            *(f"--volume={box.folder / name}:{HERE}/{name}:ro" for name in box.fixed),
            *self._network(box), "--env=SQA_OPT_OUT=true", image, *words,
        ]  # fmt: skip

    def _network(self, box: Box) -> list[str]:
        if self.networks:
            return ["--network=host"]
        host = f"host.{'docker' if self.title == 'Docker' else 'containers'}.internal"
        return [
            *(f"--publish=127.0.0.1:{port}:{port}" for port in box.ports),
            *(f"--env={name}={value.format(host=host)}" for name, value in box.away.items()),
        ]

    def remove(self, name: str) -> None:
        """Remove a container that is still there, for whatever reason."""
        self._ask("rm", "--force", name)

    def fetch(self, tool: Tool, image: str, say: Say) -> None:
        """Have `image` here. Raises: MissingTool: it can't be fetched."""
        if self._ask("image", "inspect", image) == 0:
            return
        say(f"Fetching Ory's image {image} with {self.title}: once only.")
        if subprocess.run([self.program, "pull", image], check=False).returncode:  # noqa: S603 - it shows how far it is
            raise MissingTool(
                f"{self.title} could not fetch {image}; KRATOS_VIA=go builds {tool.title} instead."
            )

    def _ask(self, *words: str) -> int:
        with suppress(subprocess.TimeoutExpired):
            command = [self.program, *words]
            return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode  # noqa: S603
        return 1


def engine(environ: Mapping[str, str]) -> Engine | None:
    """Return the first of Docker and Podman that is there and answers."""
    for name in ("docker", "podman"):
        program = shutil.which(name, path=environ.get("PATH", ""))
        if program and (told := _info(program)) is not None:
            # Without root's rights, root in a container is this user; with them, users are the same in both.
            rootless = re.search(r"^\s*(rootless|rootless: true)\s*$", told, re.MULTILINE)
            return Engine(program, "0:0" if rootless else f"{os.getuid()}:{os.getgid()}")
    return None


def _info(program: str) -> str | None:
    """Return what it says of itself; None: it is there, but does not run."""
    try:
        done = subprocess.run([program, "info"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
