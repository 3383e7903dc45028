"""As if time had passed: sets back what Kratos has written down, which is quicker than waiting."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.support.real_kratos import RealKratos

FLOWS = tuple(
    f"selfservice_{kind}_flows" for kind in ("login", "registration", "recovery", "verification", "settings")
)
CODES = tuple(f"identity_{kind}_codes" for kind in ("login", "registration", "recovery", "verification"))
LINKS = ("identity_recovery_tokens", "identity_verification_tokens")


def flows_are_over(real: RealKratos) -> None:
    """Each page that is open now was open for too long."""
    _set(real, FLOWS, "expires_at = issued_at")


def codes_are_over(real: RealKratos) -> None:
    """Each code and link that was sent is too old."""
    _set(real, CODES + LINKS, "expires_at = issued_at")


def sessions_are_old(real: RealKratos) -> None:
    """Who is signed in did so long ago: too long for a change of password."""
    _set(real, ("sessions",), "authenticated_at = '2026-01-01 00:00:00.000000000+00:00'")


def time_for_a_new_password_is_over(real: RealKratos) -> None:
    """Who recovered an account did so long ago: Kratos has written into the page until when it takes a new password."""
    context = "$.messages[0].context.privileged_session_expires_at"
    past = f"json_set(ui, '{context}', '2026-01-01T00:00:00Z', '{context}_unix', 1767225600)"
    _set(
        real, ("selfservice_settings_flows",), f"ui = {past} WHERE json_extract(ui, '{context}') IS NOT NULL"
    )
    sessions_are_old(real)


def _set(real: RealKratos, tables: tuple[str, ...], what: str) -> None:
    with closing(sqlite3.connect(real.folder / "kratos.sqlite", timeout=10)) as database, database:
        for table in tables:
            database.execute(f"UPDATE {table} SET {what}")
