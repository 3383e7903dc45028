"""An SMTP server that keeps every mail, in a file as well if it has one, and delivers none."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
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

    def __init__(self, port: int, file: Path | None = None) -> None:
        """`file`: one mail a line, those of earlier runs among them."""
        self._mails: list[Mail] = _read(file) if file else []
        self._count = self._mails[-1].number if self._mails else 0
        self._file = file
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
            if self._file:
                _write(self._file, self._mails)
            self.arrived.notify_all()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # aiosmtpd's name
        """Take one mail from aiosmtpd; the answer is the SMTP reply."""
        self.receive(envelope.rcpt_tos, envelope.content)
        return "250 OK"


def _write(file: Path, mails: Sequence[Mail]) -> None:
    """Write all: `file` is never half of one, and never grows beyond what is kept."""
    lines = [json.dumps({**asdict(mail), "received": mail.received.isoformat()}) for mail in mails]
    whole = file.with_suffix(".new")
    whole.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    whole.replace(file)


def _read(file: Path) -> list[Mail]:
    """Return the mails in `file`; none if it is not there, or is of another version."""
    try:
        found = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        return [_mail(**each) for each in found]
    except (OSError, ValueError, TypeError):
        return []


def _mail(*, recipients: Sequence[str], received: str, **rest: Any) -> Mail:
    return Mail(recipients=tuple(recipients), received=datetime.fromisoformat(received), **rest)


def _bodies(message: EmailMessage) -> tuple[str, str]:
    parts = (message.get_body((kind,)) for kind in ("plain", "html"))
    text, html = (str(part.get_content()) if part else "" for part in parts)
    return text, html
