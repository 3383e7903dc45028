"""`kratos-ui theme pack`: a theme as one file, the same bytes on every machine."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

_JUNK = re.compile(
    r"^\.|~$|^__pycache__$|^Thumbs\.db$|^desktop\.ini$|\.(?:bak|orig|pyc|swp|tmp|zip)$", re.IGNORECASE
)
"""Names that systems, editors and our own tools leave in a folder."""


def files(theme: Path) -> list[Path]:
    """Return what belongs to a theme, in the order of the names."""
    found = [path for path in theme.rglob("*") if path.is_file()]
    kept = (path for path in found if not any(_JUNK.search(part) for part in path.relative_to(theme).parts))
    return sorted(kept, key=lambda path: path.relative_to(theme).as_posix())


def pack(theme: Path, out: Path) -> int:
    """Write `out`, not packed smaller: what that gives depends on the version of zlib. Return the number of files."""
    names = files(theme)
    with ZipFile(out, "w", ZIP_STORED) as target:
        for path in names:
            info = ZipInfo(path.relative_to(theme).as_posix())  # its date is always 1980-01-01
            info.external_attr = 0o644 << 16
            info.create_system = 3
            target.writestr(info, path.read_bytes())
    return len(names)
