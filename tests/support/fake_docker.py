"""A Docker (or Podman) that runs Ory's images as programs of this machine, and writes down what it was asked for."""

from __future__ import annotations

import sys
from pathlib import Path

PROGRAM = """#!{python}
import json, os, sys
from pathlib import Path

words = sys.argv[1:]
with Path({asked!r}).open("a") as asked:
    asked.write(json.dumps(words) + "\\n")
fetched = Path({asked!r} + "." + words[-1].replace("/", "."))
match words[:2]:
    case ["info", *_]:
        print({info!r})
        sys.exit({info!r} == "")
    case ["image", "inspect"]:
        sys.exit(not fetched.exists())
    case ["pull", _]:
        print("Pull complete")
        fetched.touch()
    case ["run", "--rm"]:
        options = [word for word in words[2:] if word.startswith("--")]
        options = options[: next(i for i, word in enumerate(words[2:]) if not word.startswith("--"))]
        image, *rest = words[2 + len(options) :]
        [folder, *_] = [word.split("=")[1].split(":")[0] for word in options if word.startswith("--volume=")]
        program = json.loads({programs!r})[image]
        os.chdir(folder)
        os.execve(program, [program, *rest], {{"PATH": "/usr/bin:/bin", "HOME": folder}})
"""


def fake_docker(
    folder: Path, programs: str, *, name: str = "docker", info: str = "Server Version: 1"
) -> Path:
    """Return the file in which each call is a line of JSON.

    Args:
        folder: to be on `PATH`.
        programs: JSON, the real program for each image.
        name: "podman" says so.
        info: what it says of itself; "": it does not run.
    """
    asked = folder / f"{name}.calls"
    text = PROGRAM.format(python=sys.executable, asked=str(asked), info=info, programs=programs)
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    (folder / name).chmod(0o755)
    return asked
