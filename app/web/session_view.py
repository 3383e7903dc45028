"""Kratos' sessions as the account pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from ..kratos.session import Device, Session
from ..theme.contract import SessionView
from .devices import device_name, is_mobile, without_port

_NEVER = datetime.min.replace(tzinfo=UTC)


def session_view(session: Session) -> SessionView:
    """`session` by its device, place and times."""
    device = next((known for known in session.devices if known.user_agent), Device())
    since = session.issued_at or session.authenticated_at
    return SessionView(
        id=session.id,
        name=device_name(device.user_agent),
        mobile=is_mobile(device.user_agent),
        place=device.location,
        address=without_port(device.ip_address),
        since=since,
        confirmed=_confirmed(session, since),
    )


def latest_first(sessions: Iterable[Session]) -> tuple[SessionView, ...]:
    """All of `sessions`, the latest sign-in first."""
    return tuple(sorted(map(session_view, sessions), key=lambda view: view.since or _NEVER, reverse=True))


def _confirmed(session: Session, since: datetime | None) -> datetime | None:
    """Return the last time that somebody proved who it is; a second step right after the first is the same sign-in."""
    proofs = [session.authenticated_at, *(step.completed_at for step in session.methods)]
    last = max((at for at in proofs if at), default=None)
    return last if last and since and last - since > timedelta(minutes=5) else None
