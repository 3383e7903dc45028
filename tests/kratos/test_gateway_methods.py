"""The JSON gateway before real Kratos: codes, second factors, recovery, verification, settings, step by step."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pyotp
import pytest

from tests.conftest import UiServer
from tests.support.gateway import PASSWORD, Gateway, serve_gateway
from tests.support.real_kratos import RealKratos, new_address


@pytest.fixture
def served(ui_server: UiServer) -> tuple[RealKratos, Gateway]:
    return serve_gateway(ui_server, "gateway")


def text_of(flow: Any, node_id: str) -> Any:
    """The text of the node `node_id`."""
    nodes = (node["attributes"] for node in flow["ui"]["nodes"])
    return next(node["text"] for node in nodes if node.get("id") == node_id)


def test_registration_in_two_steps(served: tuple[RealKratos, Gateway]) -> None:
    _, gateway = served
    flow, email = gateway.start("registration"), new_address()
    step = gateway.submit("registration", flow, **{"email": email, "name.first": "Ada"})
    assert step.status_code == 200, "a step that went well is no error, though Kratos says 400"
    assert step.json()["data"]["ui"]["messages"][0]["id"] == 1040009
    assert not gateway.token
    done = gateway.submit("registration", flow, password=PASSWORD)
    assert done.json()["data"]["session"]["identity"]["traits"] == {"email": email, "name": {"first": "Ada"}}
    assert gateway.whoami().json()["data"]["name.first"] == "Ada"


def test_sign_up_and_in_by_code(served: tuple[RealKratos, Gateway]) -> None:
    real, gateway = served
    flow, email = gateway.start("registration"), new_address()
    step = gateway.submit("registration", flow, method="code", email=email)
    assert (step.status_code, step.json()["data"]["state"]) == (200, "sent_email")
    wrong = gateway.submit("registration", flow, code="000000")
    assert (wrong.status_code, wrong.json()["details"]["messages"][-1]["id"]) == (400, 4040003)
    done = gateway.submit("registration", flow, code=real.mailbox.wait_for(email).code)
    assert done.json()["data"]["session"]["active"] is True
    assert done.json()["data"]["continue_with"] == []
    assert "ory_st_" not in done.text
    assert gateway.whoami().json()["data"]["verified"] is True
    other = gateway.another()
    flow = other.start("login")
    step = other.submit("login", flow, method="code", identifier=email)
    assert step.json()["data"]["state"] == "sent_email", step.text
    done = other.submit("login", flow, identifier=email, code=real.mailbox.wait_for(email).code)
    assert done.json()["data"]["session"]["authentication_methods"][0]["method"] == "code"
    assert other.whoami().json()["data"]["email"] == email


def test_a_second_factor_is_set_up_and_completed(served: tuple[RealKratos, Gateway]) -> None:
    _, gateway = served
    email = gateway.register()
    flow = gateway.start("settings")
    totp = pyotp.TOTP(text_of(flow, "totp_secret_key")["text"])
    wrong = gateway.submit("settings", flow, totp_code="000000")
    assert (wrong.status_code, wrong.json()["details"]["messages"][0]["field"]) == (400, "totp_code")
    saved = gateway.submit("settings", flow, totp_code=totp.now())
    assert saved.json()["data"]["state"] == "success", saved.text
    flow = gateway.submit("settings", saved.json()["data"], lookup_secret_regenerate=True).json()["data"]
    codes = [each["context"]["secret"] for each in text_of(flow, "lookup_secret_codes")["context"]["secrets"]]
    assert gateway.submit("settings", flow, lookup_secret_confirm=True).json()["data"]["state"] == "success"

    for fields in ({"totp_code": totp.now()}, {"lookup_secret": codes[0]}):
        other = gateway.another()
        assert other.sign_in(email).json()["data"]["session"]["authenticator_assurance_level"] == "aal1"
        half = other.whoami()
        assert (half.status_code, half.json()["details"]["id"]) == (403, "session_aal2_required")
        assert "aal=aal2" in half.json()["details"]["redirect_browser_to"]
        assert other.get("/documents").status_code == 403
        assert other.get("/auth/flows/settings").status_code == 403
        step_up = other.start("login", aal="aal2")
        assert gateway.another().submit("login", step_up, **fields).status_code == 401, "without the session"
        bad = other.submit("login", step_up, totp_code="000000")
        assert bad.json()["details"]["messages"][0]["id"] == 4000008
        done = other.submit("login", step_up, **fields)
        assert done.json()["data"]["session"]["authenticator_assurance_level"] == "aal2", done.text
        assert other.whoami().json()["data"]["email"] == email


def test_who_is_half_signed_in_may_sign_out(served: tuple[RealKratos, Gateway]) -> None:
    _, gateway = served
    email = gateway.register()
    flow = gateway.start("settings")
    totp = pyotp.TOTP(text_of(flow, "totp_secret_key")["text"])
    assert gateway.submit("settings", flow, totp_code=totp.now()).status_code == 200
    half = gateway.another()
    half.sign_in(email)
    address = half.get("/auth/flows/logout").json()["data"]["logout_url"]
    assert half.send("GET", address).status_code == 303
    assert half.whoami().status_code == 401


def test_recovery_signs_in_and_a_new_password_can_be_set(served: tuple[RealKratos, Gateway]) -> None:
    real, gateway = served
    email = gateway.register()
    lost = gateway.another()
    flow = lost.start("recovery")
    assert lost.submit("recovery", flow, email=email).json()["data"]["state"] == "sent_email"
    wrong = lost.submit("recovery", flow, code="000000")
    assert (wrong.status_code, wrong.json()["details"]["messages"][0]["id"]) == (400, 4060006)
    assert not lost.token
    done = lost.submit("recovery", flow, code=real.mailbox.wait_for(email, "ecover").code)
    assert [each["action"] for each in done.json()["data"]["continue_with"]] == ["show_settings_ui"]
    assert "ory_st_" not in done.text
    assert lost.whoami().json()["data"]["email"] == email
    settings = lost.get(
        "/auth/flows/settings", params={"id": done.json()["data"]["continue_with"][0]["flow"]["id"]}
    )
    saved = lost.submit("settings", settings.json()["data"], password="quite another password 18")
    assert saved.json()["data"]["state"] == "success", saved.text
    assert gateway.another().sign_in(email).status_code == 400
    assert gateway.another().sign_in(email, "quite another password 18").status_code == 200


def test_without_the_overlay_recovery_names_the_page(ui_server: UiServer) -> None:
    real, gateway = serve_gateway(ui_server)
    email = gateway.register()
    lost = gateway.another()
    flow = lost.start("recovery")
    lost.submit("recovery", flow, email=email)
    done = lost.submit("recovery", flow, code=real.mailbox.wait_for(email, "ecover").code)
    assert (done.status_code, done.json()["details"]["id"]) == (422, "browser_location_change_required")
    assert done.json()["details"]["redirect_browser_to"].startswith(f"{real.ui_url}/settings?flow=")


def test_an_address_is_verified(served: tuple[RealKratos, Gateway]) -> None:
    real, gateway = served
    flow, email = gateway.start("registration"), new_address()
    done = gateway.submit("registration", flow, email=email, password=PASSWORD).json()["data"]
    [step] = [each for each in done["continue_with"] if each["action"] == "show_verification_ui"]
    assert gateway.whoami().json()["data"]["verified"] is False
    started = gateway.get("/auth/flows/verification", params={"id": step["flow"]["id"]}).json()["data"]
    code = real.mailbox.wait_for(email, "erif").code
    assert gateway.submit("verification", started, code=code).json()["data"]["state"] == "passed_challenge"
    assert gateway.whoami().json()["data"]["verified"] is True


def test_settings_change_what_is_named_and_keep_the_rest(served: tuple[RealKratos, Gateway]) -> None:
    _, gateway = served
    email = gateway.register(**{"name.first": "Ada", "name.last": "Byron"})
    saved = gateway.submit("settings", gateway.start("settings"), **{"name.last": "Lovelace"})
    assert saved.json()["data"]["identity"]["traits"] == {
        "email": email, "name": {"first": "Ada", "last": "Lovelace"},
    }  # fmt: skip
    again = gateway.submit("settings", saved.json()["data"], **{"name.first": None})
    assert again.json()["data"]["identity"]["traits"] == {"email": email, "name": {"last": "Lovelace"}}
    unknown = gateway.submit("settings", gateway.start("settings"), surname="x")
    assert unknown.json()["details"]["unknown_fields"] == ["surname"]


def test_settings_need_a_session_of_their_own(served: tuple[RealKratos, Gateway]) -> None:
    _, gateway = served
    assert gateway.get("/auth/flows/settings").json() == {"success": False, "error": "Invalid session"}
    owner, other = gateway.another(), gateway.another()
    owner.register()
    other.register()
    flow = owner.start("settings")
    assert other.get("/auth/flows/settings", params={"id": flow["id"]}).status_code in (403, 404)
    refused = other.submit("settings", flow, **{"name.first": "Mallory"})
    assert refused.status_code in (403, 404), refused.text
    assert "name.first" not in owner.whoami().json()["data"]


def test_an_old_session_signs_in_afresh_before_a_password_changes(ui_server: UiServer) -> None:
    real, gateway = serve_gateway(ui_server)
    email = gateway.register()
    flow = gateway.start("settings")
    _let_the_session_age(real)
    refused = gateway.submit("settings", flow, password="quite another password 18")
    assert (refused.status_code, refused.json()["details"]["id"]) == (403, "session_refresh_required")
    fresh = gateway.submit(
        "login", gateway.start("login", refresh="true"), identifier=email, password=PASSWORD
    )
    assert fresh.status_code == 200, fresh.text
    saved = gateway.submit("settings", flow, password="quite another password 18")
    assert saved.json()["data"]["state"] == "success", saved.text


def _let_the_session_age(real: RealKratos) -> None:
    """Kratos compares `authenticated_at` with `privileged_session_max_age` (15 minutes)."""
    with closing(sqlite3.connect(real.folder / "kratos.sqlite", timeout=10)) as database, database:
        database.execute("UPDATE sessions SET authenticated_at = datetime(authenticated_at, '-1 hour')")
