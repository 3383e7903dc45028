"""Several brands in one process: each has an application of its own, one front picks it. Only with `THEMES`."""

from __future__ import annotations

from .install import install, shelf_of

__all__ = ["install", "shelf_of"]
