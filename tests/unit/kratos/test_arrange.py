"""`arrange`: the exact forms of the states that matter, and of flows that no Kratos here can be made to send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.kratos.arrange import arrange, prefill, unsent
from app.kratos.flow import Flow, parse_flow
from tests.support.drawn import drawn
from tests.support.recordings import recording

VERSIONS = ("v1.3.1", "v26.2.0")


def load(name: str, version: str = "v1.3.1") -> Flow:
    recorded = recording(version, name)
    return parse_flow(recorded.flow_kind, recorded.body)


TRAITS = "email name.first name.last age newsletter website birthday color"


PROVIDERS = "providers oidc [csrf_token] oidc(provider=corp provider=github provider=google)"
PASSKEY = "passkey(-passkey_login -passkey_challenge passkey_login_trigger{})"
SENT = [
    "method code [csrf_token{}] code(-method code method=code*)",
    "resend code [csrf_token{}] code(-method {}*!)",
]


def sent(resend: str, hidden: str = "") -> list[str]:
    hidden = hidden and f" {hidden}"
    return [SENT[0].format(hidden), SENT[1].format(hidden, resend)]


STEP_2 = [
    "method password [csrf_token TRAITS] password(password method=password*)",
    "method passkey [csrf_token TRAITS] passkey(-passkey_register -passkey_create_data passkey_register_trigger*)",
    "method code [csrf_token TRAITS] code(method=code*)",
    "method webauthn [csrf_token TRAITS] "
    "webauthn(-webauthn_register webauthn_register_displayname webauthn_register_trigger*)",
]
LOOKUP = "lookup_secret"

EXPECTED = {
    "login.choose_method.all_methods": [
        PROVIDERS,
        "main password [csrf_token] default(identifier) password(password method=password*) "
        f"{PASSKEY.format('')} code(method=code!)",
    ],
    "login.choose_method.webauthn_passwordless": [
        PROVIDERS,
        "main password [csrf_token] default(identifier) password(password method=password*) "
        f"{PASSKEY.format('')} code(method=code!) webauthn(method=webauthn!)",
    ],
    "login.choose_method.webauthn_challenge": [
        "method webauthn [csrf_token identifier] webauthn(-webauthn_login webauthn_login_trigger*)"
    ],
    "login.choose_method.passkey_only": [f"main passkey [csrf_token] default(identifier) {PASSKEY.format('*')}"],
    "login.choose_method.password_only": [
        "main password [csrf_token] default(identifier) password(password method=password*)"
    ],
    "login.choose_method.no_methods": [],
    "login.aal2.no_second_factor": [],
    "login.refresh.all_methods": [
        "main password [csrf_token] default(identifier) password(password method=password*) code(method=code!)"
    ],
    "login.refresh.oidc_only_user": [
        "providers oidc [csrf_token] oidc(provider=corp*)",
        "main code [csrf_token] default(identifier) code(method=code*)",
    ],
    "login.account_link.choose_method": [
        "method password [csrf_token identifier] password(password method=password*)",
        f"method passkey [csrf_token identifier] {PASSKEY.format('*')}",
        "method code [csrf_token identifier] code(method=code*)",
    ],
    "login.identifier_first.step1": [
        PROVIDERS,
        "main identifier_first [csrf_token] identifier_first(identifier method=identifier_first*) "
        "passkey(-passkey_login -passkey_challenge)",
    ],
    "login.identifier_first.step2": [
        "method password [csrf_token identifier] password(password method=password*) "
        "passkey(-passkey_login -passkey_challenge)",
        "method code [csrf_token identifier] code(method=code*)",
    ],
    "login.identifier_first.step2.mitigated": [
        "method password [csrf_token identifier] password(password method=password*)",
        f"method passkey [csrf_token identifier] {PASSKEY.format('*')}",
        "method code [csrf_token identifier] code(method=code*)",
        PROVIDERS,
    ],
    "login.aal2.all_methods": [
        "method totp [csrf_token identifier] totp(totp_code method=totp*)",
        "method webauthn [csrf_token identifier] webauthn(-webauthn_login webauthn_login_trigger*)",
        "method lookup_secret [csrf_token identifier] lookup_secret(lookup_secret method=lookup_secret*)",
    ],
    "login.aal2.code_choose_address": [
        "method code [csrf_token] code(address=mf2-backup@example.com address=mf2@example.com)"
    ],
    "login.aal2.code_sent": sent("resend=code", "identifier identifier"),
    "login.sent_email.code": sent("resend=code", "identifier"),
    "login.sent_email.empty_code": sent("resend=code", "identifier"),
    "login.identifier_first.code_sent": sent("resend=code", "identifier"),
    "recovery.choose_method.code": ["method code [csrf_token] code(email method=code*)"],
    "recovery.choose_method.link": ["method link [csrf_token] link(email method=link*)"],
    "recovery.sent_email.code": sent("email=dan@example.com"),
    "recovery.get.admin_code_fresh_browser": ["method code [] code(code method=code*)"],
    "verification.choose_method.code": ["method code [csrf_token] code(email method=code*)"],
    "verification.sent_email.code": sent("email=eve@example.com"),
    "verification.passed_challenge.code": [],
    "registration.profile.all_methods": [
        PROVIDERS, f"main profile [csrf_token] default({TRAITS}) profile(method=profile*)",
    ],
    "registration.one_step.all_methods": [
        PROVIDERS,
        f"main password [csrf_token] default({TRAITS}) password(password method=password*) "
        "passkey(-passkey_register -passkey_create_data passkey_register_trigger) code(method=code!)",
    ],
    "settings.show_form.password_only": [
        f"method profile [csrf_token] profile({TRAITS} method=profile*)",
        "method password [csrf_token] password(password method=password*)",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("version", VERSIONS)
def test_forms_of(version: str, name: str) -> None:
    assert drawn(load(name, version)) == EXPECTED[name]


EXPECTED_OF = {
    ("v1.3.1", "login.choose_method.organization"): [PROVIDERS],
    ("v26.2.0", "login.choose_method.organization"): [],
    ("v26.2.0", "registration.profile.organization"): [],
    # the identifier is hidden although no method was chosen; no button is offered twice
    ("v1.3.1", "login.choose_method.code_unknown_account"): EXPECTED["login.identifier_first.step2.mitigated"],
    ("v1.3.1", "login.identifier_first.unknown_account.mitigated"): EXPECTED["login.identifier_first.step2.mitigated"],
    ("v26.2.0", "login.identifier_first.unknown_account.mitigated"): [
        PROVIDERS,
        "main identifier_first [csrf_token] identifier_first(identifier method=identifier_first*) "
        "passkey(-passkey_login -passkey_challenge) password(password method=password!) code(method=code!)",
    ],
    ("v1.3.1", "registration.one_step.password_only"): [
        f"main password [csrf_token] password({TRAITS} password method=password*)"
    ],
    ("v26.2.0", "registration.one_step.password_only"): [
        f"main password [csrf_token] default({TRAITS}) password(password method=password*)"
    ],
    ("v1.3.1", "registration.oidc.traits_missing"): [f"main oidc [csrf_token] oidc({TRAITS} provider=corp*)"],
    ("v26.2.0", "registration.oidc.traits_missing"): [
        f"main oidc [csrf_token] default({TRAITS}) oidc(provider=corp*)"
    ],
    ("v1.3.1", "registration.choose_credentials.webauthn_passwordless"): [
        *[line.replace("TRAITS", "email") for line in STEP_2],
        "back profile [csrf_token email] profile(screen=previous*!)",
    ],
    ("v26.2.0", "registration.choose_credentials.webauthn_passwordless"): [
        *[line.replace("TRAITS", TRAITS) for line in STEP_2],
        PROVIDERS,
        f"back profile [csrf_token {TRAITS}] profile(screen=previous*!)",
    ],
    ("v1.3.1", "registration.sent_email.code"): [
        *sent("resend=code", "email"),
        "back profile [csrf_token email] profile(screen=credential-selection*!)",
    ],
    ("v26.2.0", "registration.sent_email.code"): [
        *sent("resend=code", TRAITS),
        f"back profile [csrf_token {TRAITS}] profile(screen=credential-selection*!)",
    ],
    ("v1.3.1", "verification.sent_email.after_registration"): sent("")[:1],
    ("v26.2.0", "verification.sent_email.after_registration"): sent("email=ann@example.com"),
    ("v26.2.0", "login.aal2.code_one_address_init"): sent("resend=code", "identifier"),
    ("v26.2.0", "recovery.choose_address.start"): [
        "method code [csrf_token] code(recovery_address method=code*)"
    ],
    ("v26.2.0", "recovery.choose_address.confirm_full"): [
        "method code [csrf_token] code(-recovery_address -method recovery_confirm_address method=code*)",
        "back code [csrf_token] code(-recovery_address -method screen=previous*!)",
    ],
    ("v26.2.0", "recovery.choose_address.single_address"): [
        "method code [csrf_token] code(-method -recovery_address code method=code*)",
        "resend code [csrf_token] code(-method -recovery_address recovery_confirm_address=ch1@example.com*!)",
        "back code [csrf_token] code(-method -recovery_address screen=previous*!)",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("version", "name"), EXPECTED_OF)
def test_forms_of_one_version(version: str, name: str) -> None:
    assert drawn(load(name, version)) == EXPECTED_OF[version, name]


def test_recovery_offers_a_choice_of_addresses() -> None:
    (form,) = arrange(load("recovery.choose_address.pick", "v26.2.0"))
    assert [node.name for node in form.nodes] == [
        "csrf_token", "method", "recovery_address", "recovery_select_address", "recovery_select_address",
    ]  # fmt: skip
    assert form.primary is None
    assert [node.element_id for node in form.nodes[-2:]] == [
        "f0-recovery_select_address", "f0-recovery_select_address-2",
    ]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_settings_with_everything(version: str) -> None:
    forms = arrange(load("settings.show_form.everything_enabled", version))
    assert [(form.role, form.group) for form in forms] == [
        ("method", "profile"), ("method", "password"), ("method", "passkey"), ("remove", "passkey"),
        ("method", "webauthn"), ("remove", "webauthn"), ("method", "totp"), ("method", "lookup_secret"),
        ("method", "oidc"),
    ]  # fmt: skip
    assert {form.group: [n.name for n in form.nodes] for form in forms if form.role == "remove"} == {
        "passkey": ["csrf_token", "passkey_remove"], "webauthn": ["csrf_token", "webauthn_remove"],
    }  # fmt: skip
    lookup, oidc = drawn(load("settings.show_form.everything_enabled", version))[-2:]
    assert lookup.endswith("lookup_secret(lookup_secret_reveal=true lookup_secret_disable=true)")
    assert oidc.endswith("oidc(link=corp unlink=github link=google)")
    ranked = [node.name for form in forms for node in form.nodes if node.rank == "primary"]
    assert ranked == ["method", "method", "webauthn_register_trigger"]


@pytest.mark.parametrize("version", VERSIONS)
def test_settings_of_an_authenticator_app_not_yet_set_up(version: str) -> None:
    lines = drawn(load("settings.show_form.all_methods", version))
    assert "method totp [csrf_token] totp(totp_qr totp_secret_key totp_code method=totp*)" in lines


@pytest.mark.parametrize("version", VERSIONS)
def test_new_recovery_codes_stand_beside_their_confirmation(version: str) -> None:
    (form,) = (
        f
        for f in arrange(load("settings.show_form.lookup_revealed_unconfirmed", version))
        if f.group == LOOKUP
    )
    assert [node.name for node in form.sections[0].fields] == ["lookup_secret_codes"]
    assert [(node.name, node.rank) for node in form.sections[0].buttons] == [
        ("lookup_secret_confirm", "primary")
    ]


@pytest.mark.parametrize("name", ["verification.passed_challenge.code", "verification.passed_challenge.link"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_finished_verification_has_only_its_link(version: str, name: str) -> None:
    flow = load(name, version)
    assert arrange(flow) == ()
    shown = [node for node in flow.nodes if not node.hidden]
    assert [(node.name, node.kind, bool(node.href)) for node in shown] == [("continue", "a", True)]


def test_ranks_of_a_sign_in_page() -> None:
    flow = load("login.choose_method.all_methods")
    ranks = {(n.name, str(n.value)): n.rank for form in arrange(flow) for n in form.nodes if n.button}
    assert ranks == {
        ("provider", "corp"): "", ("provider", "github"): "", ("provider", "google"): "",
        ("method", "password"): "primary", ("passkey_login_trigger", ""): "alternative",
        ("method", "code"): "alternative",
    }  # fmt: skip


def test_the_method_in_use_leads() -> None:
    flow = load("login.aal2.all_methods")
    assert [form.group for form in arrange(flow)] == ["totp", "webauthn", "lookup_secret"]
    used = replace(flow, active="lookup_secret")
    assert [form.group for form in arrange(used)] == ["lookup_secret", "totp", "webauthn"]
    assert [form.primary.rank for form in arrange(used) if form.primary] == [
        "primary",
        "alternative",
        "alternative",
    ]
    nothing_to_type = replace(flow, active="webauthn")
    assert [form.group for form in arrange(nothing_to_type)] == ["totp", "webauthn", "lookup_secret"]


def test_prefill_fills_the_empty_identifier_of_a_refresh_only() -> None:
    refresh, hidden = load("login.refresh.all_methods"), load("login.refresh.all_methods_2fa_user")
    assert identifiers(refresh) == [""]
    assert identifiers(prefill(refresh, "ann@example.com")) == ["ann@example.com"]
    assert identifiers(prefill(prefill(refresh, "ann@example.com"), "bob@example.com")) == ["ann@example.com"]
    assert prefill(hidden, "ann@example.com") == hidden
    fresh = load("login.choose_method.all_methods")
    assert prefill(fresh, "ann@example.com") is fresh


def identifiers(flow: Flow) -> list[Any]:
    return [node.value for node in flow.nodes if node.name == "identifier"]


def test_forms_know_what_templates_ask() -> None:
    providers, main = arrange(load("login.choose_method.all_methods"))
    assert (providers.way, providers.few, providers.marks) == (True, False, ())
    assert (main.marks, main.asks_password, main.triggers, main.autosubmit) == (
        ("login-flow", "login-flow-code"), True, True, False,
    )  # fmt: skip
    assert [section.group for section in main.leading] == ["default", "password"]
    assert {section.group for section in main.others} == set(main.groups) - {"default", "password"}
    code = next(form for form in arrange(load("login.sent_email.code")) if form.way)
    assert (code.autosubmit, code.asks_password, code.marks) == (True, False, ("login-flow-code",))


@pytest.mark.parametrize("version", ["v1.3.1", "v26.2.0"])
def test_settings_know_pictures_and_codes_to_keep(version: str) -> None:
    forms = {form.group: form for form in arrange(load("settings.show_form.all_methods", version))}
    assert {group for group, form in forms.items() if form.picture} == {"totp"}
    assert {group for group, form in forms.items() if form.keeps_codes} == set()
    shown = arrange(load("settings.show_form.lookup_revealed_unconfirmed", version))
    assert [form.group for form in shown if form.keeps_codes] == ["lookup_secret"]


def test_hidden_fields_that_no_form_sends_stand_apart() -> None:
    flow = load("login.choose_method.all_methods")
    forms = arrange(flow)
    sent = {node.name for form in forms for node in form.nodes}
    kept = unsent(flow, forms)
    assert all(node.hidden and node.name not in sent for node in kept)
    assert unsent(flow, ()) == ()
