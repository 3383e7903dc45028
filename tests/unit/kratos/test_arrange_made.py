"""`arrange`: flows made by hand, of what no Kratos at hand can be made to send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.kratos.arrange import answerable, arrange, needs_kratos_script
from app.kratos.flow import Flow, Message, Node, parse_flow
from tests.support.drawn import drawn
from tests.support.recordings import flow_recordings, recording


def load(name: str, version: str = "v1.3.1") -> Flow:
    recorded = recording(version, name)
    return parse_flow(recorded.kind, recorded.body)  # type: ignore[arg-type]


def make(*nodes: Node, kind: Any = "login") -> Flow:
    csrf = Node("input", "default", "csrf_token", "input.hidden", "hidden", "token")
    return Flow(kind, "an-id", "https://kratos.example/submit", "POST", (*nodes, csrf))


def field(name: str, group: str = "default", input_type: str = "text", **more: Any) -> Node:
    return Node("input", group, name, f"input.{input_type}", input_type, **more)


def submit(group: str, name: str = "method", value: str = "", **more: Any) -> Node:
    return field(name, group, "submit", value=value or group, **more)


def test_the_token_is_in_every_form_whatever_its_group() -> None:
    token = field("csrf_token", "newer", "hidden", value="token")
    flow = Flow(
        "login", "an-id", "https://kratos.example/submit", "POST", (token, submit("foo"), submit("bar"))
    )
    assert ["[csrf_token]" in each for each in drawn(flow)] == [True, True]


def test_the_method_in_use_is_pressed_by_enter_if_it_has_a_field() -> None:
    flow = make(
        field("identifier"),
        field("password", "password"),
        submit("password"),
        field("x", "foo"),
        submit("foo"),
    )
    assert drawn(flow) == [
        "main password [csrf_token] default(identifier) password(password method=password*) foo(x method=foo!)"
    ]
    assert drawn(replace(flow, active="foo")) == [
        "main foo [csrf_token] default(identifier) foo(x method=foo*) password(password method=password!)"
    ]


def test_an_unknown_group_goes_last() -> None:
    flow = make(submit("deviceauthn"), submit("code"), submit("lookup_secret"), submit("passkey"))
    assert [form.group for form in arrange(flow)] == ["passkey", "code", "lookup_secret", "deviceauthn"]
    settings = make(submit("deviceauthn"), submit("oidc", "link"), submit("profile"), kind="settings")
    assert [form.group for form in arrange(settings)] == ["profile", "oidc", "deviceauthn"]


def test_nodes_that_nothing_could_send_join_the_first_question() -> None:
    stray = Node("hologram", "stray", "h", "hologram")
    flow = make(
        stray, field("hidden_one", "odd", "hidden"), submit("code"), field("password", "password", "password")
    )
    assert drawn(flow) == [
        "method code [csrf_token] code(method=code*) password(password) odd(-hidden_one) stray(h)"
    ]


def test_without_a_button_there_is_no_form() -> None:
    flow = make(field("identifier"), Node("text", "default", "hint", "text", text=Message(1, "Hint")))
    assert arrange(flow) == ()


def test_captcha_is_in_every_form() -> None:
    widget, answer = (
        Node("div", "captcha", "turnstile", "div"),
        field("transient_payload.c", "captcha", "hidden"),
    )
    script = Node("script", "captcha", "turnstile_script", "script")
    flow = make(field("identifier"), submit("code"), submit("oidc", "provider"), widget, answer, script)
    assert drawn(flow) == [
        "providers oidc [csrf_token transient_payload.c] captcha(turnstile) oidc(provider=oidc*)",
        "main code [csrf_token transient_payload.c] default(identifier) captcha(turnstile) code(method=code*)",
    ]
    assert flow.scripts == (script,)


def test_saml_and_oidc_share_the_providers_form() -> None:
    flow = make(
        submit("saml", "provider", "acme"), field("identifier"), submit("code"), submit("oidc", "provider")
    )
    assert drawn(flow)[0] == "providers oidc [csrf_token] oidc(provider=oidc) saml(provider=acme)"


def test_the_message_of_a_repeated_hidden_node_stands_once_and_with_the_first_question() -> None:
    missing = (Message(4000002, "Property identifier is missing.", "error"),)
    flow = load("login.sent_email.code")
    nodes = tuple(replace(n, messages=missing) if n.name == "identifier" else n for n in flow.nodes)
    shown = [
        (form.role, node.name, node.messages)
        for form in arrange(replace(flow, nodes=nodes))
        for node in form.nodes
        if node.messages
    ]
    assert shown == [("method", "identifier", missing)]


def test_repeated_nodes_stand_once_with_all_their_messages() -> None:
    one, two = Message(1, "one"), Message(2, "two")
    flow = make(
        field("identifier", messages=(one,)), field("identifier", value="ann", messages=(one, two)),
        submit("code"), field("method", "code", "hidden", value="code"), submit("code"),
    )  # fmt: skip
    assert drawn(flow) == ["main code [csrf_token] default(identifier) code(-method method=code*)"]
    assert [node.messages for node in arrange(flow)[0].nodes if node.name == "identifier"] == [(one, two)]


def test_two_fields_of_one_name_keep_each_its_own_value() -> None:
    flow = make(*(field("traits.phone", value=value) for value in ("1", "2", "1")), submit("code"))
    phones = [node for node in arrange(flow)[0].nodes if node.name == "traits.phone"]
    assert [(node.value, node.element_id) for node in phones] == [
        ("1", "f0-traits.phone"),
        ("2", "f0-traits.phone-2"),
    ]


def test_element_ids_of_the_same_name() -> None:
    flow = make(field("identifier"), field("a b"), submit("code"), submit("foo"), submit("foo", "method-2"))
    assert [node.element_id for node in arrange(flow)[0].nodes] == [
        "f0-csrf_token", "f0-identifier", "f0-a-b", "f0-method", "f0-method-2", "f0-method-2-2",
    ]  # fmt: skip


def test_only_an_unknown_trigger_needs_kratos_script() -> None:
    known = field(
        "x", "passkey", "button", trigger="oryPasskeyLogin", trigger_load="oryPasskeyLoginAutocompleteInit"
    )
    assert not needs_kratos_script(make(known))
    assert needs_kratos_script(
        make(known, field("y", "deviceauthn", "button", trigger_load="oryDeviceLogin"))
    )
    recorded = [parse_flow(r.kind, r.body) for r in flow_recordings()]  # type: ignore[arg-type]
    assert not any(map(needs_kratos_script, recorded))


def test_a_flow_that_is_done_has_no_form_whatever_it_holds() -> None:
    assert arrange(replace(make(field("identifier"), submit("code")), method="GET")) == ()


def test_hidden_nodes_of_the_first_step_go_along_everywhere() -> None:
    flow = make(field("step", "identifier_first", "hidden"), submit("code"), submit("password"))
    assert [[node.name for node in form.hidden] for form in arrange(flow)] == [["csrf_token", "step"]] * 2


def test_the_address_that_is_pressed_is_the_one_that_gets_the_code() -> None:
    """Beside a security key the identifier is that of the account; after an error it is the address refused."""
    key = (
        field("webauthn_login", "webauthn", "hidden"),
        field("webauthn_login_trigger", "webauthn", "button"),
    )
    addresses = [submit("code", "address", value) for value in ("+49301", "ann@example.com")]
    flow = make(field("identifier", input_type="hidden", value="ann"), *key, *addresses)
    assert drawn(flow) == [
        "method code [csrf_token] code(address=+49301 address=ann@example.com)",
        "method webauthn [csrf_token identifier] webauthn(-webauthn_login webauthn_login_trigger*)",
    ]
    resent = (field("code", "code"), submit("code"), submit("code", "resend"))
    assert [form.hidden[1].name for form in arrange(make(field("identifier", "code", "hidden"), *resent))] == [
        "identifier", "identifier",
    ]  # fmt: skip


def test_password_is_pressed_by_enter_before_other_submits() -> None:
    flow = make(field("identifier"), submit("passkey"), field("password", "password"), submit("password"))
    assert drawn(flow) == [
        "main password [csrf_token] default(identifier) password(password method=password*) passkey(method=passkey!)"
    ]


def test_a_trigger_is_primary_only_where_nothing_else_can_be_pressed() -> None:
    trigger = field("passkey_login_trigger", "passkey", "button", trigger="oryPasskeyLogin")
    assert drawn(make(field("identifier"), trigger, submit("code"))) == [
        "main code [csrf_token] default(identifier) code(method=code*) passkey(passkey_login_trigger)"
    ]


@pytest.mark.parametrize(
    ("value", "fields", "input_type"),
    [
        ("", {}, "text"),
        ("ann@example.com", {}, "hidden"),
        ("", {"state": "sent_email"}, "hidden"),
        ("", {"requested_aal": "aal2"}, "hidden"),
    ],
)
def test_a_hidden_identifier_that_is_empty_can_be_typed(
    value: str, fields: dict[str, str], input_type: str
) -> None:
    flow = make(field("identifier", input_type="hidden", value=value), submit("code"))
    (node, *rest) = answerable(replace(flow, **({"state": "choose_method"} | fields))).nodes  # type: ignore[arg-type]
    assert (node.input_type, node.kind) == (input_type, f"input.{input_type}")
    assert (node.required, node.label is not None) == ((input_type == "text"),) * 2
    assert tuple(rest) == flow.nodes[1:]


def test_stray_nodes_do_not_join_the_providers() -> None:
    flow = make(submit("oidc", "provider"), submit("deviceauthn"), field("autofill", "passkey", "hidden"))
    assert drawn(flow) == [
        "providers oidc [csrf_token] oidc(provider=oidc*)",
        "method deviceauthn [csrf_token] deviceauthn(method=deviceauthn*) passkey(-autofill)",
    ]


def test_nodes_of_a_group_stand_in_our_order() -> None:
    image, text = Node("img", "totp", "totp_qr", "img"), Node("text", "totp", "totp_secret_key", "text")
    codes = [submit(group="lookup_secret", name=f"lookup_secret_{what}", value="true") for what in CODES]
    flow = make(field("totp_code", "totp"), text, image, submit("totp"), *codes, kind="settings")
    buttons = " ".join(f"lookup_secret_{what}=true" for what in reversed(CODES))
    assert drawn(flow) == [
        "method totp [csrf_token] totp(totp_qr totp_secret_key totp_code method=totp*)",
        f"method lookup_secret [csrf_token] lookup_secret({buttons})",
    ]
    assert drawn(
        make(field("remember"), field("traits.b"), field("traits.a"), field("identifier"), submit("code"))
    ) == ["main code [csrf_token] default(identifier b a remember) code(method=code*)"]


CODES = ("disable", "regenerate", "reveal", "confirm")


@pytest.mark.parametrize(
    ("first", "shown"),
    [
        ("", ["providers oidc", "main password"]),
        ("oidc", ["providers oidc", "main password"]),
        ("password", ["main password", "providers oidc"]),
        ("code", ["main code", "providers oidc"]),
        ("passkey", ["method passkey", "providers oidc", "main password"]),
        ("none", ["providers oidc", "main password"]),
    ],
)
def test_a_theme_says_which_way_comes_first(first: str, shown: list[str]) -> None:
    flow = load("login.choose_method.all_methods")
    forms = arrange(flow, first)
    assert [f"{form.role} {form.group}" for form in forms] == shown
    assert [node.rank for form in forms for node in form.buttons].count("primary") == 1
    kept = {(node.group, node.name, str(node.value)) for form in forms for node in form.nodes}
    assert kept == {(node.group, node.name, str(node.value)) for f in arrange(flow) for node in f.nodes}
    if first == "code":  # its button must not wait for the password of another way
        assert forms[0].primary
        assert forms[0].primary.novalidate


@pytest.mark.parametrize("first", ["password", "code", "passkey", "oidc"])
def test_what_comes_first_leads_a_choice_and_nothing_else(first: str) -> None:
    choice = arrange(load("login.identifier_first.step2.mitigated"), first)
    assert choice[0].group == first
    assert [form.group for form in arrange(load("login.aal2.all_methods"), first)] == [
        form.group for form in arrange(load("login.aal2.all_methods"))
    ]
    settings = load("settings.show_form.all_methods")
    assert arrange(settings, first) == arrange(settings)
