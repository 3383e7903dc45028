"""Finds Ory Kratos and Ory Hydra, or builds them with Go into a cache folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..paths import KRATOS_CONFIG

Say = Callable[[str], None]
GO = "1.23"


class MissingTool(Exception):
    """A program that is not there; the text is one sentence that names what to install."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that Go builds from `kratos-config/build/<name>`."""

    name: str  # "kratos"
    title: str  # "Ory Kratos"
    module: str  # its Go module, whose version go.mod pins
    stamp: str  # the Go package that holds `Version`
    minutes: int  # what a first build takes on two cores

    @property
    def env(self) -> str:
        """The variable that may name the binary: "KRATOS_BIN"."""
        return f"{self.name.upper()}_BIN"

    @property
    def source(self) -> Path:
        """Folder of the Go module that builds it."""
        return KRATOS_CONFIG / "build" / self.name

    @property
    def version(self) -> str:
        """The pinned version, "v1.3.1". Raises: MissingTool: `go.mod` names none."""
        found = re.search(rf"{re.escape(self.module)} (v\S+)", (self.source / "go.mod").read_text("utf-8"))
        if found is None:
            raise MissingTool(f"{self.source / 'go.mod'} does not name {self.module}.")
        return found[1]


KRATOS = Tool("kratos", "Ory Kratos", "github.com/ory/kratos", "github.com/ory/kratos/driver/config", 4)
HYDRA = Tool("hydra", "Ory Hydra", "github.com/ory/hydra/v2", "github.com/ory/hydra/v2/driver/config", 3)


def cached(tool: Tool, environ: Mapping[str, str]) -> Path:
    """Where the build of the pinned version lies, whether or not it is there yet."""
    cache = environ.get("XDG_CACHE_HOME") or Path(environ.get("HOME") or Path.home()) / ".cache"
    return Path(cache) / "kratos-ui" / "bin" / f"{tool.name}-{tool.version}"


def find(tool: Tool, environ: Mapping[str, str], say: Say) -> Path:
    """Return the program: the one that `<NAME>_BIN` names, on PATH, in the cache, or else built now (minutes).

    Raises:
        MissingTool: with what to install.
    """
    return named(tool, environ, say) or built(tool, environ) or build(tool, environ, say)


def named(tool: Tool, environ: Mapping[str, str], say: Say) -> Path | None:
    """Return the program that `<NAME>_BIN` names, or else the one on PATH.

    Raises:
        MissingTool: the variable names none.
    """
    if program := environ.get(tool.env):
        if not os.access(program, os.X_OK) or Path(program).is_dir():
            raise MissingTool(f"{tool.env} names {program}, which is not a program that can be started.")
        return _other_version_said(tool, Path(program), say)
    on_path = shutil.which(tool.name, path=environ.get("PATH", ""))
    return _other_version_said(tool, Path(on_path), say) if on_path else None


def built(tool: Tool, environ: Mapping[str, str]) -> Path | None:
    """Return the one in the cache."""
    target = cached(tool, environ)
    return target if os.access(target, os.X_OK) else None


def version_of(program: Path) -> str:
    """Return what `<program> version` says, such as "v1.3.1"; "of unknown version" if it says nothing we know."""
    done = subprocess.run([program, "version"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    found = re.search(r"^Version:\s*(\S+)", done.stdout, re.MULTILINE)
    return found[1] if found else "of unknown version"


def lacking(environ: Mapping[str, str]) -> str:
    """Return what a build needs and this machine has not; "" for nothing."""
    path = environ.get("PATH", "")
    if shutil.which("go", path=path) is None:
        return f"Go {GO} or newer"
    return "" if shutil.which(_compiler(environ), path=path) else "a C compiler (gcc)"


def build(tool: Tool, environ: Mapping[str, str], say: Say) -> Path:
    """Build the pinned version into the cache, and return it; the file appears only when it is whole.

    Raises:
        MissingTool: Go or a C compiler is missing, or the build failed.
    """
    if missing := lacking(environ):
        raise MissingTool(_what_to_install(tool, missing))
    target = cached(tool, environ)
    target.parent.mkdir(parents=True, exist_ok=True)
    say(f"Building {tool.title} {tool.version}: once only, about {tool.minutes} minutes.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".building-") as folder:
        output = Path(folder) / tool.name
        flags = [
            "-trimpath",
            "-tags",
            "sqlite,json1",
            "-ldflags",
            f"-s -w -X {tool.stamp}.Version={tool.version}",
        ]
        _run_with_ticks(
            ["go", "build", *flags, "-o", str(output), "."], tool, {**environ, "CGO_ENABLED": "1"}, say
        )
        os.replace(output, target)
    say(f"Built {target}")
    return target


def _compiler(environ: Mapping[str, str]) -> str:
    """Return the program of `CC`, which may come with arguments."""
    return (environ.get("CC", "").split() or ["gcc"])[0]


def _run_with_ticks(
    command: list[str], tool: Tool, environ: Mapping[str, str], say: Say, every: float = 15
) -> None:
    """Run the build, saying every few seconds that it goes on."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=tool.source, env=dict(environ), stdout=log, stderr=log)  # noqa: S603
        try:
            while True:
                try:
                    status = process.wait(timeout=every)
                    break
                except subprocess.TimeoutExpired:
                    say(f"  … still building ({time.monotonic() - started:.0f} s)")
        finally:
            process.kill()
        if status:
            log.seek(0)
            tail = "\n".join(log.read().splitlines()[-20:])
            raise MissingTool(
                f"Building {tool.title} failed: {' '.join(command[:2])} ended with {status}.\n{tail}"
            )


def _other_version_said(tool: Tool, program: Path, say: Say) -> Path:
    version = version_of(program)
    if version != tool.version:
        say(f"Using {program}, {tool.title} {version} (this project is tested with {tool.version}).")
    return program


def _what_to_install(tool: Tool, missing: str) -> str:
    return (
        f"{tool.title} was not found and can't be built: install {missing}, or download {tool.title} {tool.version} "
        f"and put it on PATH or set {tool.env} to it."
    )
