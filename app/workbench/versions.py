"""Another version of the UI, to see its pages beside ours: a checkout, a wheel, or the stock templates of either.

Its own code makes them, as its templates get other variables than ours do.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

_PACKAGES = ("app", "kratos_ui")
"""What the code is called in a checkout, and where it is installed."""
_EXPORT = """\
import sys
sys.modules["playwright"] = None  # no contact sheet: nobody looks at it, and it takes minutes
from {package}.cli.main import main
main(["preview", "--out", sys.argv[1]])
"""


class NoPages(Exception):
    """A version could not write its pages; it has said why."""


@dataclass(frozen=True, slots=True)
class Version:
    """Where the code of a version is imported from, and what it is called there."""

    root: Path
    package: str

    def gallery(self, theme: Path | None) -> Path:
        """Return a temporary folder with all of its pages, in a theme. Raises: NoPages."""
        out = _temporary()
        command = [sys.executable, "-P", "-c", _EXPORT.format(package=self.package), str(out)]
        settings = {"PYTHONPATH": str(self.root), "THEME_DIR": str(theme or "")}
        if subprocess.run(command, env={**os.environ, **settings}, stdout=subprocess.DEVNULL).returncode:  # noqa: S603
            raise NoPages(f"{self.root} could not write its pages")
        return out


def version_at(place: Path) -> Version | None:
    """Return the version that is at `place`, None if there is none."""
    if place.suffix == ".whl" and place.is_file():
        root = _temporary()
        with ZipFile(place) as wheel:
            wheel.extractall(root)
        return version_at(root)
    stock = (place / "layouts" / "base.html").is_file()
    for root in (place, *(place.parents[:3] if stock else ())):
        for package in _PACKAGES:
            if (root / package / "cli" / "main.py").is_file():
                return Version(root, package)
    return None


def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kratos-ui-version-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
