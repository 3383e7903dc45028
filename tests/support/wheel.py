"""The wheel as an operator gets it: built, and installed into an empty environment with the libraries pinned beside it.

`python -m tests.support.wheel WHEEL FOLDER` makes that environment; `make sbom` lists what is in it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements-server.lock"


def build(out: Path, checkout: Path = ROOT) -> Path:
    """Return the wheel of `checkout`, below `out`."""
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(out),
        str(checkout),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [wheel] = out.glob("*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """Return the `bin` of a new environment: what a server needs, its digests checked, and the wheel; no pip."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", folder], check=True)
    python = str(folder / "bin" / "python")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-compile",  # what is imported compiles itself
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    return folder / "bin"


if __name__ == "__main__":
    install(Path(sys.argv[1]), Path(sys.argv[2]))
