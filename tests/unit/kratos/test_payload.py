"""The language that forms tell Kratos."""

from __future__ import annotations

import json

from app.kratos.arrange import arrange
from app.kratos.flow import Flow, Node, parse_flow
from app.kratos.payload import NAME, with_language
from tests.support.recordings import flow_recordings

CAPTCHA = "transient_payload."


def recorded() -> list[Flow]:
    flows = [parse_flow(each.flow_kind, each.body) for each in flow_recordings()]
    return [flow for flow in flows if not any(node.name.startswith(CAPTCHA) for node in flow.nodes)]


def test_every_form_says_the_language_once() -> None:
    count = 0
    for flow in recorded():
        for form in arrange(with_language(flow, "zh_Hant")):
            said = [node.value for node in form.nodes if node.name == NAME]
            assert said == ['{"lang": "zh-Hant"}'], (flow.id, form.group)
            count += 1
    assert count > 500


def test_nothing_else_of_a_form_changes() -> None:
    for flow in recorded():
        before, after = arrange(flow), arrange(with_language(flow, "de"))
        assert [f.group for f in before] == [f.group for f in after]
        for one, other in zip(before, after, strict=True):
            assert list(one.nodes) == [n for n in other.nodes if n.name != NAME]


def test_a_flow_with_a_payload_of_its_own_keeps_it() -> None:
    captcha = Node("input", "captcha", "transient_payload.captcha_turnstile_response", "input.hidden")
    flow = Flow("login", "1", "http://localhost/", "POST", (captcha,))
    assert with_language(flow, "de") is flow


def test_the_field_is_json() -> None:
    (node,) = with_language(Flow("login", "1", "http://localhost/", "POST", ()), "pt_BR").nodes
    assert json.loads(str(node.value)) == {"lang": "pt-BR"}
