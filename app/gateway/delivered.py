"""Which identities the hook has got: one row each, in a file for all workers or a database for all machines."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal

from ..config import ConfigError

LEASE = 60.0
"""Seconds that a hook may take; after that its worker counts as dead, and the next delivery is tried."""

Claim = Literal["mine", "running", "done"]
Run = Callable[[str, Mapping[str, object]], Any]
"""Executes one statement with values for its `:names`; its result has `rowcount` and `fetchone()`."""
Begin = Callable[[], AbstractContextManager[Run]]
"""One transaction: committed at the end of the block, rolled back if it raises."""

_MAKE = (
    "CREATE TABLE IF NOT EXISTS delivery (identity VARCHAR(36) PRIMARY KEY, running_since DOUBLE PRECISION)"
)
_TAKE_OVER = (
    "UPDATE delivery SET running_since = :now WHERE identity = :identity AND running_since < :dead_since"
)
_FIND = "SELECT running_since FROM delivery WHERE identity = :identity"
_ADD = "INSERT INTO delivery (identity, running_since) VALUES (:identity, :now)"
_DONE = "UPDATE delivery SET running_since = NULL WHERE identity = :identity"
_FAILED = "DELETE FROM delivery WHERE identity = :identity AND running_since IS NOT NULL"


class NoteFailed(Exception):
    """Nothing can be noted now. The text is for the log: it has no part of an address but host and port."""


class Unreachable(NoteFailed):
    """Nobody answers where the note is, or lets this user in."""


class Delivered:
    """The note. `begin`: where it is; `taken`: what is raised there if a row is there already."""

    def __init__(self, begin: Begin, taken: type[Exception]) -> None:
        self._begin, self._taken, self._made = begin, taken, False

    def make(self) -> None:
        """Make the table, unless it is there. Raises: NoteFailed."""
        try:
            with self._begin() as run:
                run(_MAKE, {})
        except Unreachable:
            raise
        except (
            Exception
        ):  # another instance has made it at this moment, or this user may make none and need not
            with self._begin() as run:
                run(_FIND, {"identity": ""})
        self._made = True

    def claim(self, identity: str) -> Claim:
        """Return what to do: on "mine" the caller hands it over now, and then says `done` or `failed`.

        All three raise NoteFailed.
        """
        if not self._made:
            self.make()
        now = time.time()
        values = {"identity": identity, "now": now, "dead_since": now - LEASE}
        try:
            with self._begin() as run:
                if run(_TAKE_OVER, values).rowcount:
                    return "mine"
                if row := run(_FIND, values).fetchone():
                    return "done" if row[0] is None else "running"
                run(_ADD, values)
                return "mine"
        except self._taken:
            return "running"

    def done(self, identity: str) -> None:
        """Note that the hook has it."""
        with self._begin() as run:
            run(_DONE, {"identity": identity})

    def failed(self, identity: str) -> None:
        """Let the next delivery try again."""
        with self._begin() as run:
            run(_FAILED, {"identity": identity})


def note(state: Path | str | None) -> Delivered:
    """Return the note in the SQLite file or the database at `state`; None: in a folder of our own for temporary files.

    A database need not be there yet: pages can do without it.

    Raises:
        ConfigError: the file can't be written to, or nothing can reach such a database.
    """
    if isinstance(state, str):
        from .database import transactions

        return Delivered(*transactions(state))
    try:
        path = state or _own_folder() / "webhook.sqlite"
        found = Delivered(partial(_transaction, path), sqlite3.IntegrityError)
        found.make()
    except OSError as error:
        raise ConfigError((f"GATEWAY_WEBHOOK_STATE can't be written to: {error}",)) from error
    except NoteFailed as error:
        raise ConfigError((str(error),)) from error
    return found


@contextmanager
def _transaction(path: Path) -> Iterator[Run]:
    """One at a time over all workers; no hook runs inside."""
    try:
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as database:
            database.execute("BEGIN IMMEDIATE")
            yield database.execute
            database.execute("COMMIT")
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise NoteFailed(f"GATEWAY_WEBHOOK_STATE can't be written to: {error}") from error


def _own_folder() -> Path:
    """Return a folder that is the same for all workers, and nobody else's. Raises: OSError."""
    folder = Path(tempfile.gettempdir()) / f"kratos-ui-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise OSError(f"{folder} belongs to somebody else")
    return folder
