"""Which other origins may read: CORS of the gateway and of Kratos."""

from __future__ import annotations

from collections.abc import Iterator

from .. import hosts
from ..finding import Finding, kratos, rule, ui
from ..seen import FOREIGN, Seen

GATEWAY = rule("gateway-origin", "fail", "The browser refuses that application's calls to the gateway.")
WIDE = rule(
    "cors-wide", "fail", "Any site that somebody visits can read their session and act with it at Kratos."
)


def gateway(seen: Seen) -> Iterator[Finding]:
    """Whether the application of `--app` may call the gateway."""
    answer, app = seen.ui.preflight, hosts.origin(seen.asked.app)
    if not answer.status or answer.status == 404 or app == hosts.origin(seen.ui_url):
        return
    if answer.headers.get("Access-Control-Allow-Origin") == app:
        yield GATEWAY.fine(f"The gateway answers {app}")
    else:
        listed = seen.asked.config.gateway_origins if seen.asked.config else ()
        yield GATEWAY.found(
            f"The gateway refuses {app} ({answer.said})", ui("GATEWAY_ORIGINS", " ".join([*listed, app]))
        )


def of_kratos(seen: Seen) -> Iterator[Finding]:
    """Whether Kratos lets everybody read with cookies."""
    headers, stranger = seen.kratos.cors.headers, FOREIGN.rstrip("/")
    reads = (
        headers.get("Access-Control-Allow-Origin") == stranger
    )  # browsers refuse "*" together with cookies
    if reads and headers.get("Access-Control-Allow-Credentials") == "true":
        yield WIDE.found(
            f"Kratos allows {stranger} to read with cookies",
            kratos("serve.public.cors.allowed_origins", [hosts.origin(seen.ui_url)]),
        )
    elif seen.kratos.cors.status:
        yield WIDE.fine("Kratos lets no foreign site read")


CHECKS = (gateway, of_kratos)
