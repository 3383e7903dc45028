"""`kratos-ui demo --hydra` as a person tries it: the client's page, sign up, consent, sign out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.cli.demo.ports import Ports
from tests.support.pages import PASSWORD
from tests.support.ports import free_port
from tests.support.real_kratos import KratosFactory, http, new_address

SECONDS = 60


@pytest.fixture
def ports(real_kratos: KratosFactory, tmp_path: Path) -> Iterator[Ports]:
    """The demo's, while it runs. Needs `real_kratos` so that nobody waits for a build."""
    ports = Ports(**{field.name: free_port() for field in fields(Ports)})
    options = [f"--{f.name.replace('_', '-')}-port={getattr(ports, f.name)}" for f in fields(Ports)]
    output = tmp_path / "output"
    with output.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli.main", "demo", "--hydra", *options],
            cwd=tmp_path, stdout=log, stderr=log, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        deadline = time.monotonic() + SECONDS
        while "The demo is ready" not in output.read_text():
            assert process.poll() is None, output.read_text()
            assert time.monotonic() < deadline, output.read_text()
            time.sleep(0.1)
        assert f"{ports.client_url} " in output.read_text()
        yield ports
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(SECONDS) == 0, output.read_text()
    assert "Traceback" not in output.read_text()


def test_signing_in_to_the_client_and_out_again(page: Page, ports: Ports) -> None:
    email = new_address()
    credentials = {"password": {"config": {"password": PASSWORD}}}
    identity = {"schema_id": "default", "traits": {"email": email}, "credentials": credentials}
    http().post(f"http://localhost:{ports.kratos_admin}/admin/identities", json=identity, timeout=10)
    page.goto(ports.client_url)
    page.get_by_role("link", name="Sign in").click()
    page.locator('[name="identifier"]').fill(email)
    page.locator('[name="password"]').fill(PASSWORD)
    page.locator('button[name="method"][value="password"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Demo client wants to access your account")
    page.get_by_role("button", name="Allow").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed in here")
    expect(page.locator("dl")).to_contain_text(email)
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{ports.client_url}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Demo client")
    page.goto(f"{ports.ui_url}/welcome")
    expect(page.locator("body")).to_have_attribute("data-state", "signed_out")
    page.goto(f"{ports.client_url}/callback?error=access_denied&error_description=no&state=x")
    expect(page.get_by_role("status")).to_contain_text("not begun here")
