"""Real Kratos with `kratos-config/`: what the UI relies on, without the UI."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import requests

from app.paths import KRATOS_CONFIG
from tests.support.real_kratos import KratosFactory, RealKratos, http, new_address

OVERLAYS = sorted(path.stem for path in (KRATOS_CONFIG / "overlays").glob("*.yml"))
JSON = {"Accept": "application/json"}
KINDS = ["login", "registration", "recovery", "verification"]


def start_flow(kratos: RealKratos, kind: str, browser: requests.Session) -> Any:
    """A new flow as JSON, its cookies kept in `browser`."""
    answer = browser.get(f"{kratos.public_url}/self-service/{kind}/browser", headers=JSON, timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()


def names(flow: Any) -> set[str]:
    return {node["attributes"].get("name", "") for node in flow["ui"]["nodes"]}


def methods(flow: Any) -> set[str]:
    nodes = (node["attributes"] for node in flow["ui"]["nodes"])
    return {node["value"] for node in nodes if node.get("name") == "method"}


def submit(flow: Any, browser: requests.Session, **fields: str) -> requests.Response:
    csrf = next(
        n["attributes"]["value"] for n in flow["ui"]["nodes"] if n["attributes"].get("name") == "csrf_token"
    )
    return browser.post(flow["ui"]["action"], json={"csrf_token": csrf, **fields}, headers=JSON, timeout=10)


def test_its_version_is_the_pinned_one(real_kratos: KratosFactory) -> None:
    assert real_kratos().admin("GET", "/version") == {"version": "v1.3.1"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_flow_leads_to_its_page(real_kratos: KratosFactory, kind: str) -> None:
    kratos = real_kratos()
    answer = http().get(f"{kratos.public_url}/self-service/{kind}/browser", allow_redirects=False, timeout=10)
    assert answer.status_code == 303
    assert re.fullmatch(rf"{kratos.ui_url}/{kind}\?flow=[0-9a-f-]{{36}}", answer.headers["Location"])


def test_settings_lead_to_login_and_errors_to_the_error_page(real_kratos: KratosFactory) -> None:
    kratos = real_kratos()
    settings = f"{kratos.public_url}/self-service/settings/browser"
    answer = http().get(settings, allow_redirects=False, timeout=10)
    assert answer.headers["Location"].startswith(f"{kratos.public_url}/self-service/login/browser")
    elsewhere = {"return_to": "https://evil.example"}
    answer = http().get(
        f"{kratos.public_url}/self-service/login/browser", params=elsewhere, allow_redirects=False, timeout=10
    )
    assert answer.headers["Location"].startswith(f"{kratos.ui_url}/error?id=")


def test_every_method_is_on(real_kratos: KratosFactory) -> None:
    browser = http()
    flow = start_flow(real_kratos(), "login", browser)
    assert methods(flow) == {"password", "code"}
    assert {"passkey_login", "passkey_login_trigger", "identifier"} <= names(flow)
    identity = real_kratos().create_identity(password="a long enough password")
    done = submit(
        flow,
        browser,
        method="password",
        identifier=identity["traits"]["email"],
        password="a long enough password",
    )
    assert done.status_code == 200, done.text
    settings = start_flow(real_kratos(), "settings", browser)
    assert methods(settings) == {"profile", "password", "totp"}
    assert {"lookup_secret_regenerate", "webauthn_register_trigger", "passkey_register_trigger"} <= names(
        settings
    )


@pytest.mark.parametrize("kind", ["recovery", "verification"])
def test_codes_come_by_mail(real_kratos: KratosFactory, kind: str) -> None:
    kratos = real_kratos()
    email = kratos.create_identity(verified=False)["traits"]["email"]
    browser = http()
    sent = submit(start_flow(kratos, kind, browser), browser, method="code", email=email)
    assert sent.json()["state"] == "sent_email"
    assert re.fullmatch(r"\d{6}", kratos.mailbox.wait_for(email).code)


def test_links_come_by_mail_with_their_overlay(real_kratos: KratosFactory) -> None:
    kratos = real_kratos("link")
    email = kratos.create_identity(verified=False)["traits"]["email"]
    browser = http()
    submit(start_flow(kratos, "recovery", browser), browser, method="link", email=email)
    assert kratos.mailbox.wait_for(email).link.startswith(f"{kratos.public_url}/self-service/recovery?")


def test_no_address_gets_a_code_for_an_unknown_account(real_kratos: KratosFactory) -> None:
    """`notify_unknown_recipients` is off: the page is the same, the mail is not sent."""
    kratos, browser, known = (
        real_kratos(),
        http(),
        real_kratos().create_identity(verified=False)["traits"]["email"],
    )
    unknown = new_address()
    for email in (unknown, known):
        submit(start_flow(kratos, "recovery", browser), browser, method="code", email=email)
    kratos.mailbox.wait_for(known)
    assert not any(unknown in mail.recipients for mail in kratos.mailbox.mails)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_each_overlay_is_valid(real_kratos: KratosFactory, overlay: str) -> None:
    assert http().get(f"{real_kratos(overlay).public_url}/health/ready", timeout=10).status_code == 200


def test_nothing_leaves_the_machine(real_kratos: KratosFactory) -> None:
    """No file of the demo names another host, and what Kratos does unless told otherwise is switched off."""
    local = {"localhost", "127.0.0.1", "kratos.sqlite", "schemas"}
    texts = [path.read_text("utf-8") for path in KRATOS_CONFIG.rglob("*.yml") if "deploy" not in path.parts]
    for text in texts:
        code = re.sub(r"#.*", "", text)
        assert set(re.findall(r"\w+://([^/:\s?]*)", code)) <= local, text
    assert re.search(
        r"^ +haveibeenpwned_enabled: false$", (KRATOS_CONFIG / "kratos.yml").read_text("utf-8"), re.M
    )
    running = Path(f"/proc/{real_kratos().service.process.pid}")
    if running.exists():  # Linux
        assert b"--sqa-opt-out" in (running / "cmdline").read_bytes().split(b"\0")
        assert b"SQA_OPT_OUT=true" in (running / "environ").read_bytes().split(b"\0")


def test_it_sees_no_setting_of_the_machine(
    real_kratos: KratosFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DSN", "sqlite:///nonexistent/db.sqlite")
    monkeypatch.setenv("SELFSERVICE_DEFAULT_BROWSER_RETURN_URL", "https://evil.example")
    fresh = real_kratos(extra={"log": {"format": "json"}})
    assert fresh.admin("GET", "/identities") == []
