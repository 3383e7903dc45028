"""The hooks of Kratos' own end-to-end suite, under its theme on a real Kratos: pages before one is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.hooks import SOME, Hook, deviations, place
from tests.support.pages import PASSWORD, Person
from tests.support.real_kratos import new_address

UNIFIED = ("one-step", "all-traits")
KEYS_SIGN_IN = {"selfservice": {"methods": {"webauthn": {"config": {"passwordless": True}}}}}

Suite = Callable[..., Person]


def login(person: Person) -> None:
    person.open("/login")


def login_refused(person: Person) -> None:
    person.sign_in(new_address())
    person.message(4000006).wait_for()


def login_code_unknown(person: Person) -> None:
    person.open("/login")
    person.field("identifier").fill(new_address())
    person.button("method", "code").click()
    person.message(4000035).wait_for()


def login_code(person: Person) -> None:
    address = new_address()
    person.real.create_identity(address)
    person.open("/login")
    person.field("identifier").fill(address)
    person.button("method", "code").click()
    person.message(1010014).wait_for()


def login_code_missing(person: Person) -> None:
    login_code(person)
    person.field("code").evaluate("input => input.required = false")
    person.button("method", "code").click()
    person.message(4000002).wait_for()


def login_code_of_nobody(person: Person) -> None:
    login_code(person)
    person.page.locator("input[name=identifier]").first.evaluate("input => input.value = ''")
    person.type_code("123456")
    person.message(4000002).wait_for()


def login_code_wrong(person: Person) -> None:
    login_code(person)
    person.type_code("123456")
    person.message(4010008).wait_for()


def registration(person: Person) -> None:
    person.open("/registration")


def registration_refused(person: Person) -> None:
    person.open("/registration")
    person.page.evaluate("document.querySelectorAll('[required]').forEach((e) => (e.required = false))")
    person.button("method", "password").click()
    person.message(4000002).first.wait_for()


def second_screen(person: Person) -> None:
    person.open("/registration")
    person.field("traits.email").fill(new_address())
    person.button("method", "profile").click()
    person.message(1040009).wait_for()


def registration_code(person: Person) -> None:
    second_screen(person)
    person.button("method", "code").click()
    person.message(1040005).wait_for()


def registration_code_wrong(person: Person) -> None:
    registration_code(person)
    person.type_code("123456")
    person.message(4040003).wait_for()


def registration_traits_changed(person: Person) -> None:
    registration_code(person)
    email = person.page.locator('form:has([name="code"]) input[name="traits.email"]')
    email.evaluate("(input, value) => input.value = value", new_address())
    person.type_code("123456")
    person.message(4000036).wait_for()


def registered_twice(person: Person) -> None:
    address = new_address()
    person.real.create_identity(address, PASSWORD)
    person.sign_up(address)
    person.message(4000028).wait_for()


def recovery(person: Person) -> None:
    person.open("/recovery")


def recovery_empty(person: Person) -> None:
    person.open("/recovery")
    person.field("email").evaluate("input => input.required = false")
    person.page.locator('[name="method"]').click()
    person.message(4000002).wait_for()


def recovery_sent(person: Person) -> None:
    person.open("/recovery")
    person.field("email").fill(new_address())
    person.page.locator('[name="method"]').click()
    person.page.get_by_test_id(f"ui/message/{1060002 if 'link' in person.page.url else 1060003}").or_(
        person.message(1060002)
    ).wait_for()


def recovery_wrong(person: Person) -> None:
    recovery_sent(person)
    person.type_code("123456")
    person.message(4060006).wait_for()


def verification_sent(person: Person) -> None:
    person.open("/verification")
    person.field("email").fill(new_address())
    person.button("method", "code").click()
    person.message(1080003).wait_for()


def verification_wrong(person: Person) -> None:
    verification_sent(person)
    person.type_code("123456")
    person.message(4070006).wait_for()


def verified(person: Person) -> None:
    address = new_address()
    person.real.create_identity(address, verified=False)
    person.open("/verification")
    person.field("email").fill(address)
    person.button("method", "code").click()
    person.enter_code(address)
    person.message(1080002).wait_for()


def identifier_known(person: Person) -> None:
    address = new_address()
    person.real.create_identity(address, PASSWORD)
    person.open("/login")
    person.field("identifier").fill(address)
    person.button("method", "identifier_first").click()
    person.field("password").wait_for()


def identifier_unknown(person: Person) -> None:
    person.open("/login")
    person.field("identifier").fill(new_address())
    person.button("method", "identifier_first").click()
    person.message(4000037).wait_for()


CODE_TO_TYPE = (
    place("node/input/code", "input"),
    Hook('input[name="code"]'),
    Hook('input[name="method"][value="code"][type="hidden"]', SOME),
    Hook('button[name="method"][value="code"]', text="Continue"),
)
RESEND = Hook('button[name="resend"][value="code"]', text="Resend code")
SCRIPT = place("node/script/webauthn_script")

PAGES: dict[Callable[[Person], None], tuple[Any, ...]] = {  # overlays, then hooks
    login: (
        (),
        place("login-flow", "[name=password]"), place("login-flow", 'button[value="password"]', text="Sign in"),
        place("login-flow-code", 'input[name="identifier"]'), Hook('button[name="method"][value="code"]'),
        place("passkey-flow", '[name="passkey_login_trigger"]'), Hook('form[data-testid="passkey-flow"]'), SCRIPT,
        place("signup-link"), Hook('a[href*="registration"]'), place("forgot-password-link"),
        Hook('[href*="/recovery"]'), place("node/input/identifier", "label", text="Email"),
        place("node/input/password", text="Password"),
    ),
    login_refused: ((), place("ui/message/4000006"), Hook('[name="password"]')),
    login_code_unknown: ((), place("ui/message/4000035")),
    login_code: ((), place("login-flow-code", 'input[name="identifier"]'), *CODE_TO_TYPE, RESEND),
    login_code_missing: ((), place("node/input/code", "p", text="Property code is missing"), *CODE_TO_TYPE),
    login_code_of_nobody: ((), place("ui/message/4000002", text="Property identifier is missing"), *CODE_TO_TYPE),
    login_code_wrong: ((), *CODE_TO_TYPE, RESEND),
    registration: (
        UNIFIED,
        *(
            place(flow, 'input[name="traits.email"]')
            for flow in ("registration-flow", "registration-flow-code", "passwordless-flow", "passkey-flow")
        ),
        place("cta-link"), place("registration-flow", 'button[value="password"]', text="Sign up"), SCRIPT,
        place("passwordless-flow", '[name="webauthn_register_displayname"]'),
        place("passwordless-flow", '[name="webauthn_register_trigger"]'),
        place("passkey-flow", '[name="passkey_register_trigger"]'),
        Hook('[name="traits.terms"] + label'), Hook('[name="traits.newsletter"] + label'),
        Hook('input[name="traits"]', 0), Hook('[name="traits.address"]', 0),
        place("node/input/traits.website", text="Your website"),
    ),
    registration_refused: (
        UNIFIED, place("ui/message/4000002", times=3), Hook('form [data-testid="ui/message/4000002"]', 3),
    ),
    second_screen: (
        (), Hook('button[name="screen"][value="previous"]'), Hook('[name="method"][value="password"]'),
        place("registration-flow-code", '[name="traits.email"][type="hidden"]'),
        Hook('[name="method"][value="profile"]', 0),
    ),
    registration_code: ((), *CODE_TO_TYPE, RESEND, Hook('[name="screen"][value="credential-selection"]')),
    registration_code_wrong: ((), *CODE_TO_TYPE, RESEND),
    registration_traits_changed: ((), place("ui/message/4000036")),
    registered_twice: ((), place("ui/message/4000028")),
    recovery: ((), Hook('input[name="email"]'), Hook('[name="method"][value="code"]')),
    recovery_empty: ((), Hook('form [data-testid="ui/message/4000002"]')),
    recovery_sent: ((), *CODE_TO_TYPE, Hook('button[name="email"]')),
    recovery_wrong: ((), *CODE_TO_TYPE, place("ui/message/4060006")),
    verification_sent: ((), *CODE_TO_TYPE, Hook('button[name="email"]')),
    verification_wrong: ((), *CODE_TO_TYPE),
    verified: ((), place("node/anchor/continue", text="Continue"), Hook("a#continue")),
    identifier_known: (
        ("identifier-first",), Hook("input[name=identifier]", SOME), Hook('[name="method"][value="password"]'),
        place("node/input/password", "input"),
    ),
    identifier_unknown: (
        ("identifier-first",), Hook("input[name=identifier]"), place("node/input/identifier", "p"),
        Hook('[name="method"][value="identifier_first"]'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("reach", PAGES, ids=lambda reach: reach.__name__)
def test_page(suite: Suite, reach: Callable[[Person], None]) -> None:
    overlays, *hooks = PAGES[reach]
    person = suite(*overlays, extra=KEYS_SIGN_IN if overlays == UNIFIED else None)
    reach(person)
    assert not (found := deviations(person.page, person.real, hooks)), "\n".join(found)
