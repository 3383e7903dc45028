"""What our pages send, beside what was sent to Kratos when its answers were recorded.

A recorded submit names its page by its CSRF token, which is new at each step; where that page was not recorded,
one of the same state stands for it, with another account's values in hidden fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask

from app.kratos import payload
from tests.support.forms import form_data
from tests.support.recordings import Recording, flow_recordings, recording, recordings
from tests.support.soup import page_of, soup

RESULTS = (
    "passkey_login",
    "passkey_register",
    "passkey_settings_register",
    "webauthn_login",
    "webauthn_register",
)
"""Hidden fields that a ceremony fills in; its script then submits their form without any button."""

BUTTONS = (
    "provider", "link", "unlink", "address", "resend", "screen", "totp_unlink", "lookup_secret_regenerate",
    "lookup_secret_confirm", "lookup_secret_reveal", "lookup_secret_disable", "webauthn_remove", "passkey_remove",
    "method",
)  # fmt: skip
"""Names of buttons, the telling ones first. Beside another one Kratos needs no `method`."""

ALIKE = {
    "login address": "login.aal2.code_choose_address",
    "login code": "login.choose_method.all_methods",
    "login identifier_first": "login.identifier_first.step1",
    "login lookup_secret": "login.aal2.all_methods",
    "login passkey_login": "login.choose_method.all_methods",
    "login password": "login.choose_method.all_methods",
    "login provider": "login.choose_method.all_methods",
    "login totp": "login.aal2.all_methods",
    "login webauthn_login": "login.aal2.webauthn_only",
    "recovery code": "recovery.choose_method.code",
    "registration code": "registration.choose_credentials.all_methods",
    "registration passkey_register": "registration.choose_credentials.all_methods",
    "registration password": "registration.choose_credentials.all_methods",
    "registration profile": "registration.profile.all_methods",
    "registration provider": "registration.profile.all_methods",
    "settings link": "settings.show_form.oidc_none_linked",
    "settings lookup_secret_regenerate": "settings.show_form.all_methods",
    "settings password": "settings.show_form.all_methods",
    "settings profile": "settings.show_form.all_methods",
    "settings totp": "settings.show_form.all_methods",
    "settings totp_unlink": "settings.show_form.totp_enabled",
    "settings webauthn_register": "settings.show_form.all_methods",
    "verification code": "verification.choose_method.code",
}
"""A page for submits whose own was not recorded."""

OWN = {
    "login.identifier_first.success_html": "login.identifier_first.step2",
    "login.sent_email.too_many_attempts_redirect": "login.sent_email.code",
    "recovery.passed_challenge.2fa_user_redirect_html": "recovery.sent_email.code",
    "recovery.passed_challenge.json_continue_with_transitions": "recovery.sent_email.code",
    "recovery.sent_email.too_many_attempts_redirect": "recovery.sent_email.code",
    "recovery.submit.admin_code_fresh_browser": "recovery.get.admin_code_fresh_browser",
    "registration.success.code_html": "registration.sent_email.code",
    "verification.passed_challenge.redirect": "verification.sent_email.code",
    "verification.sent_email.too_many_attempts_redirect": "verification.sent_email.code",
}
"""Likewise, in another state than most."""

NOBODY = {
    "login.oidc.unknown_provider": "a provider that no page offers",
    "login.password.no_method": "no button of ours leaves out the method",
    "login.password.two_method_values": "two buttons at once",
    "login.submit.no_flow_html": "no flow",
    "login.submit.unknown_flow_html": "no flow",
    "login.submit.unknown_flow_json": "no flow",
    "registration.oidc.redirect_html": "a provider knows the traits itself, better than who typed them",
    "registration.submit.410_expired_json": "a login's fields",
    "registration.submit.expired_html": "a login's fields",
    "registration.submit.csrf_missing_html": "a recovery's fields",
    "registration.submit.csrf_missing_json": "a recovery's fields",
    "settings.oidc.link_existing_json": "a provider that is linked already has no button",
    "settings.show_form.unknown_method_redirect": "a method that no page offers",
    "settings.submit.401_no_session_json": "nobody is signed in",
    "settings.submit.no_session_html": "nobody is signed in",
    "settings.totp_unlink.when_none_redirect": "nothing to unlink has no button",
}
"""What was sent to see Kratos' answer, and can't be sent from a page of ours."""

ELSEWHERE = {
    "v1.3.1/login.sent_email.code_redirect": "v1.3.1 hides the unknown identifier: another one needs a new flow"
}
"""Likewise, in one version."""

WHO = {"csrf_token": "*", "identifier": "*"}
TRAITS = {"csrf_token": "*", "traits.email": "cat@example.com"}
CHOSEN = {"csrf_token": "*", "method": "code", "recovery_address": "ch@example.com"}
ASIDE = {
    "login.sent_email.code resend": WHO | {"method": "code", "resend": "code"},
    "login.identifier_first.code_sent resend": WHO | {"method": "code", "resend": "code"},
    "login.aal2.code_via_email resend": WHO | {"method": "code", "resend": "code"},
    "login.aal2.code_sent resend": WHO
    | {"method": "code", "resend": "code", "identifier": "mf2-backup@example.com"},
    "login.aal2.code_choose_address address=mf2@example.com": {
        "csrf_token": "*",
        "address": "mf2@example.com",
    },
    "registration.sent_email.code resend": TRAITS | {"method": "code", "resend": "code"},
    "registration.sent_email.code screen": TRAITS | {"screen": "credential-selection"},
    "registration.choose_credentials.back_from_code screen": TRAITS | {"screen": "previous"},
    "recovery.sent_email.code email": {"csrf_token": "*", "method": "code", "email": "dan@example.com"},
    "verification.sent_email.code email": {"csrf_token": "*", "method": "code", "email": "eve@example.com"},
    "recovery.choose_address.pick recovery_select_address=FEXe/pClZJ02YzmdjSCBO+5AZn/eUg/ZJeZ5fVC4GGk=": CHOSEN
    | {"recovery_select_address": "FEXe/pClZJ02YzmdjSCBO+5AZn/eUg/ZJeZ5fVC4GGk="},
    "recovery.choose_address.confirm_full method": CHOSEN | {"recovery_confirm_address": ""},
    "recovery.choose_address.confirm_full screen": CHOSEN | {"screen": "previous"},
    "recovery.choose_address.sent_email method": CHOSEN | {"code": ""},
    "recovery.choose_address.sent_email screen": CHOSEN | {"screen": "previous"},
    "recovery.choose_address.sent_email recovery_confirm_address": CHOSEN
    | {"recovery_confirm_address": "ch-backup@example.com"},
}
"""v26.2.0: page and button → all that is sent, where nothing was typed; its requests were not recorded."""


def submits() -> list[Recording]:
    return [each for each in recordings() if each.request["method"] == "POST" and sent_to(each)]


def sent_to(submit: Recording) -> dict[str, Any]:
    """The names and values that Kratos got."""
    return flat(submit.request.get("form") or submit.request.get("json") or {})


def flat(body: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """JSON as form fields: `{"traits": {"email": …}}` → `traits.email`."""
    found: dict[str, Any] = {}
    for name, value in body.items():
        found |= flat(value, f"{prefix}{name}.") if isinstance(value, Mapping) else {prefix + name: value}
    return found


def tokens(page: Recording) -> set[str]:
    nodes = page.body["ui"]["nodes"] or []
    return {n["attributes"].get("value") for n in nodes if n["attributes"].get("name") == "csrf_token"}


def own_page(submit: Recording) -> Recording | None:
    """The page that this was sent from, as far as it was recorded."""
    token = submit.request.get("form", submit.request.get("json")).get("csrf_token")
    pages = [p for p in flow_recordings() if p.version == submit.version and p.kind == submit.kind]
    return next((page for page in pages if token and token in tokens(page)), None)


def telling(wanted: Mapping[str, Any]) -> str:
    """What decides which form this is."""
    return next(
        name for name in (*RESULTS, *BUTTONS) if name in wanted and (wanted[name] or name not in RESULTS)
    )


def page_for(submit: Recording, wanted: Mapping[str, Any]) -> Recording:
    name = telling(wanted)
    alike = ALIKE.get(f"{submit.kind} {wanted[name] if name == 'method' else name}", "")
    return recording(submit.version, OWN.get(submit.name, alike))


def send(page: Tag, wanted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Fills in what can be seen and presses the telling button, or lets the ceremony's script do it."""
    name = telling(wanted)
    if name in RESULTS:
        (result,) = page.select(f'input[type=hidden][name="{name}"]')
        result["value"] = str(wanted[name])
        start: Tag = result
    else:
        (start,) = page.select(f'form:not(.form--resend) button[name="{name}"][value="{wanted[name]}"]')
    form = start.find_parent("form")
    assert isinstance(form, Tag)
    fields = form.select("input:not([type=hidden])[name], select[name]")
    typed = {str(tag["name"]): wanted[str(tag["name"])] for tag in fields if tag["name"] in wanted}
    pressed = None if name in RESULTS else start
    check = pressed is not None and not pressed.has_attr("formnovalidate")
    return form_data(
        form,
        pressed,
        {key: value == "true" if tick(form, key) else str(value) for key, value in typed.items()},
        check,
    )


def tick(form: Tag, name: str) -> bool:
    return bool(form.select(f'input[type=checkbox][name="{name}"]'))


def read(data: list[tuple[str, str]]) -> dict[str, str]:
    """As Kratos reads it: of several values the first. What our forms add for its mails is the page's language."""
    got = {name: value for name, value in reversed(data)}
    assert got.pop(payload.NAME, '{"lang": "en"}') == '{"lang": "en"}'
    return got


@pytest.mark.parametrize(
    "submit", [pytest.param(s, id=s.id) for s in submits() if s.name not in NOBODY and s.id not in ELSEWHERE]
)
def test_kratos_gets_what_it_took(stock: Flask, submit: Recording) -> None:
    wanted = {
        name: value for name, value in sent_to(submit).items() if value or not name.startswith("traits.")
    }
    own = own_page(submit)
    page = soup(page_of(stock, own or page_for(submit, wanted)).html)
    data = send(page, wanted)
    got = read(data)
    seen = {str(tag["name"]) for tag in page.select("input:not([type=hidden])[name]")}
    for name, value in wanted.items():
        if name == "method" and telling(wanted) != "method":
            assert got.get(name, value) == value
        elif own or name in seen or name in BUTTONS:
            assert got[name] == str(value) or (name, value) == ("traits.newsletter", True), name
        elif name != "csrf_token" or "csrf_missing" not in submit.name:
            assert name in got
    check_the_rest(page, data, wanted)


def check_the_rest(page: Tag, data: list[tuple[str, str]], wanted: Mapping[str, Any]) -> None:
    """What is sent beyond that says nothing else: the token, hidden fields as they came, fields left alone."""
    got = read(data)
    assert [value for name, value in data if name == "csrf_token"] in ([], [got.get("csrf_token")])
    assert len({value for name, value in data if name == "method"}) <= 1
    assert len([name for name in got if name in BUTTONS and name != "method"]) <= 1
    for name in got.keys() - wanted.keys():
        assert name in ("csrf_token", "method", "passkey_challenge", "passkey_create_data", "identifier") or (
            name.startswith("traits.") or name == "upstream_parameters.login_hint" or got[name] == ""
        ), name


@pytest.mark.parametrize("case", ASIDE)
def test_what_other_buttons_send(stock: Flask, case: str) -> None:
    name, _, button = case.partition(" ")
    page = soup(page_of(stock, recording("v26.2.0", name)).html)
    key, _, value = button.partition("=")
    (pressed,) = page.select(f'button[name="{key}"]' + (f'[value="{value}"]' if value else ""))
    form = pressed.find_parent("form")
    assert isinstance(form, Tag)
    got = read(form_data(form, pressed, {}, check=False))
    assert got | {key: "*" for key, value in ASIDE[case].items() if value == "*" and got[key]} == ASIDE[case]


def test_what_nobody_can_send_was_recorded() -> None:
    assert set(NOBODY) <= {submit.name for submit in submits()}
    assert set(ELSEWHERE) <= {submit.id for submit in submits()}
