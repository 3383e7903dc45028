"""`arrange`: what holds for every recorded flow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest

from app.kratos.arrange import Form, arrange
from app.kratos.flow import Flow, Node, parse_flow
from app.upstream.values import printed
from tests.support.recordings import flow_recordings

FLOWS = [pytest.param(parse_flow(r.flow_kind, r.body), id=r.id) for r in flow_recordings()]
RESULT_FIELDS = {
    "webauthn_login", "webauthn_register", "passkey_login", "passkey_challenge", "passkey_register",
    "passkey_create_data", "passkey_settings_register",
}  # fmt: skip
SETTINGS_ORDER = ["profile", "password", "passkey", "webauthn", "totp", "lookup_secret", "oidc"]


def every_node(forms: Iterable[Form]) -> list[Node]:
    return [node for form in forms for node in form.nodes]


def key(node: Node) -> tuple[str, ...]:
    """What makes a visible node the same node: buttons differ by value."""
    return (node.group, node.name, node.type, node.input_type, printed(node.value) if node.button else "")


def visible(nodes: Iterable[Node]) -> list[Node]:
    return [node for node in nodes if not node.hidden and node.type != "script"]


def check_every_visible_node_stands_in_one_place(flow: Flow) -> None:
    placed = every_node(arrange(flow))
    wanted = set(map(key, visible(flow.nodes))) if placed else ()  # a flow without a form has links at most
    assert Counter(map(key, visible(placed))) == Counter(wanted)
    assert placed or not any(node.button for node in flow.nodes)
    assert {node.name for node in flow.scripts} == {node.name for node in flow.nodes if node.type == "script"}
    assert not [node for node in placed if node.type == "script"]


def check_every_hidden_node_can_be_posted(flow: Flow) -> None:
    forms = arrange(flow)
    wanted = {(node.group, node.name, printed(node.value)) for node in flow.nodes if node.hidden}
    placed = {(node.group, node.name, printed(node.value)) for node in every_node(forms) if node.hidden}
    assert placed == (wanted if forms else set())


def check_csrf_token_in_every_form_or_in_none(flow: Flow) -> None:
    given = [node.value for node in flow.nodes if node.name == "csrf_token"]
    for form in arrange(flow):
        assert [node.value for node in form.hidden if node.name == "csrf_token"] == given
        assert not given or form.nodes[0].name == "csrf_token"


def check_every_form_has_a_button_and_posts_to_kratos(flow: Flow) -> None:
    for form in arrange(flow):
        assert any(node.button for node in form.nodes)
        assert (form.action, form.method) == (flow.action, "post")
        assert form.role in ("providers", "main", "method", "resend", "back", "remove")
        assert form.group in form.groups
        assert all(section.hidden or section.fields or section.buttons for section in form.sections)
        assert all(node.group == section.group for section in form.sections for node in section.fields)


def check_element_ids_are_unique_and_say_where(flow: Flow) -> None:
    forms = arrange(flow)
    ids = [node.element_id for node in every_node(forms)]
    assert len(ids) == len(set(ids))
    for index, form in enumerate(forms):
        assert form.index == index
        assert all(node.element_id.startswith(f"f{index}-{node.name}") for node in form.nodes)


def check_result_fields_stand_once_beside_their_trigger(flow: Flow) -> None:
    forms = arrange(flow)
    names = Counter(node.name for node in every_node(forms) if node.name in RESULT_FIELDS)
    assert set(names.values()) <= {1}
    for form in forms:
        for section in form.sections:
            if any(node.trigger for node in section.buttons):
                own = {n.name for n in flow.nodes if n.group == section.group and n.hidden}
                assert {node.name for node in section.hidden} == own


def check_no_button_twice_and_one_password(flow: Flow) -> None:
    nodes = every_node(arrange(flow))
    assert set(Counter((n.name, printed(n.value)) for n in nodes if n.button).values()) <= {1}
    assert len([n for n in nodes if n.name == "password"]) <= 1
    assert len([n for n in nodes if n.name == "identifier" and not n.hidden]) <= 1


def check_enter_presses_the_primary_button(flow: Flow) -> None:
    for form in arrange(flow):
        buttons = [node for node in form.nodes if node.button]
        submits = [node for node in buttons if node.submit]
        types = any(node.type == "input" and not node.hidden and not node.button for node in form.nodes)
        if form.primary is None:
            assert not types
            assert len(buttons) > 1
        else:
            assert any(node is form.primary for node in form.nodes)
            assert form.primary is (submits or buttons)[0]
            assert form.group == form.primary.group


def check_nothing_dangerous_stands_where_enter_is_pressed(flow: Flow) -> None:
    for form in arrange(flow):
        if any(node.type == "input" and not node.hidden and not node.button for node in form.nodes):
            names = {node.name for node in form.nodes if node.submit}
            assert names.isdisjoint(
                {"screen", "resend", "email", "webauthn_remove", "passkey_remove", "unlink"}
            )
            assert "provider" not in names or form.primary is not None and form.primary.name == "provider"


def check_every_message_is_shown_once(flow: Flow) -> None:
    forms = arrange(flow)
    wanted = {(*key(node), message.id, message.text) for node in flow.nodes for message in node.messages}
    shown = [
        (*key(node), message.id, message.text) for node in every_node(forms) for message in node.messages
    ]
    assert Counter(shown) == Counter(wanted)


def check_another_methods_submit_skips_validation(flow: Flow) -> None:
    for form in arrange(flow):
        for node in form.nodes:
            shares = form.primary is not None and node.group != form.primary.group
            assert node.novalidate == (node.submit and (shares or form.role in ("resend", "back")))


def check_at_most_one_primary_button_to_look_at(flow: Flow) -> None:
    forms = arrange(flow)
    ranked = [node for node in every_node(forms) if node.rank == "primary"]
    if flow.kind == "settings":
        assert all(sum(node.rank == "primary" for node in form.nodes) <= 1 for form in forms)
    else:
        assert len(ranked) <= 1
    assert all(node.button for node in every_node(forms) if node.rank)
    assert not [n for form in forms for n in form.nodes if n.rank and form.role not in ("main", "method")]


def check_the_order_of_kratos_does_not_matter(flow: Flow) -> None:
    turned = replace(flow, nodes=tuple(reversed(flow.nodes)))
    assert [(f.role, f.group, f.groups) for f in arrange(turned)] == [
        (f.role, f.group, f.groups) for f in arrange(flow)
    ]


def check_settings_sections_in_our_order(flow: Flow) -> None:
    groups = [form.group for form in arrange(flow)] if flow.kind == "settings" else []
    assert groups == sorted(groups, key=SETTINGS_ORDER.index)


CHECKS = (
    check_every_visible_node_stands_in_one_place,
    check_every_hidden_node_can_be_posted,
    check_csrf_token_in_every_form_or_in_none,
    check_every_form_has_a_button_and_posts_to_kratos,
    check_element_ids_are_unique_and_say_where,
    check_result_fields_stand_once_beside_their_trigger,
    check_no_button_twice_and_one_password,
    check_enter_presses_the_primary_button,
    check_nothing_dangerous_stands_where_enter_is_pressed,
    check_every_message_is_shown_once,
    check_another_methods_submit_skips_validation,
    check_at_most_one_primary_button_to_look_at,
    check_the_order_of_kratos_does_not_matter,
    check_settings_sections_in_our_order,
)


@pytest.mark.parametrize("flow", FLOWS)
def test_flow(flow: Flow) -> None:
    failed = []
    for check in CHECKS:
        try:
            check(flow)
        except AssertionError as error:
            failed.append(f"{check.__name__}: {error}")
    assert not failed, "\n\n".join(failed)
