"""Words that depend on where they stand, as people meet them: taken names, providers, keys, recovery codes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from tests.support.authenticator import Authenticator
from tests.support.expected import expect
from tests.support.oidc_provider import OidcProvider
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address
from tests.support.second_factors import protected
from tests.support.trials import settings, trial

NewPerson = Callable[..., Person]

SCHEMA = trial("settings-taken-name-says-sign-in-instead")["schema"]
TAKEN = "Somebody else already uses this. Choose another."


def in_settings(person: Person) -> str:
    """Somebody with a new account; their address."""
    address = new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_in(address)
    person.is_at("/welcome")
    person.open("/settings")
    return address


def test_a_taken_name_is_told_at_its_field(new_person: NewPerson, scripts: bool) -> None:
    person = new_person(scripts=scripts, extra=settings(SCHEMA))
    name = f"u{time.time_ns()}"
    person.real.create_identity(new_address(), PASSWORD, username=name)
    in_settings(person)
    field = person.field("traits.username")
    field.fill(name)
    person.button("method", "profile").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(TAKEN)
    expect(field).to_have_value(name)
    expect(person.page.locator("main")).not_to_contain_text("Sign in instead")
    field.fill(f"{name}2")
    person.button("method", "profile").click()
    expect(person.message(1050001)).to_be_visible()
    expect(field).to_have_value(f"{name}2")


def contoso(provider: OidcProvider) -> dict[str, object]:
    """Kratos with a provider whose id is not what people call it."""
    made = {
        "id": "ms-contoso", "label": "Contoso staff", "provider": "generic", "client_id": "kratos",
        "client_secret": "demo-secret", "issuer_url": provider.url, "scope": ["openid", "email"],
        "mapper_url": "file://schemas/oidc.jsonnet",
    }  # fmt: skip
    config = {"selfservice.flows.registration.login_hints": True}
    return settings(
        SCHEMA, {**config, "selfservice.methods.oidc": {"enabled": True, "config": {"providers": [made]}}}
    )


def test_a_provider_is_called_what_its_button_says(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, address = new_person(scripts=scripts, extra=contoso(oidc_provider)), new_address()
    oidc_provider.person(address, email=address, email_verified=True)
    person.open("/login")
    person.button("provider", "ms-contoso").click()
    person.is_at("/welcome")
    expect(person.page.locator("#ways")).to_contain_text("Social sign-in · Contoso staff")
    person.open("/settings")
    expect(person.page.locator("main")).not_to_contain_text("ms-contoso")

    person.sign_out()
    person.sign_up(address)
    expect(person.message(4000028)).to_contain_text("Contoso staff")
    expect(person.page.locator("main")).not_to_contain_text("ms-contoso")


def test_an_account_that_is_linked_to_somebody_else_s(
    new_person: NewPerson, oidc_provider: OidcProvider, scripts: bool
) -> None:
    person, theirs = new_person(scripts=scripts, extra=contoso(oidc_provider)), new_address()
    oidc_provider.person(theirs, email=theirs, email_verified=True)
    person.open("/login")
    person.button("provider", "ms-contoso").click()
    person.is_at("/welcome")
    person.sign_out()
    in_settings(person)
    person.button("link", "ms-contoso").click()
    person.is_at("/settings")
    expect(person.page.locator("main")).to_contain_text("That account is already linked to somebody else’s.")
    expect(person.page.locator("main")).not_to_contain_text("Sign in instead")


def rows(person: Person, group: str) -> Locator:
    return person.page.locator(f"#{group} .row")


@pytest.mark.parametrize(
    ("group", "name", "hint"),
    [
        ("passkey", "Unnamed passkey", "The time tells them apart. If you don’t know a passkey, remove it"),
        ("webauthn", "Work", "The time tells them apart. To rename a key, remove it and add it again."),
    ],
)
def test_keys_of_one_name_can_be_told_apart(new_person: NewPerson, group: str, name: str, hint: str) -> None:
    person = new_person()
    in_settings(person)
    for number in (1, 2):
        device = Authenticator(person.page, "internal" if group == "passkey" else "usb")
        if group == "webauthn":
            person.field("webauthn_register_displayname").fill(name)
        person.page.locator(f"button[name={group}_register_trigger]:visible").click()
        expect(rows(person, group)).to_have_count(number)
        device.cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device.id})
        if number == 1:
            expect(rows(person, group)).not_to_contain_text(":")  # the day alone
            expect(rows(person, group)).not_to_contain_text("The time tells them apart")
            person.page.wait_for_timeout(1100)
    expect(rows(person, group).locator(".row__name")).to_have_text([name, name])
    added = rows(person, group).locator(".row__meta:not([id])").all_text_contents()
    assert len(set(added)) == 2
    assert all(re.match(r"Added .*\d:\d\d", text) and "UTC" not in text for text in added)
    expect(person.page.locator(f"#{group}")).to_contain_text(hint)
    names = [button.get_attribute("value") for button in rows(person, group).locator("button").all()]
    assert len(set(names)) == 2
    for button, time_added in zip(rows(person, group).locator("button").all(), added, strict=True):
        expect(button).to_have_accessible_name(f"Remove “{name}”, {time_added}")
    expect(person.page.locator("main")).not_to_contain_text("unnamed")


LEFT = {
    1: "11 codes left.",
    8: "4 codes left.",
    9: "Only 3 codes left. Create new ones before you run out.",
    11: "Only 1 code left. Create new ones before you run out.",
    12: "You have used all your codes. Create new ones.",
}


def test_how_many_recovery_codes_are_left(new_person: NewPerson, scripts: bool) -> None:
    person, quick = new_person(scripts=scripts), new_person(scripts=False)
    account = protected(person.real, totp=False, lookup=True)
    left = person.page.locator("#lookup_secret [data-left]")
    for used, code in enumerate(account.codes, 1):
        who = person if used in LEFT else quick
        who.sign_in(account.address)
        who.is_at("/login")
        who.field("lookup_secret").fill(code)
        who.button("method", "lookup_secret").click()
        who.is_at("/welcome")
        expect(who.page.locator("#ways")).to_contain_text("Each recovery code works once.")
        if used in LEFT:
            person.open("/settings")
            person.button("lookup_secret_reveal", "true").click()
            expect(left).to_have_text(LEFT[used])
        if used < 12:
            who.sign_out()
    assert used == 12
    person.button("lookup_secret_regenerate", "true").click()
    expect(left).to_have_count(0)
