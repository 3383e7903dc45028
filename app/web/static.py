"""Static files: served from copies made small at start, below a digest of their content, kept for ever."""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.headers import Headers

from flask import Flask
from rcssmin import cssmin
from rjsmin import jsmin
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor
from whitenoise.string_utils import decode_path_info

from .. import paths
from ..config import Config
from ..theme.loader import Theme

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger("kratos_ui.web")
POLICY = "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
"""For a theme's SVG or HTML that somebody opens: no script that stands in it runs."""


_SMALLER = {".css": cssmin, ".js": jsmin}
_PINNED = re.compile(r"/(static|theme)/([0-9a-f]{12})/")


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses of static files."""

    stock: str  # "/static/<digest>"
    theme: str  # "/theme/<digest>", "" without a theme

    def url(self, path: str, theme: bool = False) -> str:
        """Return the address of `path`, such as "css/ui.css", below the stock or the theme's static folder."""
        return f"{self.theme if theme else self.stock}/{path}"


def digest_of(path: str) -> str:
    """Return the digest in the address of a static file, "" if it has none."""
    found = _PINNED.match(path)
    return found[2] if found else ""


class Files(WhiteNoise):  # type: ignore[misc]
    """Static files; below a digest that is not theirs, too, as they are now.

    While one version takes the place of another, each gets requests for what stands in pages of the other.
    """

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if decode_path_info(path) not in self.files and (pinned := _PINNED.match(path)):
            now = f"/{pinned[1]}/{path[pinned.end() :]}"
            if decode_path_info(now) in self.files:
                environ["PATH_INFO"] = now
                start_response = unkept(environ, start_response)
        answer: Iterable[bytes] = super().__call__(environ, start_response)
        return answer


def unkept(environ: WSGIEnvironment, start_response: StartResponse) -> StartResponse:
    """Answer anew each time: at this address, the next request may be for another file."""
    for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
        environ.pop(name, None)

    def start(status: str, fields: list[tuple[str, str]], *rest: Any) -> Callable[[bytes], object]:
        kept = [each for each in fields if each[0].lower() not in ("cache-control", "etag", "last-modified")]
        return start_response(status, [*kept, ("Cache-Control", "no-store")], *rest)

    return start


def install(app: Flask, config: Config, theme: Theme) -> Assets:
    """Serve `static/` and the theme's static files in front of the application.

    Each is there twice: below its digest, immutable, for templates; and at its plain address, for a minute,
    for a theme's `url("/theme/logo.svg")` and for hand-written links.
    """
    folders = {"static": paths.STATIC}
    if theme.has_static:
        folders["theme"] = _gathered(theme)
    digests = {name: _digest(folder) for name, folder in folders.items()}
    pinned = {name: f"/{name}/{digest}" for name, digest in digests.items()}
    served = Files(
        app.wsgi_app, max_age=60, add_headers_function=_add_headers, allow_all_origins=False,
        immutable_file_test=lambda _, url: url.startswith(tuple(pinned.values())),
    )  # fmt: skip
    for name, folder in folders.items():
        copy = str(_made_small(folder, digests[name], own=name == "static"))
        served.add_files(copy, prefix=name)
        served.add_files(copy, prefix=pinned[name])
    app.wsgi_app = served  # type: ignore[method-assign]
    stock, own = (config.base_path + pinned[name] if name in pinned else "" for name in ("static", "theme"))
    return Assets(stock=stock, theme=own)


def _add_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = POLICY


def _gathered(theme: Theme) -> Path:
    """Return a folder with all files of `theme`: its own one, if that is all there is or nothing can be written."""
    if theme.static and not theme.parents and not theme.look:
        return theme.static
    try:
        folder = Path(tempfile.mkdtemp(dir=_place()))
    except OSError as error:
        log.warning("no temporary folder, a theme's look and what it builds on are missing: %s", error)
        return theme.static or paths.STATIC
    theme.copy_static(folder)
    return folder


@cache
def _made_small(folder: Path, digest: str, own: bool) -> Path:
    """Make a copy with a `.gz` and a `.br` beside what gets smaller; anew for each `digest`, so it is never stale.

    Once for all applications of a process; `digest` tells one state of the folder from the next.
    `own`: our own style sheets and scripts lose their comments and spaces; a theme's stay as they were written.
    Where nothing can be written (a read-only container), the folder itself.
    """
    try:
        copy = Path(tempfile.mkdtemp(dir=_place()))
    except OSError as error:
        log.warning("no temporary folder, static files go out uncompressed: %s", error)
        return folder
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    compressor = Compressor(quiet=True)
    for path in [p for p in copy.rglob("*") if p.is_file() and compressor.should_compress(p.name)]:
        if own and path.suffix in _SMALLER:
            path.write_text(_SMALLER[path.suffix](path.read_text(encoding="utf-8")), encoding="utf-8")
        list(compressor.compress(str(path)))
    return copy


@cache
def _place() -> Path:
    """Return the folder of all copies, also of those that forks make. Raises: OSError."""
    made = Path(tempfile.mkdtemp(prefix="kratos-ui-"))
    atexit.register(_remove, made, os.getpid())
    return made


def _remove(folder: Path, maker: int) -> None:
    """At the end of a process that `maker` may have forked."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
