"""An SMTP server that keeps every mail in memory and delivers none."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

KEPT = 200
"""So many mails are kept, the newest."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail that Kratos has sent."""

    number: int  # counts from 1
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    received: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def code(self) -> str:
        """The one-time code in it (6 digits); "" if there is none."""
        found = re.search(r"^\s*(\d{6})\s*$", self.text, re.MULTILINE)
        return found[1] if found else ""

    @property
    def link(self) -> str:
        """The first address in it; "" if there is none."""
        found = re.search(r"https?://[^\s<>\"]+", self.text)
        return found[0] if found else ""


class Mailbox:
    """Listens for SMTP on 127.0.0.1 from `start` to `stop`, in a thread of its own."""

    def __init__(self, port: int) -> None:
        self._mails: list[Mail] = []
        self._count = 0
        self.arrived = threading.Condition()
        self.port = port
        self._controller: Controller | None = None

    def start(self) -> None:
        """Listen. Raises: OSError: the port is in use."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Close the port; the mails stay readable."""
        if self._controller:
            self._controller.stop()

    @property
    def mails(self) -> tuple[Mail, ...]:
        """All mails, oldest first."""
        with self.arrived:
            return tuple(self._mails)

    def receive(self, recipients: Sequence[str], content: bytes) -> None:
        """Keep one mail; `content` as it came over the wire."""
        message = message_from_bytes(content, policy=policy.default)
        with self.arrived:
            self._count += 1
            mail = Mail(self._count, tuple(recipients), str(message["Subject"] or ""), *_bodies(message))
            self._mails = [*self._mails, mail][-KEPT:]
            self.arrived.notify_all()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # aiosmtpd's name
        """Take one mail from aiosmtpd; the answer is the SMTP reply."""
        self.receive(envelope.rcpt_tos, envelope.content)
        return "250 OK"


def _bodies(message: EmailMessage) -> tuple[str, str]:
    parts = (message.get_body((kind,)) for kind in ("plain", "html"))
    text, html = (str(part.get_content()) if part else "" for part in parts)
    return text, html
