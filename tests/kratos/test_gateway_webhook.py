"""Kratos' web hook with `overlays/webhook.yml`: each account reaches the function once, and none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import UiServer
from tests.support import gateway_hook
from tests.support.gateway import PASSWORD, Gateway, serve_gateway
from tests.support.real_kratos import RealKratos, new_address


@pytest.fixture
def served(ui_server: UiServer, tmp_path: Path) -> tuple[RealKratos, Gateway]:
    gateway_hook.reset()
    return serve_gateway(
        ui_server, "webhook",
        gateway_webhook_hook="tests.support.gateway_hook:user_created", gateway_webhook_state=tmp_path / "state",
    )  # fmt: skip


def test_each_account_is_handed_over_once(served: tuple[RealKratos, Gateway]) -> None:
    real, gateway = served
    email = gateway.register(**{"name.first": "Ada"})
    [identity] = gateway_hook.got
    assert identity.traits == {"email": email, "name": {"first": "Ada"}}
    assert identity.id == gateway.whoami().json()["data"]["id"]
    assert gateway.another().sign_in(email).status_code == 200
    assert gateway_hook.calls == [identity.id]
    flow, coded = gateway.start("registration"), new_address()
    gateway.submit("registration", flow, method="code", email=coded)
    gateway.submit("registration", flow, code=real.mailbox.wait_for(coded).code)
    assert [each.traits["email"] for each in gateway_hook.got] == [email, coded]


def test_a_failing_hook_loses_nobody(served: tuple[RealKratos, Gateway]) -> None:
    """Kratos asks three times, then fails the registration; the sign-in that follows makes up for it."""
    real, gateway = served
    email = new_address()
    gateway_hook.failing.set()
    flow = gateway.start("registration")
    answer = gateway.submit("registration", flow, email=email, password=PASSWORD)
    assert answer.status_code == 503
    assert "internal" not in answer.text, "names the web hook's address"
    assert len(gateway_hook.calls) == 3
    [stored] = [each for each in real.admin("GET", "/identities") if each["traits"]["email"] == email]
    refused = gateway.sign_in(email)
    assert (refused.status_code, gateway.token) == (503, ""), "got in without having been handed over"
    gateway_hook.failing.clear()
    assert gateway.sign_in(email).status_code == 200
    assert [each.id for each in gateway_hook.got] == [stored["id"]]
    assert gateway.another().sign_in(email).status_code == 200
    assert len(gateway_hook.got) == 1


def test_a_wrong_secret_reaches_nobody(ui_server: UiServer) -> None:
    gateway_hook.reset()
    _, gateway = serve_gateway(
        ui_server, "webhook", gateway_webhook_hook="tests.support.gateway_hook:user_created",
        gateway_webhook_secret="not the one that Kratos sends",
    )  # fmt: skip
    answer = gateway.submit(
        "registration", gateway.start("registration"), email=new_address(), password=PASSWORD
    )
    assert answer.status_code == 503
    assert gateway_hook.calls == []
