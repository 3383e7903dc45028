"""Certificates."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding, advice, rule
from ..seen import Seen

TRUST = rule("tls-trust", "fail", "Browsers show a warning in place of the page.")
ENDS = rule("tls-ends", "warn", "From that day on browsers show a warning in place of the page.")
SOON = 21.0
"""Days that are left when doctor begins to warn; automatic renewals come at 30."""


def certificates(seen: Seen) -> Iterator[Finding]:
    """Each https server's own."""
    for origin, tls in seen.tls.items():
        if tls.days is None:
            yield TRUST.found(
                f"{origin}: {tls.problem}",
                advice(
                    "Install the whole chain for this name; for a private authority set KRATOS_CA_BUNDLE too."
                ),
            )
        elif tls.days < SOON:
            yield ENDS.found(f"{origin}: the certificate ends in {tls.days:.0f} days", advice("Renew it."))
        else:
            yield ENDS.fine(f"{origin}: the certificate holds for {tls.days:.0f} days")


CHECKS = (certificates,)
