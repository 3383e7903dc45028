"""The note of the web hook in a database server, for several machines. Imported only where one is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool

from ..config import ConfigError
from .delivered import Begin, NoteFailed, Run, Unreachable

SECONDS = 3
"""To wait for a connection: Kratos waits no longer for the web hook than people do for the page."""


def transactions(address: str) -> tuple[Begin, type[Exception]]:
    """Return what begins a transaction in the database at `address`, and what says that a row is there already.

    Each has a connection of its own: two at a sign-in cost little, and none is kept over a fork, or until it is stale.

    Raises:
        ConfigError: no driver knows such an address. The text has no part of it, as it holds a password.
    """
    try:
        # parameters are ids of identities, which no log may have
        engine = create_engine(_url(address), hide_parameters=True, poolclass=NullPool)
    except (ArgumentError, ImportError, ValueError) as error:
        why = f": {error}" if isinstance(error, ImportError) else ""
        raise ConfigError((
            "GATEWAY_WEBHOOK_STATE is no address of a database that a driver here can reach, such as "
            f"postgresql://user:password@host/database{why}",
        )) from error  # fmt: skip

    @contextmanager
    def begin() -> Iterator[Run]:
        try:
            with engine.begin() as connection:
                yield lambda statement, values: connection.execute(text(statement), values)
        except IntegrityError:
            raise
        except DBAPIError as error:
            raise _told(engine.url, error) from error

    return begin, IntegrityError


def _told(url: URL, error: DBAPIError) -> NoteFailed:
    place = f" at {url.host}:{url.port}" if url.port else f" at {url.host}" if url.host else ""
    if error.statement is None:  # it was not asked anything yet
        return Unreachable(
            f"GATEWAY_WEBHOOK_STATE: the database{place} does not answer, or does not let this user in"
        )
    return NoteFailed(f"GATEWAY_WEBHOOK_STATE: the database{place} refuses: {type(error.orig).__name__}")


def _url(address: str) -> URL:
    """Return it with the driver that the extra `database` brings, for `postgres://` too, as Kratos spells it."""
    found = make_url(address)
    if found.drivername in ("postgres", "postgresql"):
        found = found.set(drivername="postgresql+psycopg")
    if found.get_backend_name() == "postgresql" and "connect_timeout" not in found.query:
        found = found.update_query_dict({"connect_timeout": str(SECONDS)})
    return found
