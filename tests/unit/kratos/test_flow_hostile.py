"""Hostile and damaged flows: no foreign scheme or function gets through, nothing raises, nothing is changed."""

from __future__ import annotations

from typing import Any

import pytest

from app.kratos.arrange import arrange
from app.kratos.flow import parse_flow, parse_node
from app.limits import FLOW_GROUPS, FLOW_PARTS, HIDDEN_CHARACTERS
from app.upstream.errors import ProtocolError


def flow_body(*nodes: Any, **fields: Any) -> dict[str, Any]:
    ui = {"action": "https://kratos.example/submit", "method": "POST", "nodes": list(nodes)}
    return {"id": "an-id", "ui": ui, **fields}


def raw_input(**attributes: Any) -> dict[str, Any]:
    group = attributes.pop("group", "default")
    attributes = {"name": "field", "type": "text", "node_type": "input", "disabled": False} | attributes
    return {"type": "input", "group": group, "attributes": attributes, "messages": [], "meta": {}}


BUTTON = raw_input(type="submit", value="x")
BIG = raw_input(type="hidden", value="x" * (HIDDEN_CHARACTERS // 200))


@pytest.mark.parametrize(
    "action", ["javascript:alert(1)", " javascript:x", "data:text/html,x", "/relative", "//host"]
)
def test_a_form_never_posts_to_another_scheme(action: str) -> None:
    body = flow_body(raw_input(name="method", type="submit", value="x"))
    body["ui"]["action"] = action
    flow = parse_flow("login", body)
    assert flow.action == ""
    assert arrange(flow) == ()


@pytest.mark.parametrize(
    ("node_type", "address", "kept"),
    [
        ("img", "data:image/png;base64,AAAA", True), ("img", "https://cdn.example/x.png", True),
        ("img", "data:text/html,x", False), ("img", "javascript:alert(1)", False),
        ("script", "https://kratos.example/webauthn.js", True), ("script", "http://kratos.example/x.js", True),
        ("script", "data:text/javascript,alert(1)", False), ("script", "data:image/png,x", False),
        ("script", "//evil.example/x.js", False), ("script", "/x.js", False), ("script", 7, False),
        ("script", "http://[", False), ("script", "https:evil", False),
    ],
)  # fmt: skip
def test_src_schemes(node_type: str, address: Any, kept: bool) -> None:
    node = parse_node({"type": node_type, "group": "totp", "attributes": {"id": "x", "src": address}})
    assert node.src == (address if kept else "")


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://app.example/after", True), ("myapp://done", True), ("com.example.app:/done?x=1", True),
        ("javascript:alert(1)", False), ("JaVaScRiPt:x", False), ("data:image/png,x", False), ("/after", False),
        ("\thttp:x", False), ("java\tscript:x", False), ("myapp://a\nb", False), ("blob:https://x.example/1", False),
        ("VBScript:x", False), ("file:///etc/passwd", False), ("view-source:https://x.example", False),
        (":x", False), ("1app://x", False), ("http:", False),
        *((f"{scheme}:x", False) for scheme in (
            "about", "blob", "chrome", "data", "file", "filesystem", "ftp", "http", "https", "javascript", "vbscript",
            "view-source", "ws", "wss",
        )),
    ],
)  # fmt: skip
def test_href_schemes(address: str, kept: bool) -> None:
    """A link may lead into an app, and nowhere that the browser itself would run or open."""
    node = parse_node({"type": "a", "group": "code", "attributes": {"id": "continue", "href": address}})
    assert node.href == (address if kept else "")


@pytest.mark.parametrize(
    "name", ["alert", "ory.x", "oryX()", "eval", "ory", "__oryWebAuthnLogin", 7, None, "oryX\n"]
)
def test_a_trigger_is_the_name_of_an_ory_function_or_nothing(name: Any) -> None:
    node = parse_node(raw_input(type="button", onclickTrigger=name, onloadTrigger=name))
    assert (node.trigger, node.trigger_load) == ("", "")


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (flow_body(*[raw_input(name=f"n{i}") for i in range(FLOW_PARTS)]), True),
        (flow_body(*[raw_input(name=f"n{i}") for i in range(FLOW_PARTS + 1)]), False),
        (flow_body({**raw_input(), "messages": [{"id": i} for i in range(FLOW_PARTS)]}), False),
        (flow_body(*[raw_input(group=f"g{i}") for i in range(FLOW_GROUPS + 1)]), False),
        (flow_body(*[None] * (FLOW_PARTS + 1)), False),
        (flow_body(BIG, *[BUTTON] * (FLOW_PARTS - 1)), False),
        (flow_body(*[raw_input(type="hidden")] * (FLOW_PARTS // 2), *[BUTTON] * (FLOW_PARTS // 2)), False),
        (flow_body(*[raw_input(type="hidden", value="x" * 500)] * 10, *[BUTTON] * (FLOW_PARTS - 10)), True),
    ],
    ids=["most", "nodes", "messages", "groups", "nothing", "hidden", "many hidden", "most hidden"],
)
def test_no_flow_is_larger_than_a_page_can_be(body: dict[str, Any], shown: bool) -> None:
    if shown:
        assert len(parse_flow("login", body).nodes) == FLOW_PARTS
        return
    with pytest.raises(ProtocolError):
        parse_flow("login", body)
