"""What the UI believes of where it is."""

from __future__ import annotations

from collections.abc import Iterator

from .. import hosts
from ..finding import Finding, advice, rule, ui
from ..seen import FOREIGN, Seen, own_address

MISSING = rule(
    "proxy-missing", "fail",
    "The UI takes itself for being elsewhere: who has to sign in on the way to a page is led to a wrong address, or "
    "Kratos refuses it; behind TLS its cookie is not Secure.",
    after=("host-mix",),
)  # fmt: skip
SPOOF = rule(
    "proxy-spoof", "fail",
    "Anybody can tell the UI that it is another site, and so lead people who sign in there.",
    after=("proxy-missing",),
)  # fmt: skip


def itself(seen: Seen) -> Iterator[Finding]:
    """Look at the address that the UI gives Kratos for coming back."""
    says, asked = seen.ui.says_it_is, seen.ui.own.location
    mend = (
        ui("TRUSTED_PROXIES", 1),
        advice("And the proxy must set X-Forwarded-Host, -Proto, -Port and -For: kratos-config/README.md."),
    )
    if "/self-service/login/browser" in asked and "return_to=" not in asked:
        yield MISSING.found(
            f"{seen.ui.own.url}, signed out, keeps no way back: a proxy names another host than the UI sees",
            *mend,
        )
    elif not says:
        return
    elif hosts.origin(says) != hosts.origin(seen.ui_url):
        yield MISSING.found(
            f"The UI at {seen.ui_url} believes that it is at {says}",
            ui("TRUSTED_PROXIES", 1),
            advice(
                "And the proxy must set X-Forwarded-Host, -Proto, -Port and -For: kratos-config/README.md."
            ),
        )
    else:
        yield MISSING.fine(f"The UI knows that it is at {seen.ui_url}")


def strangers_headers(seen: Seen) -> Iterator[Finding]:
    """Look at the same with `X-Forwarded-*` that came from outside."""
    if not seen.ui.spoofed.status:
        return
    says = own_address(seen.ui.spoofed)
    believed = hosts.host(says) == hosts.host(FOREIGN) or (
        bool(says) and seen.ui_url.startswith("http:") and says.startswith("https:")
    )
    if believed:
        yield SPOOF.found(
            f"With a stranger's X-Forwarded-* headers the UI believes that it is at {says}",
            ui("TRUSTED_PROXIES", 0),
            advice(
                "Or, with proxies in front: as many as there are, each replacing these headers, none adding to them."
            ),
        )
    else:
        yield SPOOF.fine("A stranger's X-Forwarded-* headers change nothing")


CHECKS = (itself, strangers_headers)
