"""`parse_flow`: open where Kratos is open, and it never changes or rejects what it is given."""

from __future__ import annotations

import copy
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app.kratos.flow import Message, Node, Option, parse_flow, parse_message, parse_node
from app.kratos.types import FLOW_KINDS
from app.upstream.errors import ProtocolError
from tests.support.recordings import Recording, flow_recordings

EVERY_FLOW = pytest.mark.parametrize("recorded", [pytest.param(r, id=r.id) for r in flow_recordings()])


def flow_body(*nodes: Any, **fields: Any) -> dict[str, Any]:
    ui = {"action": "https://kratos.example/submit", "method": "POST", "nodes": list(nodes)}
    return {"id": "an-id", "ui": ui, **fields}


def raw_input(**attributes: Any) -> dict[str, Any]:
    group = attributes.pop("group", "default")
    attributes = {"name": "field", "type": "text", "node_type": "input", "disabled": False} | attributes
    return {"type": "input", "group": group, "attributes": attributes, "messages": [], "meta": {}}


def test_there_are_recordings_of_every_flow_and_both_versions() -> None:
    found = {(r.version, r.kind) for r in flow_recordings()}
    assert found == {(version, kind) for version in ("v1.3.1", "v26.2.0") for kind in FLOW_KINDS}
    assert len(flow_recordings()) > 400


@EVERY_FLOW
def test_recorded_flow(recorded: Recording) -> None:
    before = copy.deepcopy(recorded.body)
    flow = parse_flow(recorded.flow_kind, recorded.body)
    ui = recorded.body["ui"]
    assert recorded.body == before, "parse_flow changed its input"
    assert (flow.id, flow.action, flow.method, flow.state) == (
        recorded.body["id"], ui["action"], ui["method"], recorded.body["state"],
    )  # fmt: skip
    assert flow.expires_at is not None
    assert flow.expires_at.tzinfo is UTC
    assert flow.issued_at
    assert flow.issued_at < flow.expires_at
    assert flow.request_url == recorded.body["request_url"]
    assert (flow.identity and flow.identity.traits) == recorded.body.get("identity", {}).get("traits")
    assert bool(flow.oauth2.client) == ("oauth2_login_request" in recorded.body)
    assert len(flow.nodes) == len(ui["nodes"] or [])
    for node, raw in zip(flow.nodes, ui["nodes"] or [], strict=True):
        assert_same_node(node, raw)
    assert flow.raw is recorded.body


def assert_same_node(node: Node, raw: dict[str, Any]) -> None:
    attributes = raw["attributes"]
    assert (node.type, node.group) == (raw["type"], raw["group"])
    assert node.name == attributes.get("name", attributes.get("id"))
    assert node.kind == (f"input.{attributes['type']}" if node.type == "input" else node.type)
    assert node.input_type == (attributes["type"] if node.type == "input" else "")
    assert node.value == attributes.get("value")
    assert type(node.value) is type(attributes.get("value"))
    assert node.required == attributes.get("required", False)
    assert node.disabled == attributes.get("disabled", False)
    assert node.autocomplete == attributes.get("autocomplete", "")
    assert node.pattern == attributes.get("pattern", "")
    assert node.maxlength == attributes.get("maxlength")
    assert (node.trigger, node.trigger_load) == (
        attributes.get("onclickTrigger", ""), attributes.get("onloadTrigger", ""),
    )  # fmt: skip
    assert {m.id for m in node.messages} == {m["id"] for m in raw["messages"]}
    assert node.extra == {}, "an attribute that real Kratos sends has no field"
    label = attributes["title"] if node.type == "a" else raw["meta"].get("label")
    assert (node.label.id if node.label else None) == (label["id"] if label else None)
    assert node.src == attributes.get("src", "")
    assert node.href == attributes.get("href", "")


def test_flow_fields() -> None:
    body = flow_body(
        type="api", state="sent_email", active="code", return_to="/welcome", requested_aal="aal2", refresh=True,
        oauth2_login_challenge="a challenge", identity_schema="two", organization_id="an org",
        expires_at="2026-11-21T02:44:26.338840463+02:00",
    )  # fmt: skip
    flow = parse_flow("login", body)
    assert (flow.kind, flow.type, flow.state, flow.active) == ("login", "api", "sent_email", "code")
    assert (flow.return_to, flow.requested_aal, flow.refresh) == ("/welcome", "aal2", True)
    assert (flow.login_challenge, flow.identity_schema, flow.organization) == ("a challenge", "two", "an org")
    assert flow.expires_at == datetime(2026, 11, 21, 0, 44, 26, 338840, UTC)


@pytest.mark.parametrize("value", [None, "", "soon", 7, "9999-12-31T23:59:59-23:59", "2026-13-01T00:00:00Z"])
def test_an_unreadable_time_is_none(value: Any) -> None:
    assert parse_flow("login", flow_body(expires_at=value)).expires_at is None


def test_a_time_without_a_zone_is_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        flow = parse_flow("login", flow_body(expires_at="2026-11-21T00:00:00"))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert flow.expires_at == datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        None, [], "text", {}, {"id": "an-id"}, {"id": "an-id", "ui": None}, {"id": "an-id", "ui": {}},
        {"id": "an-id", "ui": {"action": ""}}, {"id": "an-id", "ui": {"action": 7}},
        {"id": "", "ui": {"action": "https://kratos.example"}}, {"ui": {"action": "https://kratos.example"}},
    ],
)  # fmt: skip
def test_without_id_or_action_it_is_no_flow(body: Any) -> None:
    with pytest.raises(ProtocolError):
        parse_flow("login", body)


def test_no_nodes() -> None:
    body = flow_body()
    wrong: tuple[Any, ...] = (None, [], "nodes", {}, 7)
    for nodes in wrong:
        body["ui"]["nodes"] = nodes
        assert parse_flow("registration", body).nodes == ()


@pytest.mark.parametrize(
    "value",
    [
        None, 7, "node", [], {}, {"type": "input"}, {"type": "input", "attributes": None},
        {"type": "input", "attributes": []}, {"type": "input", "attributes": {}},
        {"type": "input", "attributes": {"name": {"a": 1}}}, {"type": None, "attributes": {"name": "x"}},
        {"type": {"x": 1}, "attributes": {"name": "x"}}, {"attributes": {"name": "x", "type": "text"}},
    ],
)  # fmt: skip
def test_a_malformed_node_becomes_unknown_and_the_flow_survives(value: Any) -> None:
    flow = parse_flow("login", flow_body(raw_input(name="identifier"), value, raw_input(name="password")))
    assert [node.kind for node in flow.nodes] == ["input.text", "unknown", "input.text"]


def test_unknown_node_type_keeps_its_type_and_attributes() -> None:
    node = parse_node(
        {"type": "hologram", "group": "deviceauthn", "attributes": {"id": "h", "depth": 3, "onclick": "x"}}
    )
    assert (node.type, node.kind, node.name, node.group) == ("hologram", "hologram", "h", "deviceauthn")
    assert node.extra == {"depth": 3}


def test_unknown_input_type_and_attributes() -> None:
    raw = raw_input(type="week", min="2026-W01", onclick="alert(1)", onload="alert(2)", style="color:red")
    node = parse_node(raw)
    assert (node.kind, node.input_type) == ("input.week", "week")
    assert node.extra == {"min": "2026-W01", "style": "color:red"}


def test_an_input_without_a_type_is_text() -> None:
    raw = raw_input()
    del raw["attributes"]["type"]
    assert parse_node(raw).kind == "input.text"


@pytest.mark.parametrize("value", [True, False, 7, 0, 1.5, "", "text", None])
def test_values_keep_their_type(value: Any) -> None:
    parsed = parse_node(raw_input(value=value)).value
    assert parsed == value
    assert type(parsed) is type(value)


def test_attributes_of_the_wrong_type_are_empty() -> None:
    wrong = {
        "required": "yes",
        "disabled": 1,
        "autocomplete": 3,
        "pattern": [],
        "maxlength": True,
        "options": 9,
    }
    node = parse_node(raw_input(**wrong))
    assert (node.required, node.disabled, node.autocomplete, node.pattern) == (False, False, "", "")
    assert (node.maxlength, node.options) == (None, ())


def test_options_make_a_select() -> None:
    options = [
        {"value": "red", "label": {"id": 1, "text": "Red"}},
        {"value": 7},
        {"value": True},
        {"value": None},
        3,
    ]
    node = parse_node(raw_input(name="traits.color", options=options))
    assert node.kind == "input.select"
    assert node.options == (Option("red", Message(1, "Red")), Option("7"), Option("true"))


@pytest.mark.parametrize("input_type", ["hidden", "submit", "button"])
def test_options_make_no_select_of_a_hidden_trait_or_a_button(input_type: str) -> None:
    assert parse_node(raw_input(type=input_type, options=[{"value": "red"}])).kind == f"input.{input_type}"


@pytest.mark.parametrize(
    "raw", [{"meta": {}}, {"meta": None}, {}, {"meta": {"label": {}}}, {"meta": {"label": "x"}}]
)
def test_a_label_may_be_missing(raw: dict[str, Any]) -> None:
    assert parse_node({"type": "input", "group": "passkey", "attributes": {"name": "x"}, **raw}).label is None


def test_label() -> None:
    raw = raw_input()
    raw["meta"] = {"label": {"id": 1070002, "text": "E-Mail", "type": "info", "context": {"title": "E-Mail"}}}
    assert parse_node(raw).label == Message(1070002, "E-Mail", "info", {"title": "E-Mail"})


@pytest.mark.parametrize("value", [None, {}, "text", 7, [None, 3, "x", {}, []]])
def test_messages_may_be_missing_or_nonsense(value: Any) -> None:
    raw = raw_input()
    raw["messages"] = value
    body = flow_body(raw)
    body["ui"]["messages"] = value
    flow = parse_flow("login", body)
    assert flow.messages == ()
    assert flow.nodes[0].messages == ()


def test_the_same_message_stands_once() -> None:
    twice = [{"id": 4000002, "text": "Property email is missing.", "type": "error"} for _ in range(2)]
    other = {"id": 4000002, "text": "Property name is missing.", "type": "error"}
    raw = raw_input()
    raw["messages"] = [*twice, other]
    body = flow_body(raw)
    body["ui"]["messages"] = [other, *twice]
    flow = parse_flow("login", body)
    assert [message.text[9:13] for message in flow.nodes[0].messages] == ["emai", "name"]
    assert [message.text[9:13] for message in flow.messages] == ["name", "emai"]


def test_message_without_context_and_type() -> None:
    assert parse_message({"id": 1, "text": "x"}) == Message(1, "x", "info", {})
    assert parse_message({"id": 1, "text": "x", "context": None}) == Message(1, "x", "info", {})
    assert parse_message({"id": "1", "text": "x"}) == Message(0, "x")


def test_link_text_image_script_and_div() -> None:
    title: dict[str, Any] = {"id": 1070009, "text": "Continue", "type": "info"}
    link = parse_node(
        {"type": "a", "attributes": {"id": "continue", "href": "https://a.example/x", "title": title}}
    )
    assert (link.href, link.label, link.group) == (
        "https://a.example/x",
        Message(1070009, "Continue"),
        "default",
    )
    text = parse_node(
        {"type": "text", "group": "totp", "attributes": {"id": "t", "text": {"id": 1050006, "text": "K"}}}
    )
    assert text.text == Message(1050006, "K")
    image = parse_node({"type": "img", "attributes": {"id": "qr", "width": 256, "height": "256"}})
    assert (image.width, image.height) == (256, None)
    sources: dict[str, Any] = {
        "integrity": "sha512-x",
        "crossorigin": "anonymous",
        "type": "text/javascript",
        "nonce": "n",
        "async": True,
    }
    script = parse_node({"type": "script", "attributes": {"id": "webauthn_script", **sources}})
    assert script.script == {"integrity": "sha512-x", "crossorigin": "anonymous", "type": "text/javascript"}
    assert (script.input_type, script.extra) == ("", {})
    div = parse_node(
        {"type": "div", "group": "captcha", "attributes": {"id": "d", "class": "c", "data": {"key": "v"}}}
    )
    assert (div.kind, div.name, div.extra) == ("div", "d", {"class": "c", "data-key": "v"})


def codes(*secrets: object) -> Node:
    text: dict[str, Any] = {"id": 1050015, "text": "…", "context": {"secrets": list(secrets)}}
    return parse_node({"type": "text", "attributes": {"id": "lookup_secret_codes", "text": text}})


def test_recovery_codes_and_how_many_are_left() -> None:
    new, used = {"id": 1050009, "text": "k1"}, {"id": 1050014, "text": "Secret was used at …"}
    shown = codes(new, used, used, None, {}, "k2")
    assert [(each.code.text, each.used) for each in shown.secrets] == [
        ("k1", False), ("Secret was used at …", True), ("Secret was used at …", True),
    ]  # fmt: skip
    assert shown.left == 1
    assert (codes(used).left, codes(new, new).left, codes().left) == (0, None, None)


@pytest.mark.parametrize(
    ("text", "context", "to_phone"),
    [
        ("Send code to an***@example.com", {}, False),
        ("Send code to {address}", {"address": "an***@example.com"}, False),
        ("Send code to +49*****89", {"address": "+49*****89"}, True),
    ],
)
def test_where_a_button_sends_a_code(text: str, context: dict[str, str], to_phone: bool) -> None:
    label = Message(1010023, text, context=context)
    assert Node("input", "code", "address", "input.submit", label=label).to_phone is to_phone
    assert Node("input", "code", "address", "input.submit").to_phone


def test_a_flow_is_wrong_by_its_own_messages_or_those_of_a_node() -> None:
    fine = parse_flow(
        "login", {"id": "f", "ui": {"action": "http://k/x", "messages": [{"id": 1, "text": "so"}]}}
    )
    assert not fine.wrong
    error = Message(4000001, "no", "error")
    assert replace(fine, messages=(error,)).wrong
    assert replace(fine, nodes=(Node("input", "g", "n", "input.text", messages=(error,)),)).wrong
