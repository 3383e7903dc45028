"""The hooks of Kratos' own end-to-end suite, under its theme on a real Kratos: pages of who is, or was, signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyotp
import pytest

from tests.browser.test_hooks import SCRIPT, Suite
from tests.support.authenticator import Authenticator
from tests.support.hooks import SOME, Hook, deviations, place
from tests.support.oidc_provider import OidcProvider
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.second_factors import protected

pytestmark = pytest.mark.long


def signed_in(person: Person) -> str:
    """Somebody with a password; their address."""
    address = new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    return address


def home(person: Person) -> None:
    signed_in(person)
    person.open("/")
    person.is_at("/welcome")


def home_of_a_visitor(person: Person) -> None:
    person.open("/")
    person.is_at("/welcome")


def sessions(person: Person) -> None:
    address = signed_in(person)
    person.open("/sessions")
    assert address in (person.page.locator("pre").text_content() or "")


def settings(person: Person) -> None:
    signed_in(person)
    person.open("/settings")


def settings_saved(person: Person) -> None:
    settings(person)
    person.field("traits.name.first").fill("Mara")
    person.button("method", "profile").click()
    person.message(1050001).wait_for()


def password_too_short(person: Person) -> None:
    settings(person)
    person.field("password").fill("short")
    person.button("method", "password").click()
    person.message(4000032).wait_for()


def authenticator_app_refused(person: Person) -> None:
    settings(person)
    person.type_code("000000", "totp_code", "totp")
    person.message(4000008).wait_for()


def authenticator_app(person: Person) -> None:
    settings(person)
    secret = person.page.get_by_test_id("node/text/totp_secret_key/text").text_content() or ""
    person.type_code(pyotp.TOTP(secret.strip()).now(), "totp_code", "totp")
    person.message(1050001).wait_for()


def recovery_codes_made(person: Person) -> None:
    settings(person)
    person.button("lookup_secret_regenerate", "true").click()
    person.page.get_by_test_id("node/text/lookup_secret_codes/text").wait_for()


def recovery_codes(person: Person) -> None:
    recovery_codes_made(person)
    person.button("lookup_secret_confirm", "true").click()
    person.message(1050001).wait_for()


def recovery_codes_shown(person: Person) -> None:
    recovery_codes(person)
    person.button("lookup_secret_reveal", "true").click()
    person.page.get_by_test_id("node/text/lookup_secret_codes/text").wait_for()


def key_without_a_name(person: Person) -> None:
    settings(person)
    person.page.locator("button[name=webauthn_register_trigger]").click()
    person.message(4000002).wait_for()


def two_keys(person: Person) -> None:
    settings(person)
    Authenticator(person.page, "usb")
    for number, name in enumerate(("Blue", "Spare"), 1):
        person.field("webauthn_register_displayname").fill(name)
        person.page.locator("button[name=webauthn_register_trigger]").click()
        person.page.locator("[name=webauthn_remove]").nth(number - 1).wait_for()


def passkey(person: Person) -> None:
    settings(person)
    Authenticator(person.page)
    person.page.locator("button[name=passkey_register_trigger]").click()
    person.page.locator("[name=passkey_remove]").wait_for()


def sign_in_again(person: Person) -> None:
    address = signed_in(person)
    person.open("/login?refresh=true")
    assert person.page.locator("input[name=identifier]").first.input_value() == address


def second_step(person: Person) -> None:
    person.sign_in(protected(person.real, lookup=True).address)
    person.message(1010004).wait_for()


def second_step_refused(person: Person) -> None:
    second_step(person)
    person.type_code("000000", "totp_code", "totp")
    person.message(4000008).wait_for()


def recovery_code_refused(person: Person) -> None:
    second_step(person)
    person.field("lookup_secret").fill("nosuchcd")
    person.button("method", "lookup_secret").click()
    person.message(4000016).wait_for()


def second_step_by_mail(person: Person) -> None:
    address = new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.open("/login?aal=aal2&via=email")
    person.message(1010004).wait_for()


def code_of_the_second_step(person: Person) -> None:
    second_step_by_mail(person)
    person.page.locator("[name=address]").click()
    person.message(1010014).wait_for()


def another_address(person: Person) -> None:
    second_step_by_mail(person)
    person.page.locator("[name=address]").evaluate("button => button.value = 'else@example.org'")
    person.page.locator("[name=address]").click()
    person.message(4000035).wait_for()


def recovered(person: Person) -> None:
    address = new_address()
    person.real.create_identity(address, PASSWORD)
    person.open("/recovery")
    person.field("email").fill(address)
    person.button("method", "code").click()
    person.enter_code(address)
    person.message(1060001).wait_for()


OUT = Hook('a[href*="logout"]')
HEADINGS = tuple(
    Hook('[data-testid="app-express"] h3', SOME, text)
    for text in (
        "Profile Settings", "Change Password", "Manage 2FA Backup Recovery Codes",
        "Manage 2FA TOTP Authenticator App", "Manage Hardware Tokens",
    )
)  # fmt: skip
CODES = place("node/text/lookup_secret_codes/text", "code", 12)
SECOND_STEP = (Hook("h2", text="Two-Factor Authentication"), place("logout-link"), OUT)

PAGES: dict[Callable[[Person], None], tuple[Any, ...]] = {  # overlays, then hooks
    home: (
        (), OUT, place("logout", "a:not(.disabled)"), Hook('a[href*="sessions"]'),
        Hook('a[href*="settings"]'), Hook('a[href*="settings"][target="_blank"]'),
    ),
    home_of_a_visitor: ((), Hook('a[href*="logout"]', 0), Hook('a[href*="login"]')),
    sessions: ((), Hook("pre"), OUT),
    settings: (
        (), *HEADINGS, OUT, SCRIPT, Hook('button[name="method"][value="profile"]', text="Save"),
        Hook('input[name="traits.email"]'), Hook('[name="password"]'), Hook('[name="method"][value="password"]'),
        Hook('input[name="totp_code"]'), Hook('[name="method"][value="totp"]'), place("node/image/totp_qr"),
        Hook('img[data-testid="node/image/totp_qr"]'), place("node/text/totp_secret_key/text", "code"),
        place("node/text/totp_secret_key/label", text="This is your authenticator app secret"),
        Hook('button[name="lookup_secret_regenerate"]', text="Generate new backup recovery codes"),
        Hook('[name="webauthn_register_displayname"]'), Hook('[name="webauthn_register_trigger"]'),
        Hook('[name="passkey_register_trigger"]'), Hook('input[name="traits"]', 0), Hook('[name="traits.name"]', 0),
        place("text-lookup_secret_codes-content", times=0),
    ),
    settings_saved: ((), place("ui/message/1050001", text="Your changes have been saved")),
    password_too_short: ((), place("ui/message/4000032")),
    authenticator_app_refused: ((), place("ui/message/4000008"), Hook('[name="totp_unlink"]', 0)),
    authenticator_app: ((), Hook('button[name="totp_unlink"]'), Hook('input[name="totp_code"]', 0)),
    recovery_codes_made: (
        (), CODES, place("text-lookup_secret_codes-content", "code", 12), Hook('button[name="lookup_secret_confirm"]'),
        place("node/text/lookup_secret_codes/label"),
    ),
    recovery_codes: (
        (), Hook('button[name="lookup_secret_reveal"]'), Hook('button[name="lookup_secret_disable"]'),
        place("text-lookup_secret_codes-content", times=0), Hook('button[name="lookup_secret_confirm"]', 0),
    ),
    recovery_codes_shown: ((), CODES, Hook('button[name="lookup_secret_regenerate"]')),
    key_without_a_name: ((), place("ui/message/4000002", text="Property webauthn_register_displayname is missing.")),
    two_keys: ((), Hook('button[name="webauthn_remove"]', 2), place("ui/message/1050001")),
    passkey: ((), Hook('button[name="passkey_remove"]'), place("ui/message/1050001")),
    sign_in_again: ((), place("ui/message/1010003"), Hook("[name=password]"), Hook('button[value="password"]')),
    second_step: (
        (), *SECOND_STEP, Hook('input[name="totp_code"]'), Hook('[name="method"][value="totp"]'),
        Hook('input[name="lookup_secret"]'), Hook('[name="method"][value="lookup_secret"]'),
        place("node/input/totp_code", "input"), place("node/input/lookup_secret", "input"),
    ),
    second_step_refused: ((), *SECOND_STEP, place("ui/message/4000008")),
    recovery_code_refused: ((), *SECOND_STEP, place("ui/message/4000016")),
    second_step_by_mail: (("code-mfa",), *SECOND_STEP, Hook('button[type="submit"][name="address"]')),
    code_of_the_second_step: (
        ("code-mfa",), Hook('input[name="code"]'), Hook('button[name="method"][value="code"]', text="Continue"), OUT,
    ),
    another_address: (("code-mfa",), Hook('[name="address"]'), Hook('input[name="code"]', 0)),
    recovered: ((), place("ui/message/1060001"), Hook('[name="password"]')),
}  # fmt: skip

NO_CODE = {"selfservice": {"methods": {"code": {"passwordless_enabled": False}}}}
ONLY_THE_SCRIPT_SAYS = (
    "message ('4000002', 'Property webauthn_register_displayname is missing.') is not of the flow"
)


@pytest.mark.parametrize("reach", PAGES, ids=lambda reach: reach.__name__)
def test_page(suite: Suite, reach: Callable[[Person], None]) -> None:
    overlays, *hooks = PAGES[reach]
    person = suite(*overlays)
    reach(person)
    found = [each for each in deviations(person.page, person.real, hooks) if each != ONLY_THE_SCRIPT_SAYS]
    assert not found, "\n".join(found)


def test_the_last_key_stays(suite: Suite) -> None:
    """Who signs in with nothing else can't remove it."""
    hooks = (Hook('[name="passkey_remove"][disabled]'),)
    person = suite("one-step", extra=NO_CODE)
    Authenticator(person.page)
    person.open("/registration")
    person.field("traits.email").fill(new_address())
    person.page.locator("button[name=passkey_register_trigger]").click()
    person.is_at("/verification")
    person.open("/settings")
    assert not (found := deviations(person.page, person.real, hooks)), "\n".join(found)


def test_social_sign_in(suite: Suite, oidc_provider: OidcProvider) -> None:
    person, address = suite("oidc", "one-step"), new_address()
    oidc_provider.person(address)  # tells no address
    person.open("/login")
    person.page.locator('[name="provider"][value="corp"]').click()
    person.is_at("/registration")
    unfinished = (
        Hook('[name="provider"]', text="Continue"), Hook('[name="provider"][value="corp"]'),
        Hook("#registration-password", 0), Hook("[name=password]", 0), place("ui/message/4000002"),
    )  # fmt: skip
    assert not (found := deviations(person.page, person.real, unfinished)), "\n".join(found)
    person.field("traits.email").fill(address)
    person.button("provider", "corp").click()
    person.is_at("/welcome")
    person.open("/settings")
    person.field("password").fill(PASSWORD)
    person.button("method", "password").click()
    person.message(1050001).wait_for()
    linked = (Hook('[value="corp"][name="unlink"]', text="Unlink Corp"), Hook('[value="corp"]'))
    assert not (found := deviations(person.page, person.real, linked)), "\n".join(found)
    person.page.locator('[value="corp"]').click()
    free = (Hook('[value="corp"][name="link"]', text="Link Corp"), Hook('[value="corp"]'))
    person.page.locator('[name="link"]').wait_for()
    assert not (found := deviations(person.page, person.real, free)), "\n".join(found)
