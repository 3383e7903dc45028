"""What `kratos-config/deploy/` says for proxies with TLS, walked through: a whole account at each of the addresses."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from playwright.sync_api import Browser, Playwright, expect

from app.cli.main import main
from tests.support.authenticator import Authenticator
from tests.support.browser import ARGUMENTS, NewPage, headless, pages_of
from tests.support.deployed import DEPLOY, NAMES, deployed, names_below_localhost
from tests.support.mailbox import WaitingMailbox
from tests.support.pages import Person
from tests.support.real_kratos import KratosFactory, RealKratos, http, new_address
from tests.support.relay import certificate

pytestmark = pytest.mark.long

FILES = [
    DEPLOY / "nginx" / f"{name}.conf"
    for name in ("one-origin", "sub-path", "sub-domains", "behind-tls-proxy")
]
FILES.append(DEPLOY / "Caddyfile")


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for all names."""
    return certificate(tmp_path_factory.mktemp("tls"), 30, *NAMES)


@pytest.fixture(scope="module")
def secure(playwright: Playwright, trusted: Path) -> Iterator[Browser]:
    """A Chromium that takes this certificate for a good one: keys work nowhere else."""
    key = x509.load_pem_x509_certificate(trusted.read_bytes()).public_key()
    der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    known = base64.b64encode(hashlib.sha256(der).digest()).decode()
    arguments = [*ARGUMENTS, f"--ignore-certificate-errors-spki-list={known}"]
    started = playwright.chromium.launch(executable_path=headless(), args=arguments)
    yield started
    started.close()


@pytest.fixture
def secure_page(secure: Browser, faults: list[str]) -> Iterator[NewPage]:
    yield from pages_of(secure, faults)


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def site(
    request: pytest.FixtureRequest,
    real_kratos: KratosFactory,
    mailbox: WaitingMailbox,
    trusted: Path,
    tmp_path: Path,
) -> Iterator[RealKratos]:
    with deployed(request.param, tmp_path, mailbox, real_kratos.program, trusted) as running:
        yield running


def test_an_account_from_sign_up_to_sign_out(
    site: RealKratos, secure_page: NewPage, trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, address = Person(secure_page(), site), new_address()
    person.page.add_init_script(
        "delete PublicKeyCredential.isConditionalMediationAvailable"
    )  # the key answers at once
    Authenticator(person.page)

    person.sign_up(address)
    person.is_at("/verification")
    person.enter_code(address)
    expect(person.message(1080002)).to_be_visible()
    person.page.get_by_test_id("node/anchor/continue").click()
    person.is_signed_in(address)

    person.open("/settings")
    person.page.locator("button[name=passkey_register_trigger]:visible").click()
    expect(person.message(1050001)).to_be_visible()
    person.sign_out()
    person.sign_in(address)
    person.is_signed_in(address)
    person.sign_out()
    person.page.locator("button[name=passkey_login_trigger]:visible").click()
    person.is_at("/welcome")
    person.is_signed_in(address)
    cookies = person.page.context.cookies()
    assert {each["name"] for each in cookies} >= {"ory_kratos_session"}
    assert [each["name"] for each in cookies if not each["secure"]] == []
    person.sign_out()
    nobody_is_believed(site, trusted, monkeypatch)
    doctor_has_nothing_to_say(site)


def nobody_is_believed(site: RealKratos, trusted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stranger says of the way here counts for nothing, and the web hook is for Kratos alone."""
    names_below_localhost(monkeypatch)
    said = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-Port": "1234"}
    with http() as session:
        session.verify = str(trusted)
        answer = session.get(f"{site.ui_url}/settings", headers=said, allow_redirects=False, timeout=15)
        hook = session.post(f"{site.ui_url}/internal/auth/user-created", json={}, timeout=15)
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["return_to"] == [f"{site.ui_url}/settings"]
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    assert hook.status_code == 404


def doctor_has_nothing_to_say(site: RealKratos) -> None:
    """As `deploy/README.md` promises of each file."""
    words = ["doctor", "--config", str(site.folder / "kratos-0.yml"), "--env", str(site.folder / "ui.env")]
    said = CliRunner().invoke(main, words).output
    found = {each.rstrip(":") for each in re.findall(r"^(?:FAIL|WARN) +(\S+)", said, re.M)}
    assert found <= {"host-mix"}, said  # which two names below localhost are, and two of example.org are not
    assert re.search(r"^. fail, 0 warn, 2\d ok$", said, re.M), said
