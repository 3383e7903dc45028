"""Clocks, and how long things hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from ..browser import Answer
from ..finding import Finding, advice, kratos, rule
from ..seen import KINDS, FlowSeen, Seen
from ..settings import duration

CLOCK = rule(
    "clock",
    "warn",
    "One-time codes of apps are refused, and flows seem over that are not, or the other way round.",
)
SHORT = rule("flow-short", "warn", "Who looks for a code in their mail finds the form expired.")
LONG = rule("flow-long", "warn", "A form left open, or a link in a mail, works for somebody else much later.")
CODE = rule("code-short", "warn", "Mails often take longer: the code is over when it comes.")
SESSION = rule("session-short", "warn", "People are signed out while they work.")
PRIVILEGED = rule(
    "privileged-short",
    "warn",
    "Each change in the settings asks to sign in again, in a circle if people are slow.",
)
LEAST, MOST = 300, 24 * 3600
SKEW = 30
"""Seconds: an app's code holds that long."""


def clocks(seen: Seen) -> Iterator[Finding]:
    """Each server's `Date` against our clock."""
    for name, answer in (("Kratos", seen.kratos.browser), ("The UI", seen.ui.alive)):
        off = skew(answer)
        if off is not None and abs(off) > SKEW:
            yield CLOCK.found(
                f"{name}'s clock is {abs(off):.0f} s {'ahead' if off > 0 else 'behind'}",
                advice("Let every server follow NTP (chrony, systemd-timesyncd)."),
            )
        elif off is not None:
            yield CLOCK.fine(f"{name}'s clock is right")


def skew(answer: Answer) -> float | None:
    """Return how far a server's clock is ahead, in seconds; None if it doesn't say."""
    try:
        return parsedate_to_datetime(answer.headers["Date"]).timestamp() - answer.at
    except (KeyError, TypeError, ValueError):
        return None


def flows(seen: Seen) -> Iterator[Finding]:
    """How long each flow holds."""
    fine = []
    for kind in KINDS:
        key = f"selfservice.flows.{kind}.lifespan"
        seconds = _held(seen.kratos.flows.get(kind)) or duration(seen.settings.text(key))
        if not seconds:
            continue
        if seconds < LEAST:
            yield SHORT.found(f"A {kind} flow holds for {seconds:.0f} s", kratos(key, "1h"))
        elif seconds > MOST:
            yield LONG.found(f"A {kind} flow holds for {seconds / 3600:.0f} h", kratos(key, "1h"))
        else:
            fine.append(kind)
    if fine:
        yield SHORT.fine(f"Flows hold long enough, and not too long: {', '.join(fine)}")


def _held(flow: FlowSeen | None) -> float:
    try:
        body = flow.read.json if flow else {}
        began, ends = (datetime.fromisoformat(str(body[name])) for name in ("issued_at", "expires_at"))
        return round((ends - began).total_seconds())
    except (KeyError, ValueError):
        return 0


def others(seen: Seen) -> Iterator[Finding]:
    """Look at what only the file tells."""
    for rule_, key, least, paste in (
        (CODE, "selfservice.methods.code.config.lifespan", LEAST, "15m"),
        (SESSION, "session.lifespan", 900, "24h"),
        (PRIVILEGED, "selfservice.flows.settings.privileged_session_max_age", 60, "15m"),
    ):
        seconds = duration(seen.settings.text(key))
        if seconds and seconds < least:
            yield rule_.found(f"{key} is {seen.settings.text(key)}", kratos(key, paste))


CHECKS = (clocks, flows, others)
