"""What tests of the scripts wait for. Playwright's own wait needs `eval`, which the policy forbids."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page


def until(page: Page, condition: str) -> None:
    """Wait until the JavaScript expression is true."""
    for _ in range(300):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(30)
    raise AssertionError(f"never true: {condition}")


def settle(page: Page) -> None:
    """Let scripts end what they have begun: they wait for nothing that takes longer than this question does."""
    for _ in range(2):
        page.evaluate("PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()")


def until_kept(page: Page, url: str, leave: Callable[[], None]) -> None:
    """`leave()` and go back to `url`, until Chromium has kept the page: on a busy machine it may give one up.

    Raises:
        AssertionError: the page itself is why it is not kept, or it never was.
    """
    why: list[dict[str, str]] = []
    devtools = page.context.new_cdp_session(page)
    devtools.on("Page.backForwardCacheNotUsed", lambda event: why.extend(event["notRestoredExplanations"]))
    devtools.send("Page.enable")
    for _ in range(10):
        before = len(why)
        leave()
        with page.expect_request(url):  # asked for, or asked for again
            page.go_back(wait_until="commit")
        page.wait_for_load_state()
        reasons = why[before:]
        assert all(reason["type"] == "Circumstantial" for reason in reasons), reasons
        if not reasons:
            return
    raise AssertionError(f"never kept: {why}")
