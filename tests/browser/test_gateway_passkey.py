"""A single-page client on an origin of its own signs up and in with a passkey, through the gateway."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.authenticator import Authenticator
from tests.support.gateway import SECRET
from tests.support.ports import free_port
from tests.support.processes import serve_ui
from tests.support.real_kratos import KratosFactory, RealKratos, new_address

PAGE = Path(__file__).parent / "gateway_page"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """Where the client's page is served."""
    handler = functools.partial(_Quiet, directory=str(PAGE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join(5)


@pytest.fixture
def kratos(real_kratos: KratosFactory, origin: str) -> RealKratos:
    rp = {"id": "localhost", "display_name": "Client", "origins": [origin]}
    return real_kratos(extra={"selfservice": {"methods": {"passkey": {"config": {"rp": rp}}}}})


def press(page: Page, name: str) -> Any:
    """Presses a button; the answer that the page shows then."""
    page.get_by_role("button", name=name).click()
    expect(page.locator("#result")).not_to_be_empty()
    return json.loads(page.locator("#result").inner_text())


def test_sign_up_and_in_with_a_passkey(page: Page, kratos: RealKratos, origin: str) -> None:
    with serve_ui(
        kratos, gateway_enabled=True, gateway_origins=(origin,), gateway_webhook_secret=SECRET
    ) as url:
        email = new_address()
        page.goto(f"{origin}/?gateway={url}")
        authenticator = Authenticator(page)
        assert press(page, "Who am I?") == {"success": False, "error": "Invalid session"}
        page.get_by_label("Email").fill(email)
        signed_up = press(page, "Sign up with a passkey")
        assert signed_up["success"], signed_up
        assert signed_up["data"]["session"]["authentication_methods"][0]["method"] == "passkey"
        assert len(authenticator.credentials()) == 1
        assert press(page, "Who am I?")["data"]["email"] == email

        # else it answers the autofill of the sign-in page, which this Kratos refuses, again and again
        authenticator.presence(False)
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{url}/login?flow=*")
        page.goto(f"{origin}/?gateway={url}")
        authenticator.presence(True)
        assert press(page, "Who am I?") == {"success": False, "error": "Invalid session"}

        signed_in = press(page, "Sign in with a passkey")
        assert signed_in["success"], signed_in
        assert signed_in["data"]["session"]["authentication_methods"][0]["method"] == "passkey"
        assert press(page, "Who am I?")["data"]["email"] == email
        [session] = [c for c in page.context.cookies() if c["name"] == "ory_kratos_session"]
        assert (session["path"], session["httpOnly"], session["sameSite"]) == ("/", True, "Lax")


def test_a_page_that_is_not_listed_gets_nothing(
    page: Page, kratos: RealKratos, origin: str, faults: list[str]
) -> None:
    with serve_ui(kratos, gateway_enabled=True) as url:
        page.goto(f"{origin}/?gateway={url}")
        assert press(page, "Who am I?") == {"thrown": "TypeError: Failed to fetch"}
        assert press(page, "Sign in with a passkey") == {"thrown": "TypeError: Failed to fetch"}
    assert all("has been blocked by CORS policy" in fault or "ERR_FAILED" in fault for fault in faults)
    assert faults
    faults.clear()
