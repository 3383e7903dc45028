"""The wheel as an operator gets it: built, and installed into an empty environment with the packages of the lock file.

`python -m tests.support.wheel WHEEL FOLDER` makes that environment; `make sbom` lists what is in it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from app.release import NAME

ROOT = Path(__file__).resolve().parents[2]


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
    """Return the `bin` of a new environment: the wheel, what it needs in the lock file's versions, no pip."""
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", folder], check=True)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{NAME} @ {wheel.resolve().as_uri()} --hash=sha256:{digest}\n", "utf-8")
    subprocess.run(
        [
            sys.executable, "-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet",
            "--disable-pip-version-check", "--require-hashes", "-c", ROOT / "requirements.lock", "-r", wanted,
        ],
        check=True,
    )  # fmt: skip
    return folder / "bin"


if __name__ == "__main__":
    install(Path(sys.argv[1]), Path(sys.argv[2]))
