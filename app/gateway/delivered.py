"""Which identities the hook has got: one row each in a file that all workers share."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from app.config import ConfigError

LEASE = 60.0
"""Seconds that a hook may take; after that its worker counts as dead, and the next delivery is tried."""

Claim = Literal["mine", "running", "done"]


class Delivered:
    """The note, in the SQLite file at `path`; None: in a folder of our own for temporary files.

    Raises:
        ConfigError: nothing can be written there.
    """

    def __init__(self, path: Path | None) -> None:
        try:
            self._path = path or _own_folder() / "webhook.sqlite"
            with self._transaction() as database:
                database.execute(
                    "CREATE TABLE IF NOT EXISTS delivery (identity PRIMARY KEY, running_since REAL)"
                )
        except (OSError, sqlite3.Error) as error:
            raise ConfigError((f"GATEWAY_WEBHOOK_STATE can't be written to: {error}",)) from error

    def claim(self, identity: str) -> Claim:
        """Return what to do: on "mine" the caller hands it over now, and then says `done` or `failed`."""
        with self._transaction() as database:
            row = database.execute(
                "SELECT running_since FROM delivery WHERE identity = ?", (identity,)
            ).fetchone()
            if row and row[0] is None:
                return "done"
            if row and row[0] > time.time() - LEASE:
                return "running"
            database.execute("INSERT OR REPLACE INTO delivery VALUES (?, ?)", (identity, time.time()))
            return "mine"

    def done(self, identity: str) -> None:
        """Note that the hook has it."""
        with self._transaction() as database:
            database.execute("UPDATE delivery SET running_since = NULL WHERE identity = ?", (identity,))

    def failed(self, identity: str) -> None:
        """Let the next delivery try again."""
        with self._transaction() as database:
            database.execute("DELETE FROM delivery WHERE identity = ?", (identity,))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One at a time over all workers; no hook runs inside."""
        with closing(sqlite3.connect(self._path, timeout=5, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            yield database
            database.execute("COMMIT")


def _own_folder() -> Path:
    """Return a file that is the same for all workers, and nobody else's. Raises: OSError."""
    folder = Path(tempfile.gettempdir()) / f"kratos-ui-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise OSError(f"{folder} belongs to somebody else")
    return folder
