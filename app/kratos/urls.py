"""Kratos' addresses as browsers see them, and what each kind of flow takes from our own address.

`return_to` is data for Kratos, which checks it; nothing here, and nobody who uses this, redirects to it.
Source: `spec/api.json` of Kratos, `create…BrowserFlow` / `createBrowser…Flow`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from .payload import BRAND
from .types import FlowKind

PASSTHROUGH: Mapping[FlowKind, tuple[str, ...]] = {
    "login": ("aal", "refresh", "return_to", "login_challenge", "organization", "via", "identity_schema"),
    "registration": (
        "return_to",
        "login_challenge",
        "organization",
        "after_verification_return_to",
        "identity_schema",
    ),
    "recovery": ("return_to", "lang"),
    "verification": ("return_to", "address"),
    "settings": ("return_to",),
}
"""Query parameters that a flow page hands to Kratos; everything else is dropped.

`address` and `lang` are our own, the id of an address and the language of the page: Kratos only keeps them in the
flow's `request_url`. Mails read the language there: v1.3.1 gives a mail with a link to recover an account no
`transient_payload`.
"""


def allowed(kind: FlowKind, params: Mapping[str, str]) -> dict[str, str]:
    """Those of `params` that Kratos takes for `kind`; no empty ones, as an empty login_challenge is a 400."""
    return {name: params[name] for name in PASSTHROUGH[kind] if params.get(name)}


def init_url(
    browser_url: str, kind: FlowKind, params: Mapping[str, str] | None = None, brand: str = ""
) -> str:
    """Where a browser starts a flow of `kind`: on `browser_url`, with the allowed ones of `params`.

    `brand`: the one that the flow begins with. Kratos keeps it in the flow's `request_url`, and a verification that
    follows a registration has that one's: so whoever opens the link of a mail elsewhere sees the same brand.
    """
    own = {BRAND: brand} if brand else {}
    query = urlencode({**allowed(kind, params or {}), **own}, errors="replace")
    return f"{browser_url}/self-service/{kind}/browser" + (f"?{query}" if query else "")
