"""The steps of the Dockerfile without a builder: each stage in an empty environment of Python, its folders below one.

What is not tried so: the base image, the user, and the layers.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Image:
    """What was made: the environment of its last stage, and what it is told to run."""

    folder: Path
    environ: dict[str, str]
    command: list[str]
    health: list[str]


def instructions() -> list[tuple[str, str]]:
    """Each instruction and what it says, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text("utf-8")
    joined = re.sub(r"\\\n", "", re.sub(r"^#.*\n", "", text, flags=re.M))
    parts = [line.partition(" ") for line in joined.splitlines() if line.strip()]
    return [(name, rest) for name, _, rest in parts]


def context(folder: Path) -> None:
    """Copies what `.dockerignore` lets through."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert lines[0] == "*"
    caches = shutil.ignore_patterns("__pycache__")
    for name in (line[1:] for line in lines if line.startswith("!")):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=caches)
        else:
            shutil.copy(source, target)


def _stage(folder: Path) -> dict[str, str]:
    """An empty environment, and a `pip` for it, which an environment takes long to get."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / "usr")], check=True)
    tools = folder / "tools"
    tools.mkdir()
    python = folder / "usr" / "bin" / "python"
    for name, line in (
        ("pip", f'exec {sys.executable} -m pip --python {python} "$@"'),
        ("useradd", "exit 0"),
    ):
        (tools / name).write_text(f"#!/bin/sh\n{line}\n")
        (tools / name).chmod(0o755)
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))
    }
    return kept | {"PATH": f"{tools}:{python.parent}:{os.environ['PATH']}"}


def replayed(folder: Path) -> Image:
    """Does what the Dockerfile says, below `folder`. Raises: AssertionError: a step failed."""
    image, wheels, copied = Image(folder, {}, [], []), folder / "wheels", folder / "src"
    context(copied)
    for number, (name, rest) in enumerate(instructions()):
        if name == "FROM":
            stage = folder / f"stage-{number}"
            stage.mkdir()
            image = Image(stage, _stage(stage), [], [])
        elif name == "ENV":
            image.environ.update(dict(pair.split("=", 1) for pair in rest.split()))
        elif name == "RUN":
            step = re.sub(r"--mount=\S+", "", rest).replace("/wheels", str(wheels))
            done = subprocess.run(
                ["sh", "-ec", step],
                cwd=copied,
                env=image.environ,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{step}\n{done.stderr[-2000:]}"
        elif name == "HEALTHCHECK":
            image.health.extend(json.loads(rest.partition("CMD ")[2]))
        elif name == "CMD":
            image.command.extend(json.loads(rest))
    return image
