"""What there is to look at: the exhibits of the gallery in each theme and language."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app import create_app
from app.config import Config
from app.preview.exhibits import exhibits

LANGUAGES = ("en", "ar", "ja", "de")
THEMES = Path(__file__).resolve().parents[1] / "themes"

_SAME = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # ids
    r'|(?<=type="hidden" )[^>]*'
    r'|(?<= href=")[^"#][^"]*|(?<= src=")[^"]*|(?<= action=")[^"]*|(?<= datetime=")[^"]*|(?<= data-)[^">]*"[^"]*"'
)
"""What makes no difference to anybody who looks or listens: values that nobody sees, addresses, exact times."""


@dataclass(frozen=True, slots=True)
class Cell:
    """All exhibits in one theme and language. `theme`: a folder's name below tests/themes, "" for the stock one."""

    theme: str
    language: str


def themes() -> tuple[str, ...]:
    """Return the stock theme, the examples and whatever has a style sheet, by their folders."""
    found = sorted(path.parent for path in THEMES.rglob("theme.toml"))
    looks = (
        path for path in found if path.parent.name == "examples" or (path / "static/theme.css").is_file()
    )
    return ("", *(path.relative_to(THEMES).as_posix() for path in looks))


def cells() -> list[Cell]:
    """Return all of them."""
    return [Cell(theme, language) for theme in themes() for language in LANGUAGES]


def gallery(theme: str) -> Flask:
    """Return an application that shows the exhibits in `theme`."""
    folder = THEMES / theme if theme else None
    return create_app(
        Config(
            kratos_public_url="http://localhost:4433",
            cookie_secret="t" * 32,
            preview_enabled=True,
            theme_dir=folder,
        )
    )


def names(app: Flask) -> list[str]:
    """Return the names of all exhibits."""
    with app.test_request_context():
        return list(exhibits())


def groups(app: Flask, language: str) -> list[list[str]]:
    """Return the names of all exhibits; those whose pages differ in nothing but ids stand together."""
    client = app.test_client()
    found: dict[bytes, list[str]] = {}
    for name in names(app):
        html = client.get(f"/preview/{name}", query_string={"lang": language}).text
        found.setdefault(hashlib.sha256(_SAME.sub("", html).encode()).digest(), []).append(name)
    return list(found.values())
