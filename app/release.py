"""What is installed: its name, its version, which `pyproject.toml` says, and what the package is called here."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

NAME = "kratos-selfservice-ui-flask"
PACKAGE = __name__.partition(".")[0]
"""`app` in a checkout, `kratos_ui` out of the wheel: for `python -m` alone, as imports within are relative."""


@cache
def version() -> str:
    """Return the version; "0" in a checkout that nobody has installed."""
    try:
        return installed(NAME)
    except PackageNotFoundError:
        return "0"
