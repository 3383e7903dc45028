"""Themes made for one test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from jinja2 import Environment

from app import create_app
from app.config import Config
from app.theming.static import environment


def made_theme(folder: Path, files: Mapping[str, str]) -> Path:
    """A theme with these files, and a `theme.toml` if there is none among them."""
    for name, text in {"theme.toml": 'name = "x"\napi = 1\n', **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def themed(theme: Path | None) -> Flask:
    """The application with a theme, and the gallery."""
    return create_app(
        Config(
            kratos_public_url="http://localhost:4433",
            cookie_secret="t" * 32,
            theme_dir=theme,
            preview_enabled=True,
        )
    )


def env_of(theme: Path) -> Environment:
    """What finds the templates of a theme."""
    return environment(themed(None), theme)
