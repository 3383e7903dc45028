"""`kratos-ui theme new`: a theme to start from, which runs at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from ..theme.contract import API

SKELETON = Path(__file__).parent / "skeleton"


def new(folder: Path) -> list[Path]:
    """Write a theme into `folder`, named after it; return its files.

    Raises:
        FileExistsError: there is something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    shutil.copytree(SKELETON, folder, dirs_exist_ok=True)
    settings = folder / "theme.toml"
    name = folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    text = settings.read_text("utf-8").replace(
        '"@NAME"', json.dumps(name[:1].upper() + name[1:], ensure_ascii=False)
    )
    settings.write_text(text.replace("@API", str(API)), "utf-8")
    return sorted(path for path in folder.rglob("*") if path.is_file())
