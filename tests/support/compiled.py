"""Templates compiled once for all applications of a run: nine tenths of a test that makes one and asks for a page."""

from __future__ import annotations

from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """Knows a template by its text, and by what the compiler looks at beside it."""

    def __init__(self) -> None:
        self.kept: dict[Any, CodeType] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        key: Any = (
            source, name, filename, environment.trim_blocks, environment.lstrip_blocks,
            tuple(sorted((each, id(filter_)) for each, filter_ in environment.filters.items())),
        )  # fmt: skip
        bucket = Bucket(environment, key, "")
        bucket.code = self.kept.get(key)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self.kept[bucket.key] = bucket.code
