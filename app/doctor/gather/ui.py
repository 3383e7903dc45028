"""Asks the UI, as a browser that has never been there."""

from __future__ import annotations

from ..browser import JSON_TYPE, NOT_ASKED, Browser
from ..hosts import host, origin
from ..seen import FOREIGN, Seen, UiSeen

SPOOFED = {
    "X-Forwarded-Host": host(FOREIGN),
    "X-Forwarded-Proto": "https",
    "Forwarded": f"host={host(FOREIGN)};proto=https",
}


def look(seen: Seen) -> UiSeen:
    """Ask for pages; nothing is changed."""
    base = seen.ui_url
    bundle = seen.asked.config.kratos_ca_bundle if seen.asked.config else None

    def new() -> Browser:
        return Browser(str(bundle) if bundle else None)

    if not base:
        return UiSeen()
    alive = new().ask(f"{base}/health/alive", accept=JSON_TYPE)
    if not UiSeen(alive).ours:
        return UiSeen(alive)
    browser, app = new(), seen.asked.app
    start = browser.ask(f"{base}/login")
    if UiSeen(start=start).lives_below:
        return UiSeen(alive, start=start)
    asking = {"Origin": origin(app), "Access-Control-Request-Method": "POST", "Sec-Fetch-Site": "cross-site"}
    default = seen.settings.text("selfservice.default_browser_return_url")
    gateway = f"{base}/api/auth/login"
    return UiSeen(
        alive=alive,
        ready=new().ask(f"{base}/health/ready", accept=JSON_TYPE),
        start=start,
        trail=browser.follow(start),
        own=new().ask(f"{base}/settings"),
        spoofed=new().ask(f"{base}/settings", headers=SPOOFED),
        consent=new().ask(f"{base}/consent"),
        preflight=new().ask(gateway, method="OPTIONS", headers=asking) if app else NOT_ASKED,
        default=new().ask(default) if default.startswith(f"{base}/") else NOT_ASKED,
    )
