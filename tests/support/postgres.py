"""A PostgreSQL of our own: one for a session of tests, with a database for each test that asks."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.support.ports import free_port

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Nothing here has to outlive the machine."""


class Postgres:
    """A running server at a port of 127.0.0.1."""

    def __init__(self, port: int) -> None:
        self.port = port

    def database(self) -> str:
        """The address of a new, empty one, as Kratos and this UI take it."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{name}?sslmode=disable"


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What `statement` finds in the database at `url`."""
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """Debian's server in a folder of its own; as its own user where we are root, whom it refuses."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda each: int(each.parts[4]))
    assert found, "PostgreSQL is not installed: apt-get install postgresql"
    programs, port = found[-1].parent, free_port()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # not pytest's own, which nobody else may enter
    user = "postgres" if os.getuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    log = (folder / "log").open("wb")

    def run(program: str, *words: str) -> subprocess.Popen[bytes]:
        command = [str(programs / program), "-D", str(folder / "data"), *words]
        return subprocess.Popen(
            command, cwd=folder, user=user, stdout=log, stderr=log, env={"LC_ALL": "C.UTF-8"}
        )

    def done(program: str, *words: str) -> None:
        assert run(program, *words).wait(60) == 0, (folder / "log").read_text("utf-8", errors="replace")[
            -2000:
        ]

    try:
        done("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-locale")
        options = " ".join(f"-c {each}" for each in (*QUICK, "listen_addresses=127.0.0.1", f"port={port}"))
        done("pg_ctl", "-w", "-t", "60", "-o", f"{options} -k {folder}", "start")
        yield Postgres(port)
    finally:
        done("pg_ctl", "-m", "immediate", "stop")
        log.close()
        shutil.rmtree(folder)
