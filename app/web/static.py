"""Static files: served from copies compressed at start, below a digest of their content, kept for ever."""

from __future__ import annotations

import atexit
import hashlib
import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from app import paths
from app.config import Config

log = logging.getLogger("kratos_ui.web")
POLICY = "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
"""For a theme's SVG or HTML that somebody opens: no script that stands in it runs."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of static files."""

    stock: str  # "/static/<digest>"
    theme: str  # "/theme/<digest>", "" without a theme

    def url(self, path: str, theme: bool = False) -> str:
        """The address of `path`, such as "css/ui.css", below the stock or the theme's static folder."""
        return f"{self.theme if theme else self.stock}/{path}"


def install(app: Flask, config: Config) -> Assets:
    """Serve `static/` and the theme's `static/` in front of the application.

    Each is there twice: below its digest, immutable, for templates; and at its plain address, for a minute,
    for a theme's `url("/theme/logo.svg")` and for hand-written links.
    """
    folders = {"static": paths.STATIC}
    if config.theme_dir and (config.theme_dir / "static").is_dir():
        folders["theme"] = config.theme_dir / "static"
    served = WhiteNoise(app.wsgi_app, max_age=60, add_headers_function=_add_headers)
    urls = {}
    for name, folder in folders.items():
        copy = _compressed(folder)
        digest = _digest(copy)
        served.add_files(str(copy), prefix=f"{name}/")
        pinned = WhiteNoise(served, max_age=WhiteNoise.FOREVER, add_headers_function=_add_headers)
        pinned.add_files(str(copy), prefix=f"{name}/{digest}/")
        served = pinned
        urls[name] = f"{config.base_path}/{name}/{digest}"
    app.wsgi_app = served  # type: ignore[method-assign]
    return Assets(stock=urls["static"], theme=urls.get("theme", ""))


def _add_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = POLICY


def _compressed(folder: Path) -> Path:
    """A copy with a `.gz` beside every file that gets smaller; made anew at each start, so never stale.

    Where nothing can be written (a read-only container), the folder itself.
    """
    try:
        copy = Path(tempfile.mkdtemp(prefix="kratos-ui-"))
    except OSError as error:
        log.warning("no temporary folder, static files go out uncompressed: %s", error)
        return folder
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    compressor = Compressor(quiet=True, use_brotli=False)
    for path in [p for p in copy.rglob("*") if p.is_file() and compressor.should_compress(p.name)]:
        list(compressor.compress(str(path)))
    return copy


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
