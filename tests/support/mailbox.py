"""The mailbox of the tests: the demo's, with waiting."""

from __future__ import annotations

import time

from app.cli.demo.mail import Mail, Mailbox
from tests.support.ports import free_port


class WaitingMailbox(Mailbox):
    """Gives each mail once, in the order of arrival."""

    def __init__(self) -> None:
        self.port = free_port()
        self._given: set[int] = set()
        super().__init__(self.port)

    def wait_for(self, address: str, subject: str = "", seconds: float = 10) -> Mail:
        """The next mail to `address` that has `subject` in its subject. Raises: AssertionError: none came."""
        deadline = time.monotonic() + seconds
        with self.arrived:
            while (mail := self._next(address, subject)) is None:
                left = deadline - time.monotonic()
                if left <= 0 or not self.arrived.wait(left):
                    raise AssertionError(
                        f"no mail to {address} about {subject!r} in {seconds} s; {self._known()}"
                    )
            self._given.add(mail.number)
            return mail

    def _next(self, address: str, subject: str) -> Mail | None:
        fitting = (
            mail
            for mail in self._mails
            if address in mail.recipients and subject in mail.subject and mail.number not in self._given
        )
        return next(fitting, None)

    def _known(self) -> str:
        return "there are: " + ", ".join(
            f"{mail.subject!r} to {mail.recipients}" for mail in self._mails[-5:]
        )
