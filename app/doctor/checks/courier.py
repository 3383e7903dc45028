"""Mails: whether they can be sent, and whether they are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from ..finding import Finding, advice, kratos, rule
from ..seen import Seen

NONE = rule("courier-missing", "fail", "Pages ask for codes that are never sent.")
SERVER = rule(
    "courier-server", "fail", "Pages ask for codes that come late or never.", after=("courier-missing",)
)
WAITING = rule("courier-waiting", "fail", "Pages ask for codes that don't come.", after=("courier-server",))
ABANDONED = rule("courier-abandoned", "warn", "These people never got their mail.", after=("courier-server",))
URI = "courier.smtp.connection_uri"
MOST_SECONDS = 120


def server(seen: Seen) -> Iterator[Finding]:
    """Look at the mail server of the file."""
    if not seen.asked.settings:
        return
    sends = seen.settings.text(URI) or seen.settings.text("courier.http.request_config.url")
    if not sends:
        yield NONE.found(f"{URI} is not set", kratos(URI, "smtps://<user>:<password>@<mail server>:465/"))
    elif seen.smtp:
        yield SERVER.found(
            f"The mail server of {URI} can't be reached from here: {seen.smtp}",
            kratos(URI, "smtps://<user>:<password>@<mail server>:465/"),
            level="warn" if seen.smtp == "no such host" else "fail",  # a name that only Kratos' network knows
        )
    elif seen.smtp == "":
        yield SERVER.fine("The mail server can be reached")


def queue(seen: Seen) -> Iterator[Finding]:
    """Look at mails that wait, and those that were given up."""
    old = [each for each in seen.kratos.waiting.items if _age(each) > MOST_SECONDS]
    if old:
        yield WAITING.found(
            f"{len(old)} mails wait, the oldest for {max(map(_age, old)) / 60:.0f} min",
            advice("Start Kratos with --watch-courier, or one `kratos courier watch` beside it."),
        )
    elif seen.kratos.waiting.status == 200:
        yield WAITING.fine("No mail waits")
    given_up = len(seen.kratos.abandoned.items)
    if given_up:
        yield ABANDONED.found(
            f"{given_up}{' or more' if given_up >= 50 else ''} mails were given up",
            advice("`kratos` logs why; GET /admin/courier/messages?status=abandoned lists them."),
        )


def _age(message: Any) -> float:
    try:
        return (datetime.now(UTC) - datetime.fromisoformat(message["created_at"])).total_seconds()
    except (KeyError, TypeError, ValueError):
        return 0


CHECKS = (server, queue)
