"""How the demo and `kratos-ui kratos` come to Kratos and Hydra (`KRATOS_VIA`).

There is what is on this machine, Ory's image, or a build with Go.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from . import binaries, containers
from .binaries import MissingTool, Say, Tool
from .containers import Box, Engine
from .kratos import environment

WAYS = ("auto", "path", "docker", "go")


@dataclass(frozen=True, slots=True)
class Binary:
    """A program of this machine."""

    path: Path

    def command(self, words: Sequence[str], _box: Box) -> list[str]:
        """Return what starts it."""
        return [str(self.path), *words]

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Return what it may see of `environ`."""
        return environment(environ)

    def remove(self, _box: Box) -> None:
        """Nothing is left of one that has ended."""


@dataclass(frozen=True, slots=True)
class Image:
    """Ory's image of the pinned version."""

    tool: Tool
    engine: Engine

    @property
    def name(self) -> str:
        """In full, as Podman asks which of several places an incomplete one means."""
        return f"docker.io/oryd/{self.tool.name}:{self.tool.version}"

    def command(self, words: Sequence[str], box: Box) -> list[str]:
        """Return what starts it in a container."""
        return self.engine.run(self.name, words, box)

    def environment(self, environ: Mapping[str, str]) -> dict[str, str]:
        """Return all of `environ`: for Docker itself, the container sees nothing of it."""
        return dict(environ)

    def remove(self, box: Box) -> None:
        """Remove its container, should it have outlived the command."""
        self.engine.remove(box.name)


def find(tool: Tool, environ: Mapping[str, str], say: Say) -> Binary | Image:
    """Return the first that is to be had: a program on this machine, one that was built, Ory's image, a build by Go.

    Raises:
        MissingTool: with what to install.
    """
    way = environ.get("KRATOS_VIA") or "auto"
    if way not in WAYS:
        raise MissingTool(f'KRATOS_VIA is "{way}"; it may be {", ".join(WAYS[:-1])} or {WAYS[-1]}.')
    if way in ("auto", "path") and (program := binaries.named(tool, environ, say)):
        return Binary(program)
    if way == "auto" and (program := binaries.built(tool, environ)):
        return Binary(program)
    if way in ("auto", "docker") and (engine := containers.engine(environ)):
        try:
            return _image(tool, engine, say)
        except MissingTool as error:  # no network, or a registry that says no: Go, where it is there
            if way == "docker" or binaries.lacking(environ):
                raise
            say(str(error))
    if way == "go" or (way == "auto" and not binaries.lacking(environ)):
        return Binary(binaries.built(tool, environ) or binaries.build(tool, environ, say))
    raise MissingTool(_missing(tool, way))


def _image(tool: Tool, engine: Engine, say: Say) -> Image:
    image = Image(tool, engine)
    engine.fetch(tool, image.name, say)
    say(f"{tool.title} {tool.version} runs in {engine.title} (KRATOS_VIA=go builds it instead).")
    return image


def _missing(tool: Tool, way: str) -> str:
    ways = {
        "path": f"put a {tool.name} {tool.version} on PATH, or name it: {tool.env}=/path/to/{tool.name}",
        "docker": "install and start Docker or Podman: Ory's image is used then",
        "go": f"install Go {binaries.GO} or newer and a C compiler: it is built then, once, in {tool.minutes} minutes",
    }
    if way != "auto":
        return f"{tool.title} was not found by KRATOS_VIA={way}: {ways[way]}."
    return f"{tool.title} was not found. Do one of these:\n" + "\n".join(
        f"  - {each}." for each in ways.values()
    )


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(["kratos", "hydra"]))
def kratos(names: tuple[str, ...]) -> None:
    """Find Kratos, or build it once with Go.

    Prints where it is and its version. NAMES: kratos (the default), hydra. KRATOS_VIA chooses a way, as for
    `kratos-ui demo`; without it a program is wanted, no image.
    """
    tools = {tool.name: tool for tool in (binaries.KRATOS, binaries.HYDRA)}
    for name in names or ("kratos",):
        try:
            click.echo(_found(tools[name], os.environ))
        except MissingTool as error:
            click.echo(error, err=True)
            sys.exit(1)


def _found(tool: Tool, environ: Mapping[str, str]) -> str:
    def say(line: str) -> None:
        click.echo(line, err=True)

    if (environ.get("KRATOS_VIA") or "auto") == "auto":
        program = binaries.find(tool, environ, say)
    elif isinstance(found := find(tool, environ, say), Image):
        return f"{found.name} {tool.version}"
    else:
        program = found.path
    return f"{program} {binaries.version_of(program)}"
