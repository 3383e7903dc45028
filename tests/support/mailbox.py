"""The mailbox of the tests: that of the recorder, which says what there is when a mail is missing."""

from __future__ import annotations

from app.cli.demo.mail import Mail
from tests.recorder.browser import Unexpected
from tests.recorder.server import Inbox


class WaitingMailbox(Inbox):
    """Gives each mail once, in the order of arrival."""

    def wait_for(self, address: str, subject: str = "", seconds: float = 10) -> Mail:
        """The next mail to `address` that has `subject` in its subject. Raises: AssertionError: none came."""
        try:
            return self.next(address, subject, seconds)
        except Unexpected as error:
            known = ", ".join(f"{mail.subject!r} to {mail.recipients}" for mail in self.mails[-5:])
            raise AssertionError(f"{error}; there are: {known}") from None
