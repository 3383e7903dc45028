"""Buttons that say what they do where they stand, unless Kratos' words were asked for."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.current import state, ui
from app.kratos.flow import Flow, Message, Node, parse_flow
from app.kratos.schema import parse_schema
from app.prepare.labels import first_of_two, link_again, sign_in_name
from app.theme.helpers import text
from app.web.kratos import ask_nobody
from tests.support.recordings import recording

VERSIONS = ("v1.3.1", "v26.2.0")


def flow_of(version: str, name: str) -> Flow:
    recorded = recording(version, name)
    return parse_flow(recorded.flow_kind, recorded.body)


def said(flow: Flow, value: str) -> list[str]:
    return [text(node.label) for node in flow.nodes if node.submit and node.value == value]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_first_step_of_two_goes_on(app: Flask, version: str) -> None:
    flow = flow_of(version, "registration.profile.all_methods")
    with app.test_request_context("/registration"):
        assert said(flow, "profile") == ["Create account"]
        assert said(first_of_two(flow), "profile") == ["Continue"]
        assert len(first_of_two(flow).nodes) == len(flow.nodes)
        last = flow_of(version, "registration.choose_credentials.all_methods")
        assert first_of_two(last) == last


@pytest.mark.parametrize("version", VERSIONS)
def test_one_more_link(app: Flask, version: str) -> None:
    with app.test_request_context("/recovery"):
        assert said(link_again(flow_of(version, "recovery.sent_email.link")), "link") == ["Send a new link"]
        first = flow_of(version, "recovery.choose_method.link")
        assert link_again(first) == first


def test_kratos_words_stay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui(app).messages, "verbatim", True)
    with app.test_request_context("/"):
        for change, name in (
            (first_of_two, "registration.profile.all_methods"),
            (link_again, "recovery.sent_email.link"),
        ):
            flow = flow_of("v1.3.1", name)
            assert change(flow) is flow


@pytest.mark.parametrize(
    ("traits", "label"),
    [
        ({"email": "email"}, "Email"), ({"email": "email", "user": ""}, "Email or username"),
        ({"phone": "tel"}, "Phone number"),
        ({"email": "email", "phone": "tel", "user": ""}, "Email, phone or username"),
        ({}, "Email, phone or username"),
    ],
)  # fmt: skip
def test_who_signs_in_is_asked_for_what_the_schema_has(
    app: Flask, traits: dict[str, str], label: str
) -> None:
    by = {"ory.sh/kratos": {"credentials": {"password": {"identifier": True}}}}
    properties: dict[str, Any] = {
        name: {"type": "string", "format": format_, **by} for name, format_ in traits.items()
    }
    schema = parse_schema("person", {"properties": {"traits": {"properties": properties}}})
    node = Node("input", "default", "identifier", "input.text", "text", label=Message(1070004, "ID"))
    flow = Flow("login", "id", "http://localhost/", "POST", (node,))
    with app.test_request_context("/login"):
        ask_nobody()
        state().schemas = (schema,)
        assert text(sign_in_name(flow).nodes[0].label) == label
