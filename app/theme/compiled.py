"""Templates that are compiled once for all applications of a process: brands share most of theirs."""

from __future__ import annotations

from threading import Lock
from types import CodeType

from cachetools import LRUCache
from jinja2.bccache import Bucket, BytecodeCache

from ..limits import TEMPLATES_COMPILED


class Compiled(BytecodeCache):
    """Code by name, file and text of its template. For environments that are set up alike."""

    def __init__(self) -> None:
        self._code: LRUCache[tuple[str, str], CodeType] = LRUCache(TEMPLATES_COMPILED)
        self._lock = Lock()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give `bucket` its code, if it is there."""
        with self._lock:
            bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of `bucket`."""
        if bucket.code:
            with self._lock:
                self._code[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()
